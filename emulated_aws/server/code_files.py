"""The files of functions' archives, written once and linked into each environment.

MiniStack unpacks the whole archive for each environment of a function: hundreds of files, of which nearly all
are in the archives of the other functions, too. Files that zip files call the same, by path, size and
checksum, are the same file here. They can only be read, as a function's code on AWS; root can write to them
all the same.

Delete when MiniStack unpacks an archive once.
"""

import os
import tempfile
import threading
import types
import zipfile
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime


class _Store:
    """Files that were unpacked, by what zip files say of them: each with its path in an archive's folder."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="code-files-"))
        self._files: dict[tuple[str, int, int], tuple[Path, Path]] = {}
        self._unpacking = threading.Lock()

    def unpack(self, archive: zipfile.ZipFile, folder: Path) -> None:
        """Does what `ZipFile.extractall` does."""
        entries = {entry.filename: entry for entry in archive.infolist()}  # the last of a name is the file
        with self._unpacking:
            for entry in entries.values():
                alike = (entry.filename, entry.CRC, entry.file_size)
                if alike in self._files:
                    kept, path = self._files[alike]
                    _link(kept, folder / path)
                    continue
                unpacked = Path(archive.extract(entry, folder))
                if not entry.is_dir():
                    self._files[alike] = self._keep(unpacked), unpacked.relative_to(folder)

    def _keep(self, unpacked: Path) -> Path:
        kept = self._folder / str(len(self._files))
        unpacked.chmod(0o444)
        os.link(unpacked, kept)
        return kept


def _link(kept: Path, file: Path) -> None:
    try:
        os.link(kept, file)
    except FileNotFoundError:
        file.parent.mkdir(parents=True)
        os.link(kept, file)
    except FileExistsError:  # by another spelling of its name
        file.unlink()
        os.link(kept, file)


def install() -> None:
    """Has MiniStack link what it would unpack again."""
    store = _Store()

    class LinkedZipFile(zipfile.ZipFile):
        """An archive whose files are unpacked once."""

        def extractall(self, path: str, *_: Any) -> None:  # type: ignore[override] # noqa: ANN401 - MiniStack gives a path alone
            store.unpack(self, Path(path))

    lambda_runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": LinkedZipFile})
