"""Arguments of the commands, and what `--help` says of them."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from ulid import ULID

from functions.domain.post import is_post_id
from ops.cost import Usage
from ops.health import STUCK_AFTER
from ops.output import tell_error
from ops.stack import LOCAL

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

# Of each post.
_USAGE = {
    "body": "characters",
    "subscribers": "people who get an email about it",
    "connections": "WebSocket connections that are told of it",
    "reads": "requests that read it, or a list",
}

STUCK_MINUTES = STUCK_AFTER // timedelta(minutes=1)
"""How old a post is that counts as stuck."""

_UNITS = {"m": 60, "h": 3600, "d": 86400}

Command = Callable[[argparse.Namespace], int]
"""Does what its arguments say, and returns the exit code."""


class _Parser(argparse.ArgumentParser):
    """A parser that tells machines, too, what is wrong with their arguments."""

    def error(self, message: str) -> NoReturn:
        if _JSON in sys.argv:
            sys.exit(tell_error("usage", message, as_json=True))
        super().error(message)


def make_parser(run: Mapping[str, Command]) -> argparse.ArgumentParser:
    """Makes the parser. What it parses has the command, as `command`.

    Args:
        run: The commands, by their names.
    """
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

    def command(name: str, summary: str, parent: _Parser = deployed) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[parent], help=summary, description=summary)
        added.set_defaults(command=run[name])
        return added

    command("status", "is it healthy? queues, dead letters and why, stream, alarms, stuck posts")
    where = command("where", "the journey of one post, or where it waits or died")
    where.add_argument("post_id", type=_post_id, metavar="POST_ID")
    back = command("redrive", "send dead letters back to where they came from")
    back.add_argument(
        "queue", nargs="?", help="a queue, its dead-letter queue, or its function (default: all)"
    )
    back.add_argument("--rate", type=_positive, default=10, help="at most how many a second (default: 10)")
    away = command("discard", "take dead letters that cannot go back out of their queue")
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
    undo = command("undiscard", "put what `discard` wrote to a file back into its queue")
    undo.add_argument("file", type=Path, metavar="FILE", help="all of it, or the lines that are meant")
    again = command("announce", "announce posts again, from the table")
    again.add_argument("post_ids", nargs="*", type=_post_id, metavar="POST_ID")
    again.add_argument(
        "--stuck", action="store_true", help=f"all without entities after {STUCK_MINUTES} minutes"
    )
    again.add_argument(
        "--since", type=_instant, default="7d", help="of these, from then on (default: 7d ago)"
    )
    replay = command("replay", "replay what was announced to one rule")
    replay.add_argument(
        "--rule", required=True, help="what the program calls the rule: `status --json` has all"
    )
    replay.add_argument("--since", type=_instant, required=True, help="2026-03-01T09:30Z, or 2h ago as `2h`")
    replay.add_argument("--until", type=_instant, default="0m", help="the same (default: now)")
    for changing in (back, away, undo, again, replay):
        changing.add_argument("--yes", action="store_true", help="do it; without, it is only said")
    cost = command("cost", "dollars for a million posts, by service", shared)
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
