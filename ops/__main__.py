"""`python -m ops`: what operators of a deployed stack look at and do. `--help` says more."""

import argparse
import dataclasses
import json
import shlex
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from ulid import ULID

from functions.domain.post import is_post_id
from ops.announcement import announce, exists, find_stuck
from ops.cost import Usage, estimate
from ops.dead_letters import DeadLetter, Kind, sources
from ops.discard import Discarded, discard
from ops.health import STUCK_AFTER, check_health
from ops.interruption import end_in_order
from ops.journey import State, find_journey, walk
from ops.redrive import Redriven, redrive
from ops.replay import plan_replay, replay_state, start_replay
from ops.screens import cost_screen, discard_command, health_screen, journey_screen, letter_line
from ops.stack import LOCAL, Stack, StackError
from ops.undiscard import read_discarded, undiscard

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_EXAMPLES = """\
examples:
  python -m ops status                                  the stack of `make up`: green or red, in one screen
  python -m ops status --stack prod                     with the Pulumi CLI and AWS_PROFILE
  python -m ops status --stack prod --outputs out.json  what `pulumi stack output --json` wrote elsewhere
  python -m ops where 01KJNNT9M0D8K3V7Q2ZB4X6YWA        what became of one post
  python -m ops redrive                                 what would go back where; --yes does it
  python -m ops redrive events-recognition --yes
  python -m ops discard events-emails-undelivered       what cannot go back, why, and what is lost with it
  python -m ops discard events-emails-undelivered --yes --to undelivered.jsonl
  python -m ops undiscard undelivered.jsonl --yes       puts them back where they were
  python -m ops announce --stuck --since 3d --yes       announces posts without entities again
  python -m ops replay --rule events-creation --since 2h --until 1h --yes
  python -m ops cost --stack prod --body 800

exit codes: 0 all is well or done, 1 something is wrong or stays, 2 it could not be asked, 130 interrupted
with --json: what was found or done is on standard output; an error, of whatever kind, is a line on standard
error: {"error": {"kind": "usage", "message": "…"}}. Kinds are usage, stack, aws, system and interrupted
"""

_JSON = "--json"

T = TypeVar("T")

# Of each post.
_USAGE = {
    "body": "characters",
    "subscribers": "people who get an email about it",
    "connections": "WebSocket connections that are told of it",
    "reads": "requests that read it, or a list",
}

_STUCK_MINUTES = STUCK_AFTER // timedelta(minutes=1)
_UNITS = {"m": 60, "h": 3600, "d": 86400}
_PIPE_WIDTH = 10_000  # columns: what reads a pipe wants whole lines
_GLANCE_SECONDS = 2  # EventBridge tells nobody when a replay is over

# Progress goes to standard error: what is shown can be piped.
_progress = Console(stderr=True, highlight=False)
_screen = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def main() -> int:
    """Runs a command and returns its exit code."""
    end_in_order()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # JSON may have what no encoding has
    arguments = _parser().parse_args()
    try:
        code: int = arguments.command(arguments)
    except StackError as error:
        return _fail("stack", error, as_json=arguments.json)
    except (BotoCoreError, ClientError) as error:
        return _fail("aws", error, as_json=arguments.json)
    except OSError as error:
        return _fail("system", error, as_json=arguments.json)
    except KeyboardInterrupt as interruption:
        _fail("interrupted", str(interruption) or "Interrupted.", as_json=arguments.json)
        return 130  # as shells report a command that Ctrl-C ended
    return code


def _fail(kind: str, problem: object, *, as_json: bool) -> int:
    """Says on standard error what is wrong, and returns the exit code of what could not be asked."""
    error = {"error": {"kind": kind, "message": f"{problem}"}}
    print(json.dumps(error, ensure_ascii=False) if as_json else f"✗ {problem}", file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    """A parser that tells machines, too, what is wrong with their arguments."""

    def error(self, message: str) -> NoReturn:
        if _JSON in sys.argv:
            sys.exit(_fail("usage", message, as_json=True))
        super().error(message)


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument(
        "--stack", default=LOCAL, help="the stack's name (default: local, which `make up` runs)"
    )
    shared.add_argument(_JSON, action="store_true", help="for machines")
    deployed = _Parser(add_help=False, parents=[shared])
    deployed.add_argument("--outputs", type=Path, help="a file that `pulumi stack output --json` wrote")
    parser = _Parser(
        prog="python -m ops",
        description="Looks after a deployed stack.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
        parents = [shared if run is _cost else deployed]
        added = commands.add_parser(name, parents=parents, help=summary, description=summary)
        added.set_defaults(command=run)
        return added

    command("status", _status, "is it healthy? queues, dead letters and why, stream, alarms, stuck posts")
    where = command("where", _where, "the journey of one post, or where it waits or died")
    where.add_argument("post_id", type=_post_id, metavar="POST_ID")
    back = command("redrive", _redrive, "send dead letters back to where they came from")
    back.add_argument(
        "queue", nargs="?", help="a queue, its dead-letter queue, or its function (default: all)"
    )
    back.add_argument("--rate", type=_positive, default=10, help="at most how many a second (default: 10)")
    away = command("discard", _discard, "take dead letters that cannot go back out of their queue")
    away.add_argument("queue", help="the queue, its dead-letter queue, or its function")
    away.add_argument(
        "--to",
        type=Path,
        help="the file that they are written to first (default: after the queue and the time)",
    )
    away.add_argument("--all", action="store_true", help="also those that could go back")
    for emptying in (back, away):
        emptying.add_argument(
            "--limit", type=_positive, default=1_000, help="at most how many of a queue (default: 1000)"
        )
    undo = command("undiscard", _undiscard, "put what `discard` wrote to a file back into its queue")
    undo.add_argument("file", type=Path, metavar="FILE", help="all of it, or the lines that are meant")
    again = command("announce", _announce, "announce posts again, from the table")
    again.add_argument("post_ids", nargs="*", type=_post_id, metavar="POST_ID")
    again.add_argument(
        "--stuck", action="store_true", help=f"all without entities after {_STUCK_MINUTES} minutes"
    )
    again.add_argument(
        "--since", type=_instant, default="7d", help="of these, from then on (default: 7d ago)"
    )
    replay = command("replay", _replay, "replay what was announced to one rule")
    replay.add_argument(
        "--rule", required=True, help="what the program calls the rule: `status --json` has all"
    )
    replay.add_argument("--since", type=_instant, required=True, help="2026-03-01T09:30Z, or 2h ago as `2h`")
    replay.add_argument("--until", type=_instant, default="0m", help="the same (default: now)")
    for changing in (back, away, undo, again, replay):
        changing.add_argument("--yes", action="store_true", help="do it; without, it is only said")
    cost = command("cost", _cost, "dollars for a million posts, by service")
    for name, what in _USAGE.items():
        default = Usage.defaults()[name]
        cost.add_argument(f"--{name}", type=_positive, default=default, help=f"{what} (default: {default:,})")
    return parser


def _post_id(text: str) -> str:
    post_id = text.upper()
    if not is_post_id(post_id):
        raise argparse.ArgumentTypeError("the id of a post is a ULID: 26 letters and digits")
    try:
        _ = ULID.from_str(post_id).datetime
    except ValueError:
        raise argparse.ArgumentTypeError("no post has this id: it begins with no time of ours") from None
    return post_id


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("must be a whole number above 0")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        if text[:-1].isdecimal() and text[-1] in _UNITS:
            return datetime.now(UTC) - timedelta(seconds=int(text[:-1]) * _UNITS[text[-1]])
        instant = datetime.fromisoformat(text)
    except (OverflowError, ValueError):
        raise argparse.ArgumentTypeError("an instant is 2026-03-01T09:30Z, or 30m, 2h, 3d ago") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _load(arguments: argparse.Namespace) -> Stack:
    return Stack.load(arguments.stack, arguments.outputs)


def _options(arguments: argparse.Namespace) -> str:
    """What finds the stack, for the commands that are told to go on with."""
    outputs = f" --outputs {shlex.quote(str(arguments.outputs))}" if arguments.outputs else ""
    return f"--stack {shlex.quote(arguments.stack)}{outputs}"


def _fields(one: "DataclassInstance") -> dict[str, object]:
    """Reads what a dataclass shows. `dataclasses.asdict` makes another counter of a counter, by its pairs."""
    return {field.name: getattr(one, field.name) for field in dataclasses.fields(one) if field.repr}


def _print_json(value: object) -> None:
    def write(one: object) -> object:
        if isinstance(one, datetime):
            return one.isoformat()
        if dataclasses.is_dataclass(one) and not isinstance(one, type):
            return _fields(one)
        return str(one)

    print(json.dumps(value, default=write, indent=2, ensure_ascii=False))


def _status(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    with _progress.status("asking queues, alarms and logs …"):
        health = check_health(stack, datetime.now(UTC))
    if arguments.json:
        _print_json({"is_good": health.is_good, **_fields(health)})
    else:
        _screen.print(health_screen(health, stack.name, _options(arguments)), soft_wrap=True)
    return 0 if health.is_good else 1


def _where(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    with _progress.status("reading tables, logs and dead letters …"):
        journey = find_journey(stack, arguments.post_id)
    if arguments.json:
        _print_json(journey)
    else:
        _screen.print(journey_screen(journey))
    return 0 if all(hop.state in {State.DONE, State.UNKNOWN} for hop in walk(journey.first)) else 1


def _redrive(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    results: list[Redriven] = []
    wanted = _find_dead_letters(stack, arguments.queue)
    try:
        for queue in wanted:
            found = redrive(stack, queue, arguments.limit, arguments.rate, dry=not arguments.yes)
            _go_through(arguments, queue, found, results, _print_redriven)
    finally:
        if arguments.json:
            _print_json(results)
        back = sum(result.target is not None for result in results)
        _say(arguments, f"{back:,} of {len(results):,} dead letters", "would go back", "went back")
        staying = [result.letter for result in results if not result.target and not result.is_for_now]
        if any(result.is_for_now for result in results):
            _hint(arguments, "what may go back later stays: mend the cause that is told, then do this again")
        for queue in dict.fromkeys(letter.queue for letter in staying):
            is_foreign = any(letter.kind is Kind.FOREIGN for letter in staying if letter.queue == queue)
            command = discard_command(queue, _options(arguments), is_foreign=is_foreign)
            _hint(arguments, f"for what stays: {command}")
    return 0 if back == len(results) else 1


def _find_dead_letters(stack: Stack, queue: str | None) -> list[str]:
    functions = stack.operations.dead_letters
    known = sources(stack)
    wanted = [
        name for name, source in known.items() if queue in (None, name, source, functions[name].function)
    ]
    if not wanted:
        raise StackError(
            f"There is no queue {queue}. There are: {', '.join(known)}."
            " The queue before one of these, or its function, names it, too."
        )
    return wanted


def _go_through(
    arguments: argparse.Namespace,
    queue: str,
    found: Generator[T],
    results: list[T],
    show: Callable[[T], None],
) -> None:
    """Collects what becomes of dead letters, and shows it to people as it happens."""
    try:
        with closing(found), _progress.status(f"{queue} …") as progress:
            for result in found:
                results.append(result)
                progress.update(f"{queue}: {len(results):,} …")
                if not arguments.json:
                    show(result)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Interrupted: the rest is where it was. The same command goes on.") from None


def _print_redriven(result: Redriven) -> None:
    fate = f"→ {result.target}" if result.target else f"stays: {result.stays}"
    _screen.print(letter_line(result.letter, fate), soft_wrap=True, markup=False)


def _discard(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    [queue] = _find_dead_letters(stack, arguments.queue)
    file = arguments.to or Path(f"{queue}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl")
    results: list[Discarded] = []
    try:
        found = discard(
            stack, queue, arguments.limit, file if arguments.yes else None, everything=arguments.all
        )
        _go_through(arguments, queue, found, results, _print_discarded)
    finally:
        gone = sum(not result.kept for result in results)
        is_written = arguments.yes and gone
        if arguments.json:
            _print_json({"file": file if is_written else None, "letters": results})
        did = f"were discarded, and are in {file}" if is_written else "were discarded"
        _say(arguments, f"{gone:,} of {len(results):,} dead letters", "would be discarded", did)
        if gone < len(results):
            _hint(arguments, "what can go back, or is not the blog's, stays; --all discards that, too")
    return 0 if gone == len(results) else 1


def _print_discarded(result: Discarded) -> None:
    why = f" ({result.reason})" if result.reason else ""
    fate = f"stays: {result.kept}" if result.kept else f"→ lost: {result.lost}{why}"
    _screen.print(letter_line(result.letter, fate), soft_wrap=True, markup=False)


def _undiscard(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    letters = read_discarded(stack, arguments.file)
    back: list[DeadLetter] = []
    try:
        for letter in undiscard(stack, letters) if arguments.yes else letters:
            back.append(letter)
            if not arguments.json:
                _screen.print(letter_line(letter), soft_wrap=True, markup=False)
    finally:
        if arguments.json:
            _print_json(back)
        _say(
            arguments, f"{len(back):,} of {len(letters):,} dead letters", "would be put back", "were put back"
        )
        if len(back) < len(letters):
            _hint(arguments, f"go on without the file's first {len(back):,} lines: they are back")
    return 0


def _announce(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    ids = list(arguments.post_ids)
    if not ids and not arguments.stuck:
        raise StackError("Which posts? Name them, or say --stuck.")
    if arguments.stuck:
        until = datetime.now(UTC) - STUCK_AFTER
        if arguments.since > until:
            raise StackError(
                f"A post is stuck only after {_STUCK_MINUTES} minutes: --since must be longer ago."
            )
        with _progress.status("looking for posts without entities …"):
            ids += [post.id for post in find_stuck(stack, arguments.since, until)]
    missing = []
    with _progress.status("announcing …") as progress:
        for number, post_id in enumerate(ids, 1):
            if not (announce(stack, post_id) if arguments.yes else exists(stack, post_id)):
                missing.append(post_id)
            progress.update(f"announcing: {number:,} of {len(ids):,} …")
    if arguments.json:
        _print_json({"posts": ids, "missing": missing})
    else:
        for post_id in ids:
            _screen.print(f"{post_id}{' is not there' if post_id in missing else ''}")
    _say(
        arguments,
        f"{len(ids) - len(missing):,} of {len(ids):,} posts",
        "would be announced again",
        "were announced again",
    )
    return 1 if missing else 0


def _replay(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    rules = stack.operations.rules
    rule = next((name for name, on_aws in rules.items() if arguments.rule in {name, on_aws}), None)
    if rule is None:
        raise StackError(f"There is no rule {arguments.rule}. There are: {', '.join(rules)}.")
    if arguments.since >= arguments.until:
        raise StackError("--since must be before --until.")
    replay = plan_replay(stack, rule, arguments.since, arguments.until)
    state, reason = "PLANNED", ""
    if arguments.yes:
        start_replay(stack, replay)
        with _progress.status(f"replay {replay.name} …") as progress:
            while (state := (progressed := replay_state(stack, replay))[0]) in {"STARTING", "RUNNING"}:
                progress.update(f"replay {replay.name}: {state} (Ctrl-C does not stop it) …")
                time.sleep(_GLANCE_SECONDS)
            reason = progressed[1]
    if arguments.json:
        _print_json({"replay": replay, "state": state, "reason": reason})
    _say(
        arguments,
        f"what was announced from {replay.since:%Y-%m-%d %H:%M} to {replay.until:%Y-%m-%d %H:%M} UTC",
        f"would go to {rule} again",
        f"went to {rule} again: {state} {reason}".rstrip(),
    )
    return 0 if state in {"PLANNED", "COMPLETED"} else 1


def _cost(arguments: argparse.Namespace) -> int:
    usage = Usage(**{name: getattr(arguments, name) for name in Usage.defaults()})
    costs = estimate(usage, arguments.stack)
    if arguments.json:
        _print_json(costs)
    else:
        _screen.print(cost_screen(costs))
    return 0


def _hint(arguments: argparse.Namespace, text: str) -> None:
    """Says what to type next."""
    if not arguments.json:
        _screen.print(f"  → {text}", soft_wrap=True)


def _say(arguments: argparse.Namespace, what: str, would: str, did: str) -> None:
    """Says what was done, or would be."""
    if not arguments.json:
        text = f"{what} {did}." if arguments.yes else f"{what} {would}. Nothing was done: --yes does it."
        _screen.print(text, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
