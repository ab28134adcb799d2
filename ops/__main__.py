"""`python -m ops`: what operators of a deployed stack look at and do. `--help` says more."""

from emulated_aws.command import begin_command

if __name__ == "__main__":
    begin_command()

import argparse
import shlex
import sys
import time
from collections.abc import Callable, Generator, Sized
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from ops.announcement import announce, exists, find_stuck
from ops.arguments import STUCK_MINUTES, Command, make_parser
from ops.cost import Usage, estimate
from ops.dead_letters import DeadLetter, Kind, sources
from ops.discard import Discarded, discard
from ops.health import STUCK_AFTER, check_health
from ops.journey import State, find_journey, walk
from ops.output import fields_of, hint, print_json, progress, say, screen, tell_error
from ops.redrive import Redriven, redrive
from ops.replay import plan_replay, replay_state, start_replay
from ops.screens import cost_screen, discard_command, health_screen, journey_screen, letter_line
from ops.stack import Stack, StackError
from ops.undiscard import read_discarded, undiscard

T = TypeVar("T")

_GLANCE_SECONDS = 2  # EventBridge tells nobody when a replay is over


def main() -> int:
    """Runs a command and returns its exit code."""
    arguments = make_parser(_COMMANDS).parse_args()
    try:
        code: int = arguments.command(arguments)
    except StackError as error:
        return tell_error("stack", error, as_json=arguments.json)
    except (BotoCoreError, ClientError) as error:
        return tell_error("aws", error, as_json=arguments.json)
    except OSError as error:
        return tell_error("system", error, as_json=arguments.json)
    except KeyboardInterrupt as interruption:
        tell_error("interrupted", str(interruption) or "Interrupted.", as_json=arguments.json)
        return 130  # as shells report a command that Ctrl-C ended
    return code


def _load(arguments: argparse.Namespace) -> Stack:
    return Stack.load(arguments.stack, arguments.outputs)


def _options(arguments: argparse.Namespace) -> str:
    """What finds the stack, for the commands that are told to go on with."""
    outputs = f" --outputs {shlex.quote(str(arguments.outputs))}" if arguments.outputs else ""
    return f"--stack {shlex.quote(arguments.stack)}{outputs}"


def _status(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    with progress.status("asking queues, alarms and logs …"):
        health = check_health(stack, datetime.now(UTC))
    if arguments.json:
        print_json({"is_good": health.is_good, **fields_of(health)})
    else:
        screen.print(health_screen(health, stack.name, _options(arguments)), soft_wrap=True)
    return 0 if health.is_good else 1


def _where(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    with progress.status("reading tables, logs and dead letters …"):
        journey = find_journey(stack, arguments.post_id)
    if arguments.json:
        print_json(journey)
    else:
        screen.print(journey_screen(journey))
    return 0 if all(hop.state in {State.DONE, State.UNKNOWN} for hop in walk(journey.first)) else 1


def _say_of_letters(arguments: argparse.Namespace, number: int, found: Sized, would: str, did: str) -> None:
    if found:
        say(arguments, f"{number:,} of {len(found):,} dead letters", would, did)


def _say_if_none(arguments: argparse.Namespace, found: Sized) -> None:
    if not found and not arguments.json:
        screen.print("There are no dead letters.")


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
            print_json(results)
        back = sum(result.target is not None for result in results)
        _say_of_letters(arguments, back, results, "would go back", "went back")
        staying = [result.letter for result in results if not result.target and not result.is_for_now]
        if any(result.is_for_now for result in results):
            hint(arguments, "what may go back later stays: mend the cause that is told, then do this again")
        for queue in dict.fromkeys(letter.queue for letter in staying):
            is_foreign = any(letter.kind is Kind.FOREIGN for letter in staying if letter.queue == queue)
            command = discard_command(queue, _options(arguments), is_foreign=is_foreign)
            hint(arguments, f"for what stays: {command}")
    _say_if_none(arguments, results)
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
        with closing(found), progress.status(f"{queue} …") as status:
            for result in found:
                results.append(result)
                status.update(f"{queue}: {len(results):,} …")
                if not arguments.json:
                    show(result)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Interrupted: the rest is where it was. The same command goes on.") from None


def _print_redriven(result: Redriven) -> None:
    fate = f"→ {result.target}" if result.target else f"stays: {result.stays}"
    screen.print(letter_line(result.letter, fate), soft_wrap=True, markup=False)


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
            print_json({"file": file if is_written else None, "letters": results})
        did = f"were discarded, and are in {file}" if is_written else "were discarded"
        _say_of_letters(arguments, gone, results, "would be discarded", did)
        if gone < len(results):
            hint(arguments, "what can go back, or is not the blog's, stays; --all discards that, too")
    _say_if_none(arguments, results)
    return 0 if gone == len(results) else 1


def _print_discarded(result: Discarded) -> None:
    why = f" ({result.reason})" if result.reason else ""
    fate = f"stays: {result.kept}" if result.kept else f"→ lost: {result.lost}{why}"
    screen.print(letter_line(result.letter, fate), soft_wrap=True, markup=False)


def _undiscard(arguments: argparse.Namespace) -> int:
    stack = _load(arguments)
    letters = read_discarded(stack, arguments.file)
    back: list[DeadLetter] = []
    try:
        for letter in undiscard(stack, letters) if arguments.yes else letters:
            back.append(letter)
            if not arguments.json:
                screen.print(letter_line(letter), soft_wrap=True, markup=False)
    finally:
        if arguments.json:
            print_json(back)
        _say_of_letters(arguments, len(back), letters, "would be put back", "were put back")
        if len(back) < len(letters):
            hint(arguments, f"go on without the first {len(back):,} letters of the file: they are back")
    _say_if_none(arguments, letters)
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
                f"A post is stuck only after {STUCK_MINUTES} minutes: --since must be longer ago."
            )
        with progress.status("looking for posts without entities …"):
            ids += [post.id for post in find_stuck(stack, arguments.since, until)]
    missing = []
    with progress.status("announcing …") as status:
        for number, post_id in enumerate(ids, 1):
            if not (announce(stack, post_id) if arguments.yes else exists(stack, post_id)):
                missing.append(post_id)
            status.update(f"announcing: {number:,} of {len(ids):,} …")
    if arguments.json:
        print_json({"posts": ids, "missing": missing})
    else:
        for post_id in ids:
            screen.print(f"{post_id}{' is not there' if post_id in missing else ''}")
    say(
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
        with progress.status(f"replay {replay.name} …") as status:
            while (state := (progressed := replay_state(stack, replay))[0]) in {"STARTING", "RUNNING"}:
                status.update(f"replay {replay.name}: {state} (Ctrl-C does not stop it) …")
                time.sleep(_GLANCE_SECONDS)
            reason = progressed[1]
    if arguments.json:
        print_json({"replay": replay, "state": state, "reason": reason})
    say(
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
        print_json(costs)
    else:
        screen.print(cost_screen(costs))
    return 0


_COMMANDS: dict[str, Command] = {
    "status": _status,
    "where": _where,
    "redrive": _redrive,
    "discard": _discard,
    "undiscard": _undiscard,
    "announce": _announce,
    "replay": _replay,
    "cost": _cost,
}

if __name__ == "__main__":
    sys.exit(main())
