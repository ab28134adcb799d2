"""Bytecode beside its source, valid wherever both are unpacked and whatever the time stamps there say.

Unchecked hash-based pycs (PEP 552): Python takes them as they are. What is compiled names its source by
the path in the archive, so that no folder of this machine shows; Python puts in the real one on import.
"""

import compileall
import py_compile
from collections.abc import Iterable
from importlib.util import cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode

_OPTIMIZE = 0  # as Lambda runs it, whatever PYTHONOPTIMIZE says here


def compile_folder(folder: Path) -> None:
    """Compiles all Python in a folder."""
    compileall.compile_dir(
        folder,
        quiet=1,
        stripdir=str(folder),
        optimize=_OPTIMIZE,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )


def compile_sources(sources: Iterable[Path], root: Path, target: Path) -> dict[str, Path]:
    """Compiles some files.

    Args:
        sources: Files, relative to `root`.
        root: The folder that is the root of the archive, too.
        target: A folder to write to.

    Returns:
        Names in the archive, with the files written.

    Raises:
        py_compile.PyCompileError: A file has a syntax error.
    """
    compiled = {}
    for source in sources:
        name = cache_from_source(source.as_posix(), optimization="")
        py_compile.compile(
            str(root / source),
            cfile=str(target / name),
            dfile=source.as_posix(),
            doraise=True,
            optimize=_OPTIMIZE,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
        compiled[name] = target / name
    return compiled
