"""Bytecode beside its source, valid wherever both are unpacked and whatever the time stamps there say.

Unchecked hash-based pycs (PEP 552): Python takes them as they are. What is compiled names its source by
the path in the archive, so that no folder of this machine shows; Python puts in the real one on import.
"""

import subprocess
import sys
from pathlib import Path


def compile_folder(folder: Path) -> None:
    """Compiles all Python in a folder, to the same bytes whatever flags and variables this process has.

    A file that is not valid Python is passed over: distributions have templates that end in `.py`.
    """
    # -I ignores PYTHONOPTIMIZE, PYTHONNODEBUGRANGES, PYTHONPYCACHEPREFIX and the like.
    # https://docs.python.org/3/using/cmdline.html#cmdoption-I
    subprocess.run(  # noqa: S603 - the arguments are our own
        [
            *(sys.executable, "-I", "-S", "-m", "compileall", "-f", "-q", "-q", "-o", "0"),
            *("--invalidation-mode", "unchecked-hash", "-s", str(folder), str(folder)),
        ],
        check=False,
        stdout=sys.stderr,
    )


def bytecode_of(source: Path) -> Path:
    """Names the bytecode of a source. `importlib.util.cache_from_source` depends on this process's flags."""
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
