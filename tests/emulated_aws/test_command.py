"""A command works on any terminal, in any pipe and with any settings of Python."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BEGIN = "from emulated_aws.command import begin_command; begin_command(); import os, sys, threading, time\n"
PRINT_FROM_A_THREAD = """
thread = threading.Thread(target=lambda: [print("x" * 10_000) for _ in range(100)], daemon=True)
try:
    thread.start()
    time.sleep(9)
except KeyboardInterrupt:
    sys.exit("interrupted")
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Where a test writes its program."""
    return tmp_path / "program.py"


def run(
    program: Path, source: str, *, redirections: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program that begins as a command does, in a shell that redirects its streams."""
    program.write_text(BEGIN + source, "utf-8")
    return subprocess.run(
        ["/bin/sh", "-c", f'"$0" "$1" {redirections}', sys.executable, program],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=8,
    )


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_what_the_terminal_cannot_show_is_replaced(program: Path, environment: dict[str, str]) -> None:
    done = run(program, "print('✓ done'); print('✗ wrong', file=sys.stderr)", **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "? done\n", "? wrong\n")


@pytest.mark.parametrize("redirections", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_there_and_no_file_has_their_numbers(program: Path, redirections: str) -> None:
    source = (
        "file = open(sys.argv[0]); print('out'); print('err', file=sys.stderr); sys.stdin.isatty()\n"
        "sys.exit(0 if file.fileno() > 2 and not os.system('echo started') else 1)"
    )
    assert run(program, source, redirections=redirections).returncode == 0


def test_a_command_whose_reader_has_gone_ends_quietly(program: Path) -> None:
    source = "try:\n  while True: print('more')\nexcept OSError: sys.exit('caught')"
    done = run(program, source, redirections="| true")
    assert done.stderr == ""


def test_what_is_printed_last_to_a_reader_that_has_gone_is_lost_quietly(program: Path) -> None:
    done = run(program, "time.sleep(0.3); print('last')", redirections="| true")
    assert done.stderr == ""


def test_a_thread_whose_reader_has_gone_interrupts_the_command(program: Path) -> None:
    assert run(program, PRINT_FROM_A_THREAD, redirections="| true").stderr == "interrupted\n"


@pytest.mark.parametrize(
    "setting", [("PYTHONOPTIMIZE", "2"), ("PYTHONWARNINGS", "error"), ("PYTHONDEVMODE", "1")]
)
def test_settings_of_python_that_change_programs_are_left(program: Path, setting: tuple[str, str]) -> None:
    name, value = setting
    source = (
        "import warnings\n"
        "def documented():\n  'It has a docstring.'\n"
        "warnings.warn('old', DeprecationWarning)\n"
        f"print(documented.__doc__, sys.flags.dev_mode, {name!r} in os.environ)"
    )
    assert run(program, source, **{name: value}).stdout == "It has a docstring. False False\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_that_is_not_caught_has_no_traceback(program: Path, number: signal.Signals) -> None:
    done = run(program, f"os.kill(os.getpid(), {int(number)}); time.sleep(9)")
    assert done.stderr == "Interrupted.\n"
    assert done.returncode in {-signal.SIGINT, 128 + signal.SIGINT}
