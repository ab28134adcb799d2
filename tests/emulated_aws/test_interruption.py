"""Ctrl-C is not lost, wherever it comes."""

import subprocess
import sys
import textwrap

# Its interruption comes while a finalizer runs, in which nothing can be raised.
PROGRAM = textwrap.dedent("""
    import signal, time
    from emulated_aws.interruption import keep_interruptions

    signal.signal(signal.SIGINT, signal.default_int_handler)
    keep_interruptions()

    class Finalized:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    try:
        Finalized()
        print("lost")
        time.sleep(10)
    except KeyboardInterrupt:
        print("kept")
""")


def test_an_interruption_where_nothing_can_be_raised_comes_again() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=9
    )
    assert (done.stdout.split(), done.stderr) == (["lost", "kept"], "")
