"""Progress at a terminal: steps that are done, and how long each took."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from textwrap import indent

from rich.console import Console
from rich.status import Status
from rich.text import Text

_INDENT = " " * 11  # under the name of a step


class Step:
    """One step while it runs."""

    def __init__(self, status: Status, name: str) -> None:
        self._status = status
        self._name = name

    def progress(self, detail: str) -> None:
        """Says how far the step is. Safe to call from any thread."""
        self._status.update(f"{self._name}: {detail}")


class Steps:
    """Prints one line for each step, with its duration, and what there is to show of it."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Times a block and reports it as done, unless it raises. A terminal shows it while it runs."""
        started = time.monotonic()
        with self.console.status(f"{name} …") as status:
            yield Step(status, name)
        self.console.print(f"[green]✓[/] [dim]{time.monotonic() - started:5.2f} s[/]  {name}", soft_wrap=True)

    def show(self, value: Mapping[str, object]) -> None:
        """Shows a JSON object under the last step, a line for each member."""
        members = [f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()]
        self.show_text("\n".join(["{", ",\n".join(members), "}"]))

    def show_text(self, text: str) -> None:
        """Shows a text under the last step."""
        self.console.print(Text(indent(text, _INDENT)), soft_wrap=True)
