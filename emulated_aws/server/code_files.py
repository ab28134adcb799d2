"""The files of functions' archives, written once and linked into each environment.

MiniStack unpacks the whole archive for each environment of a function: hundreds of files, of which nearly all
are in the archives of the other functions, too. Files that a zip file calls the same, by path, size and
checksum, are the same file here. Functions read their code alone, as on AWS, where it cannot be written.

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


def install() -> None:
    """Has MiniStack link what it would unpack, in a folder of the process's own."""
    store = Path(tempfile.mkdtemp(prefix="code-files-"))
    unpacking = threading.Lock()

    class LinkedZipFile(zipfile.ZipFile):
        """An archive whose files are unpacked once."""

        def extractall(self, path: str, *_: Any) -> None:  # type: ignore[override] # noqa: ANN401 - MiniStack gives a path alone
            with unpacking:  # whoever links a file links a whole one
                _link_files(self, Path(path), store)

    lambda_runtime.zipfile = types.SimpleNamespace(**{**vars(zipfile), "ZipFile": LinkedZipFile})


def _link_files(archive: zipfile.ZipFile, folder: Path, store: Path) -> None:
    made = set()
    entries = {entry.filename: entry for entry in archive.infolist()}  # the last of a name is the file
    for entry in entries.values():
        if entry.is_dir():
            archive.extract(entry, folder)
            continue
        kept_in = store / f"{entry.CRC:08x}-{entry.file_size}"
        kept = kept_in / entry.filename
        if not kept.is_file():
            kept = Path(archive.extract(entry, kept_in))  # never outside of it, whatever the name says
        linked = folder / kept.relative_to(kept_in)
        if linked.parent not in made:
            linked.parent.mkdir(parents=True, exist_ok=True)
            made.add(linked.parent)
        os.link(kept, linked)
