"""The examples of docs/api.md."""

import re
from pathlib import Path

_DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


def example(language: str) -> str:
    """Finds the one example in a language, by the name that its block of code has in Markdown."""
    [found] = re.findall(rf"```{language}\n(.*?)```", _DOCUMENT.read_text(), re.DOTALL)
    return str(found)
