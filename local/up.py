"""`make up`: a deployed local stack that stays up, for people who want to try it."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.markup import escape

from emulated_aws.emulator import EmulatorError
from emulated_aws.mails import open_mailbox
from emulated_aws.server.mailbox import Mail
from local.bus_events import listen
from local.demo_user import EMAIL, PASSWORD
from local.stack import LocalStack, local_stack
from local.steps import Steps
from ops.plain import plain

OUTPUTS = Path(".local", "outputs.json")
TOKEN = Path(".local", "token")

_TRY_IT = """\
Open {site_url} and sign in as {email} with the password {password}. Or:
  curl -i {api_url}/posts -H "authorization: Bearer $(cat {token})" -H 'content-type: application/json' \\
    -d '{{"author": "Joe", "title": "My trip", "body": "Hi, I am Joe and I love Spain", "topic": "summer"}}'
"""


def stay_up(port: int) -> None:
    """Deploys to a local AWS and follows its events and emails until Ctrl-C.

    Args:
        port: The port on 127.0.0.1 that the local AWS listens on; 0 takes a free one.

    Raises:
        EmulatorError: The local AWS did not start, for example because the port is taken, or it stopped
            by itself.
    """
    steps = Steps()
    with local_stack(port, steps) as stack, _written(stack):
        console = steps.console
        texts = {name: value for name, value in stack.outputs.items() if isinstance(value, str)}
        for name, value in texts.items():
            console.print(f"  [bold]{name}[/]  {escape(value)}", soft_wrap=True)
        console.print(f"  (also in {OUTPUTS}, and a token in {TOKEN})")
        console.print(
            f"  (what the local AWS and its functions log: {stack.emulator.log_path})\n", soft_wrap=True
        )
        try_it = _TRY_IT.format(
            site_url=stack.outputs["siteUrl"],
            api_url=stack.outputs["apiUrl"],
            email=EMAIL,
            password=PASSWORD,
            token=TOKEN,
        )
        console.print(escape(try_it), soft_wrap=True)
        console.print("Events and emails, as they happen; Ctrl-C stops everything:")
        followers = [
            threading.Thread(target=follow, args=(stack, console), daemon=True)
            for follow in (_follow_events, _follow_mails)
        ]
        for follower in followers:
            follower.start()
        with suppress(KeyboardInterrupt):
            for follower in followers:
                follower.join()
            raise EmulatorError("The local AWS stopped by itself.")
    console.print("Stopped.")


@contextmanager
def _written(stack: LocalStack) -> Iterator[None]:
    """Keeps the stack's outputs and the token in files for as long as they are good.

    Another `make up` that is running has its own there again afterwards.
    """
    files = {OUTPUTS: json.dumps(stack.outputs, indent=2) + "\n", TOKEN: stack.token}
    before = {file: file.read_text("utf-8") for file in files if file.is_file()}
    OUTPUTS.parent.mkdir(exist_ok=True)
    for file, text in files.items():
        file.touch(mode=0o600)
        file.write_text(text, "utf-8")
    try:
        yield
    finally:
        others = before if _is_up(before.get(OUTPUTS, "")) else {}
        for file, text in files.items():
            if (
                file.is_file() and file.read_text("utf-8") == text
            ):  # else another `make up` has written its own
                if file in others:
                    file.write_text(others[file], "utf-8")
                else:
                    file.unlink()


def _is_up(outputs: str) -> bool:
    """Tells whether the stack that has these outputs still answers."""
    try:
        httpx.get(json.loads(outputs)["apiUrl"], trust_env=False)
    except (ValueError, KeyError, TypeError, httpx.HTTPError, httpx.InvalidURL):
        return False
    return True


def _follow_events(stack: LocalStack, console: Console) -> None:
    with suppress(BotoCoreError, ClientError):  # the local AWS stopped
        for event in listen(stack.emulator, stack.outputs["eventBusName"]):
            show_event(event, console)


def _follow_mails(stack: LocalStack, console: Console) -> None:
    with suppress(httpx.HTTPError), open_mailbox(stack.emulator.endpoint) as mails:  # the local AWS stopped
        for mail in mails:
            show_mail(mail, console)


def show_event(event: Mapping[str, object], console: Console) -> None:
    """Shows an event of any shape: whoever may can put events on the bus."""
    name, detail = str(event.get("detail-type")), json.dumps(event.get("detail"), ensure_ascii=False)
    console.print(f"[cyan]event[/] {escape(plain(name))}  [dim]{escape(plain(detail))}[/]", soft_wrap=True)


def show_mail(mail: Mail, console: Console) -> None:
    """Shows an email."""
    to, subject = escape(plain(mail["to"])), escape(plain(mail["subject"]))
    console.print(f"[magenta]email[/] to {to}: {subject}", soft_wrap=True)
    body = "\n".join(map(plain, mail["body"].split("\n")))
    console.print(escape(body), style="dim", soft_wrap=True)
