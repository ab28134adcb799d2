"""Outcome of a run under faults, in figures."""

from dataclasses import dataclass, fields

from rich.table import Table


@dataclass(frozen=True)
class Outcome:
    """What became of the posts that were answered. From `lost` on, all figures should be zero.

    Attributes:
        answered: How many posts there were.
        not_mailed: Posts that somebody who subscribed to their topic got no email about.
        messages_repeated: Messages that came to a reader again.
        lost: Posts that have no entities in the table, or are not there at all.
        enriched_twice: Posts whose entities were announced by more than one event.
        silently_not_mailed: Posts without their email that no line of the log names.
        mailed_twice: Posts that somebody got more than one email about.
        unheard: Posts whose entities did not come to a reader of their topic.
        out_of_order: Posts whose news came to a reader after their entities.
        needlessly_repeated: Messages that came again though no sender had to doubt that they were sent.
        harmed_by_freezes: Posts that were not mailed, or that an error in the log names, though nothing had
            failed but connections, while functions were frozen.
    """

    answered: int
    not_mailed: int
    messages_repeated: int
    lost: int
    enriched_twice: int
    silently_not_mailed: int
    mailed_twice: int
    unheard: int
    out_of_order: int
    needlessly_repeated: int
    harmed_by_freezes: int

    @property
    def missed(self) -> list[str]:
        """The goals that are missed, in words."""
        goals = (field.name for field in fields(self)[3:])
        return [goal.replace("_", " ") for goal in goals if getattr(self, goal)]

    def table(self) -> Table:
        """Makes a table for people."""
        table = Table(box=None, show_header=False, padding=(0, 2))
        table.add_column(justify="right")
        for field in fields(self):
            table.add_row(f"{getattr(self, field.name):,}", field.name.replace("_", " "))
        return table
