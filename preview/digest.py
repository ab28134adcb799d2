"""Digests of files and archives by what is in them: the same on any machine."""

import hashlib
import zipfile
from pathlib import Path

import pulumi

_LENGTH = 16  # hexadecimal digits: enough to tell two versions apart


def text_digest(text: str) -> str:
    """Sums up a text."""
    return _write(text.encode())


def asset_digest(asset: pulumi.FileAsset | pulumi.FileArchive) -> str:
    """Sums up a file, or the names and contents of an archive's files.

    Bytecode is passed over: it is made of the sources beside it, by the release of Python that packages them.

    Args:
        asset: Its path is from the current folder.
    """
    if isinstance(asset, pulumi.FileAsset):
        return _write(Path(asset.path).read_bytes())
    # The directory at an archive's end has a checksum of each file: nothing else needs to be read.
    with zipfile.ZipFile(asset.path) as archive:
        files = sorted(
            (entry.filename, entry.file_size, entry.CRC)
            for entry in archive.infolist()
            if not entry.filename.endswith(".pyc")
        )
    return _write(repr(files).encode())


def _write(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()[:_LENGTH]}"
