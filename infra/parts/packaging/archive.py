"""Deterministic archives: the same bytes from the same input, on any machine and any day."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pulumi
from typing_extensions import TypedDict

from infra.parts.packaging.bytecode import compile_sources
from infra.parts.packaging.distributions import (
    distribution_files,
    install_distributions,
    select_distributions,
)
from infra.parts.packaging.imports import Imports, find_imports
from infra.parts.packaging.platform import Platform


class FunctionCode(TypedDict, closed=True):
    """The two arguments of `LambdaFunction` that say what runs."""

    code: pulumi.FileArchive
    """The archive, named by its path from the current folder: a stack's state names no machine's folders."""

    handler: str
    """Where in it the function is."""


def package_function(  # noqa: PLR0913 - named by whoever calls it
    handler: str,
    *,
    root: Path,
    lock: Path,
    cache: Path,
    include: Sequence[str] = (),
    platform: Platform = Platform.LAMBDA,
) -> FunctionCode:
    """Makes the archive of a Python function: its code, what that imports, and all those distributions need.

    All of it comes with bytecode, of the Python that runs this. Imports are read from the source, and what
    cannot be told from it is refused. Nobody can see which files code reads: `include` is for those.

    The first call for a lock file and a platform runs uv, some seconds long; `cache` keeps the result. uv is
    the one of this environment, or else the one on the `PATH`. Pip is not needed.

    Args:
        handler: The function, such as `fraud_check.handler.handle`.
        root: The folder that has the project's modules, and is the root of the archive, too.
        lock: A requirements file with exact versions and hashes, such as `uv pip compile --generate-hashes`
            writes.
        cache: A folder of this project's, for what is installed and for the archives.
        include: Patterns of further files, from `root`, such as `fraud_check/*.txt`. Default: none.
        platform: Where the function will run. Default: `Platform.LAMBDA`.

    Raises:
        ModuleNotFoundError: There is no such handler, or the code imports a module that is not there.
        ImportError: Which module is imported cannot be told without running the source.
        LookupError: The lock file has nothing for one of the imports.
        FileNotFoundError: A pattern matches no file, or there is no uv.
        subprocess.CalledProcessError: uv could not install the lock file.
    """
    imports = find_imports(handler.rpartition(".")[0], root)
    site = install_distributions(lock, platform, cache / "site")
    own = {file.as_posix(): root / file for file in (*imports.sources, *_find_files(include, root))}
    origin = _digest(own, site.name)
    archive = cache / platform.value / f"{handler}.zip"
    if _origin(archive) != origin:
        # Deflated, archives differ from one system's zlib to another's, and Pulumi compares them by their
        # bytes (docs/decisions/0004-packaging.md). Those for this machine stay here, where small is fast.
        compression = zipfile.ZIP_STORED if platform is Platform.LAMBDA else zipfile.ZIP_DEFLATED
        with tempfile.TemporaryDirectory() as scratch:
            bytecode = compile_sources(imports.sources, root, Path(scratch))
            files = {**own, **bytecode, **_distribution_files(imports, site, lock, platform)}
            _write(archive, zip_files(files, compression, comment=origin))
    return {"code": pulumi.FileArchive(os.path.relpath(archive)), "handler": handler}


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


def _find_files(patterns: Sequence[str], root: Path) -> list[Path]:
    files = []
    for pattern in patterns:
        matching = [path for path in root.glob(pattern) if path.is_file() and path.suffix != ".pyc"]
        if not matching:
            raise FileNotFoundError(f"include: no file in {root} matches {pattern!r}")
        files += [path.relative_to(root) for path in matching]
    return files


def _digest(own: Mapping[str, Path], site: str) -> bytes:
    """Sums up all that an archive is made from: own files, this package, and the name of its dependencies."""
    digest = hashlib.sha256(site.encode())
    packager = {path.name: path for path in Path(__file__).parent.glob("*.py")}
    for name, path in sorted([*own.items(), *packager.items()]):
        digest.update(name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest().encode()


def _origin(archive: Path) -> bytes:
    """Reads what an archive says that it was made from, or nothing if there is none."""
    if not archive.is_file():
        return b""
    with zipfile.ZipFile(archive) as existing:
        return existing.comment


def _distribution_files(imports: Imports, site: Path, lock: Path, platform: Platform) -> dict[str, Path]:
    return {
        file.as_posix(): site / file
        for distribution in select_distributions(imports.packages, site, lock, platform)
        for file in distribution_files(distribution, site)
    }


def _write(archive: Path, content: bytes) -> None:
    """Replaces an archive as a whole: another process may be reading it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=archive.parent, delete=False) as scratch:
        scratch.write(content)
    Path(scratch.name).replace(archive)
