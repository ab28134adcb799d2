"""Stacks, as their outputs tell them."""

import json
from pathlib import Path

import pytest

from ops.stack import LOCAL, Stack, StackError


@pytest.mark.parametrize("outputs", [{"apiUrl": "http://127.0.0.1:1"}, {"operations": {}}, {}])
def test_outputs_of_an_older_program_are_refused(outputs: dict[str, object]) -> None:
    with pytest.raises(StackError, match="deploy it anew"):
        Stack(LOCAL, outputs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_outputs_are_read_as_shells_write_them(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "outputs.json"
    file.write_text(json.dumps({"apiUrl": "é"}, ensure_ascii=False), encoding, newline="\r\n")
    with pytest.raises(StackError, match="deploy it anew"):  # it has been read
        Stack.load(LOCAL, file)


@pytest.mark.parametrize("content", [b"", b"apiUrl: 3", '{"apiUrl": "é"}'.encode("latin-1"), b"\xff\xfe{"])
def test_what_is_no_json_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "outputs.json"
    file.write_bytes(content)
    with pytest.raises(StackError, match=r"outputs\.json is no JSON"):
        Stack.load(LOCAL, file)
