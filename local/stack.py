"""Stack `local`: the emulated AWS with the project's own program deployed to it."""

import itertools
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from emulated_aws.deployment import deploy, stack_region
from emulated_aws.emulator import Emulator
from local.demo_user import EMAIL, create_demo_user
from local.steps import Steps

ROOT = Path(__file__).parents[1]
LOG = Path(".local", "aws.log")
"""Where the log of the local AWS is kept when something failed."""


@dataclass(frozen=True)
class LocalStack:
    """A deployed stack.

    Attributes:
        emulator: The AWS that it is deployed to.
        outputs: What the program exports, such as `apiUrl`.
        token: A bearer token of the demo user (`local.demo_user`). It is good for an hour.
    """

    emulator: Emulator
    outputs: dict[str, Any]
    token: str


def program_name(physical_name: str) -> str:
    """Finds out what a resource is called in the program, by its name on the local AWS: see Pulumi.yaml."""
    return physical_name.removeprefix("local-").rpartition("-")[0]


def sign_up(emulator: Emulator, outputs: dict[str, Any], email: str) -> str:
    """Makes a user of a deployed stack, whose email address is verified. Returns a bearer token.

    Args:
        emulator: The AWS that the stack is deployed to.
        outputs: What the program exports.
        email: The user's address, unique in the stack.
    """
    user_pool_id = outputs["issuer"].rpartition("/")[2]
    return create_demo_user(emulator, user_pool_id, outputs["audience"], email)


@contextmanager
def local_stack(port: int, steps: Steps, config: Mapping[str, str] | None = None) -> Iterator[LocalStack]:
    """Starts the emulated AWS, deploys stack `local`, and stops all of it at the end of the block.

    An error in the block, or in the deployment, gets a note that says where the log is.

    Args:
        port: A port on 127.0.0.1; 0 takes a free one.
        steps: Told of the progress.
        config: Settings, by their whole keys, in place of what `Pulumi.local.yaml` says. Default: none.

    Raises:
        EmulatorError: It did not start, for example because the port is taken.
        DeploymentError: A resource could not be created.
        UnsupportedError: The program asks for what the local deployment does not know.
        pulumi.RunError: The program says that something is wrong, for example with a setting.
    """
    with ExitStack() as running:
        with steps.step("local AWS started, IAM enforced"):
            emulator = running.enter_context(Emulator(port, stack_region(ROOT, "local")))
        running.enter_context(_log_kept_on_failure(emulator))
        threading.Thread(target=_warm_up, args=(emulator,), daemon=True).start()
        count = itertools.count(1)
        with steps.step("stack `local` deployed from __main__.py") as step:
            outputs = deploy(
                ROOT,
                "local",
                emulator.endpoint,
                lambda _type, name, _seconds: step.progress(f"{next(count)} resources, {name}"),
                config,
            )
        exports = {name: output.value for name, output in outputs.items()}
        with steps.step(f"{EMAIL} signed in"):
            token = sign_up(emulator, exports, EMAIL)
        yield LocalStack(emulator, exports, token)


def _warm_up(emulator: Emulator) -> None:
    """Makes Comprehend load its model, which takes a second or two, while the stack is deployed."""
    with suppress(BotoCoreError, ClientError):  # the local AWS was stopped meanwhile
        emulator.client("comprehend").detect_entities(Text="Joe", LanguageCode="en")


@contextmanager
def _log_kept_on_failure(emulator: Emulator) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        LOG.parent.mkdir(exist_ok=True)
        shutil.copyfile(emulator.log_path, LOG)
        error.add_note(f"What the local AWS and its functions logged is in {LOG}.")
        raise
