"""Deterministic archives: the same bytes from the same input, on any machine and any day."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pulumi

from infra.parts.packaging.bytecode import compile_sources
from infra.parts.packaging.distributions import (
    distribution_files,
    install_distributions,
    select_distributions,
)
from infra.parts.packaging.imports import Imports, find_imports
from infra.parts.packaging.platform import Platform

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / "functions" / "requirements.txt"
BUILD = ROOT / ".build"


def handler_module(feature: str) -> str:
    """Names the module of a feature's handler.

    Args:
        feature: A folder of `functions/`, such as `blog_api/posts`.
    """
    return f"functions.{feature.replace('/', '.')}.handler"


@cache
def package_function(feature: str, platform: Platform) -> pulumi.FileArchive:
    """Makes the archive of one feature: its code, and what that imports.

    All of it comes with bytecode, of the Python that runs this.

    The first call for a lock file and a platform runs uv, some seconds long; `.build/` keeps the result.

    Args:
        feature: A folder of `functions/`, such as `blog_api/posts`; its `handler.py` is where the imports
            begin. What lies beside that and is no Python is data, and is packaged as well.
        platform: Where the function will run.

    Returns:
        An archive named by its path from the current folder: a stack's state names no machine's folders.

    Raises:
        ModuleNotFoundError: There is no such feature, or its code imports a module that is not there.
        LookupError: The lock file has nothing for one of its imports.
        subprocess.CalledProcessError: uv could not install the lock file.
    """
    imports = find_imports(handler_module(feature), ROOT)
    site = install_distributions(LOCK, platform, BUILD / "site")
    own = {file.as_posix(): ROOT / file for file in (*imports.sources, *_data_files(feature))}
    origin = _digest([*own.values(), *Path(__file__).parent.glob("*.py")], site.name)
    archive = BUILD / platform.value / f"{feature}.zip"
    if _origin(archive) != origin:
        # Deflated, archives differ from one system's zlib to another's, and Pulumi compares them by their
        # bytes (docs/decisions/0004-packaging.md). Those for this machine stay here, where small is fast.
        compression = zipfile.ZIP_STORED if platform is Platform.LAMBDA else zipfile.ZIP_DEFLATED
        with tempfile.TemporaryDirectory() as scratch:
            bytecode = compile_sources(imports.sources, ROOT, Path(scratch))
            files = {**own, **bytecode, **_distribution_files(imports, site, platform)}
            _write(archive, zip_files(files, compression, comment=origin))
    return pulumi.FileArchive(os.path.relpath(archive))


def zip_files(files: Mapping[str, Path], compression: int, comment: bytes = b"") -> bytes:
    """Zips files without their time stamps, owners and modes, in the order of their names.

    Args:
        files: Names in the archive, with the files to read.
        compression: How, by `zipfile`'s constants.
        comment: The comment of the whole archive.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        archive.comment = comment
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))  # the earliest that zip can say
            entry.create_system = 3  # Unix, also when built elsewhere: the modes below are Unix modes
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), compression)
    return buffer.getvalue()


def _data_files(feature: str) -> list[Path]:
    folder = ROOT / "functions" / feature
    return [file.relative_to(ROOT) for file in folder.iterdir() if file.is_file() and file.suffix != ".py"]


def _digest(sources: Iterable[Path], site: str) -> bytes:
    """Sums up all that an archive is made from: sources, this package, and the name of its dependencies."""
    digest = hashlib.sha256(site.encode())
    for source in sorted(sources):
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest().encode()


def _origin(archive: Path) -> bytes:
    """Reads what an archive says that it was made from, or nothing if there is none."""
    if not archive.is_file():
        return b""
    with zipfile.ZipFile(archive) as existing:
        return existing.comment


def _distribution_files(imports: Imports, site: Path, platform: Platform) -> dict[str, Path]:
    return {
        file.as_posix(): site / file
        for distribution in select_distributions(imports.packages, site, platform)
        for file in distribution_files(distribution, site)
    }


def _write(archive: Path, content: bytes) -> None:
    """Replaces an archive as a whole: another process may be reading it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=archive.parent, delete=False) as scratch:
        scratch.write(content)
    Path(scratch.name).replace(archive)
