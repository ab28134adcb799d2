"""Archives as Pulumi's programs describe them, zipped as Pulumi's engine would."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pulumi

from emulated_aws.deployment.errors import UnsupportedError


def zip_archive(archive: pulumi.Archive) -> bytes:
    """Zips a folder, a .zip file, or an archive of assets and archives at any depth.

    Raises:
        UnsupportedError: There is something else in it, such as what is to be fetched from elsewhere.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in _files(archive, PurePosixPath()):
            file.writestr(name.as_posix(), content)
    return buffer.getvalue()


def _files(part: pulumi.Archive | pulumi.Asset, name: PurePosixPath) -> Iterator[tuple[PurePosixPath, bytes]]:
    match part:
        case pulumi.StringAsset(text=text):
            yield name, text.encode()
        case pulumi.FileAsset(path=path):
            yield name, Path(path).read_bytes()
        case pulumi.AssetArchive(assets=assets):
            for inner, one in sorted(assets.items()):
                yield from _files(one, name / inner)
        case pulumi.FileArchive(path=path) if Path(path).is_dir():
            files = (file for file in sorted(Path(path).rglob("*")) if file.is_file())
            yield from ((name / file.relative_to(path), file.read_bytes()) for file in files)
        case pulumi.FileArchive(path=path) if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                entries = (entry for entry in archive.infolist() if not entry.is_dir())
                yield from [(name / entry.filename, archive.read(entry)) for entry in entries]
        case _:
            raise UnsupportedError(f"a {type(part).__name__} of {vars(part)}")
