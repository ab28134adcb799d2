"""Bytecode that is valid wherever it is unpacked."""

import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from infra.parts.packaging.bytecode import bytecode_of, compile_folder

SOURCE = "def fail():\n    return {'a', 'b', 'c', ('d', 'e')} & frozenset(['f'])\n\nfail().missing\n"
# The second of a header's fields (PEP 552): hash-based, and never compared with the source.
UNCHECKED_HASH = (1).to_bytes(4, "little")


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def test_it_is_taken_as_it_is_whatever_the_time_stamp_of_its_source(tmp_path: Path) -> None:
    source = write(tmp_path / "app.py", "told = 'when it was compiled'")
    compile_folder(tmp_path)
    source.write_text("told = 'later'")
    os.utime(source, (0, 0))
    run = subprocess.run(
        [sys.executable, "-c", "import app; print(app.told)"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout == "when it was compiled\n"


def test_a_traceback_names_the_source_where_it_was_unpacked(tmp_path: Path) -> None:
    write(tmp_path / "built" / "app" / "code.py", SOURCE)
    compile_folder(tmp_path / "built")
    compiled = tmp_path / "built" / bytecode_of(Path("app/code.py"))
    assert str(tmp_path).encode() not in compiled.read_bytes()
    assert compiled.read_bytes().startswith(MAGIC_NUMBER + UNCHECKED_HASH)

    source = write(tmp_path / "unpacked" / "app" / "code.py", SOURCE)
    bytecode = tmp_path / "unpacked" / bytecode_of(Path("app/code.py"))
    bytecode.parent.mkdir()
    compiled.rename(bytecode)
    run = subprocess.run(
        [sys.executable, "-c", "import app.code"],
        cwd=tmp_path / "unpacked",
        check=False,
        capture_output=True,
        text=True,
    )
    assert f'File "{source}", line 4' in run.stderr


def test_a_file_that_is_not_valid_python_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path / "template.py", "class {{ name }}:\n")
    write(tmp_path / "valid.py", SOURCE)
    compile_folder(tmp_path)
    assert [path.name for path in tmp_path.rglob("*.pyc")] == [bytecode_of(Path("valid.py")).name]
