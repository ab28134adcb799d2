"""Screens that the commands show to people at a terminal."""

from datetime import datetime, timedelta

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from ops.cost import Cost
from ops.dead_letters import DeadLetter
from ops.health import LATELY, Health
from ops.journey import Hop, Journey, State
from ops.plain import plain

_LATELY = f"in {LATELY // timedelta(minutes=1)} minutes"

_SIGNS = {
    State.DONE: ("✓", "green"),
    State.WAITING: ("…", "yellow"),
    State.DEAD: ("✗", "red"),
    State.DOUBTFUL: ("?", "yellow"),
    State.UNKNOWN: ("?", "dim"),
    State.MISSING: ("✗", "red"),
}


def health_screen(health: Health, name: str, options: str) -> RenderableType:
    """Shows a stack's health: what is wrong comes with the command to begin with.

    Args:
        health: What to show.
        name: The stack's name.
        options: What finds the stack, such as `--stack prod`, for those commands.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    for header in ("queue", "waiting", "in flight", "oldest", "dead"):
        table.add_column(
            header, justify="left" if header == "queue" else "right", no_wrap=True, overflow="fold"
        )
    own = {state.dead_letters for state in health.queues.values()}
    for queue, state in health.queues.items():
        letters = health.dead_letters[state.dead_letters]
        table.add_row(
            queue,
            f"{state.waiting:,}",
            f"{state.in_flight:,}",
            _bad(_age(state.oldest_seconds), state.is_late),
            _bad(f"{letters.count:,}", letters.count > 0),
        )
    for queue, letters in health.dead_letters.items():
        if queue not in own:
            table.add_row(queue, "", "", "", _bad(f"{letters.count:,}", letters.count > 0))
    lag = _age(health.stream_lag_seconds)
    verdict = "[green]● all is well[/]" if health.is_good else "[red]● something is wrong[/]"
    parts: list[RenderableType] = [Text.from_markup(f"{verdict}  stack {name}, stream lag {lag}"), table]
    return Group(*parts, *(Text(plain(line)) for line in _problems(health, options)))


def letter_line(letter: DeadLetter, fate: str = "") -> str:
    """Tells of a dead letter, and of what becomes of it, in a line."""
    return plain(f"{letter.queue} {letter.subject or letter.message_id} {letter.kind} {fate}".rstrip())


def discard_command(queue: str, options: str, *, is_foreign: bool) -> str:
    """Writes the command for dead letters that stay. What is not the blog's goes only with all."""
    return f"python -m ops discard {queue}{' --all' if is_foreign else ''} {options}"


def _problems(health: Health, options: str) -> list[str]:
    lines = []
    for queue, letters in health.dead_letters.items():
        lines += [f"✗ {queue}: {count:,} of this: {reason}" for reason, count in letters.reasons.items()]
        if letters.count and not letters.reasons:
            lines.append(f"✗ {queue}: {letters.count:,} in flight: somebody else looks at them")
        elif letters.can_go_back:
            lines.append(f"  → python -m ops redrive {queue} {options}")
        elif letters.count:
            command = discard_command(queue, options, is_foreign=letters.is_foreign)
            lines.append(f"  → mend the cause, then {command}")
    lines += [f"✗ {count:,} of this {_LATELY}: {what}" for what, count in health.failures.items()]
    lines += [
        f"✗ {name}: {_LATELY}, failed calls: {one.errors:,}, throttled: {one.throttles:,}"
        for name, one in health.functions.items()
    ]
    lines += [f"✗ alarm {name}: {reason}" for name, reason in health.alarms.items()]
    lines += [f"✗ stuck since {post.created_at}: {post.id} {post.title}" for post in health.stuck[:10]]
    if health.stuck:
        lines.append(f"  stuck: {len(health.stuck):,} → python -m ops announce --stuck {options}")
    return lines


def journey_screen(journey: Journey) -> RenderableType:
    """Draws the chain of hops, with the time that each took since the post was saved."""
    tree = Tree(Text(plain(f"{journey.post_id}  {journey.title}"), style="bold"), guide_style="dim")
    _grow(tree, journey.first, journey.first.at)
    failures = [Text(plain(f"  {failure}"), style="dim") for failure in journey.failures]
    return Group(tree, *([Text("failed on the way:"), *failures] if failures else []))


def _grow(tree: Tree, hop: Hop, start: datetime | None) -> None:
    sign, style = _SIGNS[hop.state]
    when = ""
    if hop.at and start:
        when = (
            f"{hop.at:%Y-%m-%d %H:%M:%S} UTC"
            if hop.at == start
            else f"+{(hop.at - start) / timedelta(seconds=1):.2f} s"
        )
    text = Text.assemble(
        (f"{sign} {hop.name}", style), f"  {when}", (plain(f"  {hop.note}") if hop.note else "", "dim")
    )
    branch = tree.add(text)
    for following in hop.then:
        _grow(branch, following, start)


def cost_screen(costs: list[Cost]) -> Table:
    """Shows what a million posts cost."""
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    table.add_column("$ for a million posts", justify="right")
    table.add_column("service")
    table.add_column("for each post")
    for cost in costs:
        table.add_row(f"{cost.dollars:,.2f}", cost.service, cost.formula)
    table.add_row(f"{sum(cost.dollars for cost in costs):,.2f}", "all", "")
    return table


def _age(seconds: int | None) -> str:
    return "not measured" if seconds is None else f"{timedelta(seconds=seconds)}"


def _bad(text: str, is_bad: bool) -> str:  # noqa: FBT001 - two words of one table
    return f"[red]{text}[/]" if is_bad else text
