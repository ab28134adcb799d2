"""Texts of others on a terminal."""

import io
import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ops.journey import Hop, Journey, State
from ops.plain import plain
from ops.screens import journey_screen

STEERING = "\n\r\t\v\f\x07\x1b\x7f\x85\x9b\u2028\u2029\u202a\u202e\u2066\u2069"
TEXTS = st.text(st.one_of(st.sampled_from(STEERING), st.characters()))


def shown(title: str) -> str:
    """Draws the journey of a post."""
    journey = Journey("01KJMBQDE00000000000000J0E", title, Hop("saved", State.DONE, datetime.now(UTC)), ())
    console = Console(file=io.StringIO(), width=10_000)
    console.print(journey_screen(journey))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@given(TEXTS)
def test_no_text_steers_the_terminal(text: str) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", plain(text))


@given(TEXTS)
def test_a_title_is_shown_on_one_line(title: str) -> None:
    assert len(shown(title).splitlines()) == 2


def test_what_steers_is_written_out_and_all_else_stays() -> None:
    assert plain("\u202egpj.exe \x1b[2J 東京\u200f") == r"\u202egpj.exe \x1b[2J 東京" + "\u200f"
