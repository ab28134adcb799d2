"""Interruptions, which wait for the end of a block."""

import signal

import pytest

from emulated_aws.interruption import end_in_order
from ops.interruption import interruption_held
from tests.conftest import SIGNALS

pytestmark = pytest.mark.usefixtures("signal_handlers_as_before")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_block_comes_to_its_end_before_it_is_interrupted(number: signal.Signals) -> None:
    end_in_order()
    done = []

    def hold() -> None:
        with interruption_held():
            signal.raise_signal(number)
            done.append("block")
        done.append("more")

    with pytest.raises(KeyboardInterrupt):
        hold()
    assert done == ["block"]
    with pytest.raises(KeyboardInterrupt):  # as before the block
        signal.raise_signal(number)


def test_what_a_command_was_started_to_ignore_it_ignores() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # `nohup python -m ops …`
    end_in_order()
    with interruption_held():
        signal.raise_signal(signal.SIGHUP)
    signal.raise_signal(signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
