"""Suspicion: a text has phrases that swindlers like."""

from functools import cache
from pathlib import Path


def find_phrases(text: str) -> list[str]:
    """Finds the suspicious phrases in a text, whatever their case."""
    return [phrase for phrase in _phrases() if phrase in text.casefold()]


@cache
def _phrases() -> list[str]:
    return Path(__file__).with_name("phrases.txt").read_text().splitlines()
