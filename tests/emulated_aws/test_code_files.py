"""Files that functions have in common are written once."""

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest

from emulated_aws.emulator import Emulator
from tests.emulated_aws.resources import create_archived_function

HANDLER = """
import os
from library import shared

def handle(event, context):
    inode = os.stat(shared.__file__).st_ino
    return {
        "inode": inode,
        "text": open("text.txt").read(),
        "folder": os.getcwd(),
        "empty": os.listdir("empty"),
        "files": os.listdir(),
        "outside": os.path.exists("../outside.txt"),
    }
"""


def write_archive(library: str, text: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("handler.py", HANDLER)
        file.mkdir("library")
        file.writestr("library/__init__.py", "")
        file.writestr("library/shared.py", library)
        file.mkdir("empty")
        for outside in ("../outside.txt", "../../aws.log", "/etc/hostname"):
            file.writestr(outside, "")
        file.writestr("text.txt", "an older text")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("text.txt", text)
    return archive.getvalue()


def call_of(emulator: Emulator, archive: bytes) -> dict[str, Any]:
    """Calls a new function that has those files."""
    function = create_archived_function(emulator, archive)
    answer: dict[str, Any] = json.load(emulator.client("lambda").invoke(FunctionName=function)["Payload"])
    return answer


def test_functions_share_the_files_that_are_alike_and_no_others(emulator: Emulator) -> None:
    library = f"# {uuid4()}"
    first = call_of(emulator, write_archive(library, "first"))
    second = call_of(emulator, write_archive(library, "other"))
    third = call_of(emulator, write_archive(f"# {uuid4()}", "first"))
    assert first["inode"] == second["inode"] != third["inode"]
    assert (first["text"], second["text"], third["text"]) == ("first", "other", "first")
    assert first["folder"] != second["folder"]


def test_an_archive_is_unpacked_as_python_does(emulator: Emulator) -> None:
    for _ in range(2):  # the second time, files are linked
        answer = call_of(emulator, write_archive("", "text"))
        assert (answer["text"], answer["empty"], answer["outside"]) == ("text", [], False)
        assert {"outside.txt", "aws.log", "etc"} <= set(answer["files"])


def test_a_file_that_is_damaged_is_no_other_archive_s(emulator: Emulator) -> None:
    text = f"text {uuid4()}"
    whole = write_archive("", text)
    told = call_of(emulator, whole.replace(text.encode(), text.upper().encode()))
    assert "Bad CRC-32" in told["errorMessage"]
    assert call_of(emulator, whole)["text"] == text
