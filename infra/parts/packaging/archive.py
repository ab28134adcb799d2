"""Deterministic archives: the same bytes from the same input, on any machine and any day."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from glob import glob
from pathlib import Path

import pulumi
from typing_extensions import TypedDict

from infra.parts.packaging.bytecode import bytecode_of, compile_folder
from infra.parts.packaging.distributions import (
    distribution_files,
    install_distributions,
    provided_packages,
    select_distributions,
)
from infra.parts.packaging.imports import Imports, find_imports
from infra.parts.packaging.platform import Platform

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
_UPLOAD_LIMIT = 50 * 2**20
# "Unzipped size must be smaller than 262144000 bytes": https://repost.aws/questions/QUt1Cc15fbTkWsVXPNmj6MNQ
_UNZIPPED_LIMIT = 250 * 2**20


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
    lock: Path | None = None,
    cache: Path | None = None,
    include: Sequence[str] = (),
    platform: Platform = Platform.LAMBDA,
) -> FunctionCode:
    """Makes the archive of a Python function: its code, what that imports, and all those distributions need.

    All of it comes with bytecode, of the Python that runs this. Imports are read from the source, and what
    cannot be told from it is refused. An import whose ImportError the code catches is left out if nothing
    provides it. Nobody can see which files code reads: `include` is for those.

    The first call for a lock file and a platform runs uv, some seconds long; `cache` keeps the result. uv is
    the one of this environment, or else the one on the `PATH`. Pip is not needed. Of uv's settings only the
    variables that say where to download from have an effect.

    Args:
        handler: The function, such as `fraud_check.handler.handle`.
        root: The folder that has the project's modules, and is the root of the archive, too.
        lock: A requirements file with exact versions and hashes, such as `uv pip compile --generate-hashes`
            writes. Default: none, for code that imports no distributions.
        cache: A folder of this project's, for what is installed and for the archives. Default: `.build` in
            `root`.
        include: Patterns of further files, from `root`, such as `fraud_check/*.txt`, by the rules of the
            module `glob`: hidden files only match patterns that have the dot. Default: none.
        platform: Where the function will run. Default: `Platform.LAMBDA`.

    Raises:
        ModuleNotFoundError: There is no such handler, or the code imports a module that is not there.
        ImportError: The module lacks the function, imports a compiled module of the project, or which module
            is imported cannot be told without running the source.
        LookupError: The lock file has nothing for one of the imports.
        FileNotFoundError: A pattern matches no file, there is no such lock file, or no uv.
        ValueError: The handler's name, a line of the lock file, or a file is one that cannot be packaged, or
            the archive is too large for Lambda.
        SyntaxError: A source is not valid Python.
        subprocess.CalledProcessError: uv could not install the lock file.
    """
    cache = cache or root / ".build"
    site = install_distributions(lock, platform, cache / "distributions")
    imports = find_imports(handler, root, provided_packages(site))
    own = _check_files([*imports.sources, *_find_files(include, root)], root)
    origin = _digest(own, site.name)
    archive = cache / platform.value / f"{handler}-{_digest_call(root, lock, cache, include)}.zip"
    if _origin(archive) != origin:
        # Deflated, archives differ from one system's zlib to another's, and Pulumi compares them by their
        # bytes (docs/decisions/0004-packaging.md). Those for this machine stay here, where small is fast.
        compression = zipfile.ZIP_STORED if platform is Platform.LAMBDA else zipfile.ZIP_DEFLATED
        with tempfile.TemporaryDirectory() as scratch:
            others = {
                **_compile(imports.sources, root, Path(scratch)),
                **_distribution_files(imports, site, lock, platform),
            }
            if both := sorted(own.keys() & others.keys()):
                raise ValueError(f"{both[0]} is a file of {root} and of a distribution: rename it")
            _check_size({**own, **others}, handler, platform)
            _write(archive, zip_files({**own, **others}, compression, comment=origin))
    if platform is Platform.LAMBDA and archive.stat().st_size > _UPLOAD_LIMIT:
        pulumi.log.warn(
            f"the archive of {handler} has {archive.stat().st_size / 2**20:.0f} MB: Lambda takes more than"
            f" {_UPLOAD_LIMIT // 2**20} MB only from an S3 bucket"
        )
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
    if isinstance(patterns, str):
        raise TypeError(f"include: {patterns!r} must be a list of patterns")
    files = []
    for pattern in patterns:
        # `Path.glob` finds hidden files, and differs from one Python to the next.
        matching = map(Path, glob(pattern, root_dir=root, recursive=True))  # noqa: PTH207 - see above
        found = [file for file in matching if not (root / file).is_dir() and file.suffix != ".pyc"]
        if not found:
            raise FileNotFoundError(f"include: no file in {root} matches {pattern!r}")
        files += found
    return files


def _check_files(files: Iterable[Path], root: Path) -> dict[str, Path]:
    """Names the project's own files as in the archive, and refuses those that cannot be in one."""
    checked = {}
    for file in files:
        path = root / file
        if ".." in file.parts or not path.resolve().is_relative_to(root.resolve()):
            raise ValueError(f"{file} is not in {root}: copy it there")
        if not path.is_file():
            raise ValueError(f"{file} is not a file but a special one, or a link to nothing")
        try:
            # The same in every locale: a path has what the locale's encoding makes of the name.
            name = os.fsencode(file.as_posix()).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"{str(file)!r} has a name that is not UTF-8: rename it") from error
        checked[name] = path
    return checked


def _compile(sources: Iterable[Path], root: Path, scratch: Path) -> dict[str, Path]:
    for source in sources:
        (scratch / source).parent.mkdir(parents=True, exist_ok=True)
        (scratch / source).write_bytes((root / source).read_bytes())
    compile_folder(scratch)
    return {bytecode_of(source).as_posix(): scratch / bytecode_of(source) for source in sources}


def _check_size(files: Mapping[str, Path], handler: str, platform: Platform) -> None:
    sizes = {name: path.stat().st_size for name, path in files.items()}
    total = sum(sizes.values())
    if platform is Platform.LAMBDA and total >= _UNZIPPED_LIMIT:
        largest = max(sizes, key=lambda name: sizes[name])
        raise ValueError(
            f"the files of {handler} have {total:,} bytes, and Lambda takes less than {_UNZIPPED_LIMIT:,}:"
            f" the largest is {largest}"
        )


def _digest_call(root: Path, lock: Path | None, cache: Path, include: Sequence[str]) -> str:
    """Tells calls for one handler apart, by paths from the cache: they are the same on every machine."""
    paths = [path and os.path.relpath(path, cache) for path in (root, lock)]
    return hashlib.sha256(repr((paths, sorted(include))).encode()).hexdigest()[:8]


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


def _distribution_files(
    imports: Imports, site: Path, lock: Path | None, platform: Platform
) -> dict[str, Path]:
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
