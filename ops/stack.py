"""Deployed stack, as its operators see it: what it is made of, and clients of the AWS that it is on."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import boto3
from botocore.client import BaseClient
from botocore.config import Config
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from emulated_aws.emulator import ROOT_KEY
from emulated_aws.isolated_session import isolated_session
from functions.domain.tables import Table as Definition

LOCAL = "local"
"""The name of the stack that `make up` deploys."""

_ROOT = Path(__file__).parents[1]
_LOCAL_OUTPUTS = _ROOT / ".local" / "outputs.json"


class StackError(Exception):
    """There is no such stack, or no such thing in it. It says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class Function(_Part):
    """A Lambda function.

    Attributes:
        name: Its name.
        log_group: The name of its log group.
        handler: Where its code begins: what it is.
    """

    name: str
    log_group: str
    handler: str


class Queue(_Part):
    """A queue that a function reads.

    Attributes:
        url: Its URL.
        arn: Its ARN.
        dead_letters: What the program calls its dead-letter queue.
    """

    url: str
    arn: str
    dead_letters: str


class DeadLetterQueue(_Part):
    """A dead-letter queue.

    Attributes:
        url: Its URL.
        arn: Its ARN.
        function: What the program calls the function that gave up what is in it, if one did.
    """

    url: str
    arn: str
    function: str | None = None


class Table(_Part):
    """A table.

    Attributes:
        name: Its name.
        definition: What it keeps, by its name in `functions.domain.tables`.
    """

    name: str
    definition: str


class Operations(_Part):
    """What the program exports for operators. The keys are what the program calls a resource.

    What one is, it says itself: nothing is found by its name.
    """

    functions: Mapping[str, Function]
    queues: Mapping[str, Queue]
    dead_letters: Mapping[str, DeadLetterQueue]
    tables: Mapping[str, Table]
    bus: str
    rules: Mapping[str, str]
    archive: str | None
    alarms: tuple[str, ...]

    def function(self, handler: str) -> str:
        """Finds what the program calls the function that runs a handler.

        Raises:
            StackError: There is none.
        """
        for name, function in self.functions.items():
            if function.handler == handler:
                return name
        raise StackError(f"No function of this stack runs {handler}.")

    def table(self, definition: Definition) -> str:
        """Finds what AWS calls a table.

        Raises:
            StackError: There is none.
        """
        for table in self.tables.values():
            if table.definition == definition.name:
                return table.name
        raise StackError(f"This stack has no table of {definition.name}.")


class Stack:
    """A stack.

    Attributes:
        name: The stack's name.
        operations: What it is made of.
    """

    def __init__(self, name: str, outputs: Mapping[str, Any], session: boto3.Session | None = None) -> None:
        """Takes what the program exported.

        Args:
            name: The stack's name.
            outputs: The stack's outputs.
            session: Whose credentials are used. By default those of the environment, or of a profile
                (`AWS_PROFILE`); on the emulated AWS, those of its root user, and no settings of the machine.

        Raises:
            StackError: The outputs lack what operators need.
        """
        try:
            self.operations = Operations.model_validate(outputs["operations"])
            api = urlsplit(outputs["apiUrl"])
        except (KeyError, TypeError, ValidationError) as error:
            raise StackError(
                f"Stack {name} exports no `operations` that this version reads: deploy it anew."
            ) from error
        self.name = name
        self._is_local = api.hostname == "127.0.0.1"
        self._session = session or (_root_session() if self._is_local else boto3.Session())
        # arn:aws:sqs:eu-west-1:123456789012:…
        some_arn = next(iter(self.operations.queues.values())).arn
        _, self._partition, _, self._region, self._account, _ = some_arn.split(":")
        self._endpoint = f"{api.scheme}://{api.netloc}" if self._is_local else None
        self._clients: dict[str, BaseClient] = {}

    @classmethod
    def load(cls, name: str, outputs_file: Path | None = None) -> Self:
        """Finds a stack.

        Args:
            name: `local`, or a stack that the Pulumi CLI knows.
            outputs_file: What `pulumi stack output --json` printed, where there is no CLI.

        Raises:
            StackError: There is no such stack.
        """
        if outputs_file is None and name != LOCAL:
            return cls(name, _ask_pulumi(name))
        file = outputs_file or _LOCAL_OUTPUTS
        try:
            outputs = json.loads(file.read_bytes())  # UTF-8 or UTF-16, as shells write it
        except FileNotFoundError as error:
            remedy = "`make up` runs one" if outputs_file is None else f"there is no {file}"
            raise StackError(f"No stack {name} is there: {remedy}.") from error
        except ValueError as error:
            raise StackError(f"{file} is no JSON, as `pulumi stack output --json` prints it.") from error
        return cls(name, outputs)

    def arn(self, service: str, resource: str) -> str:
        """Makes the ARN of a resource of the stack's account and region."""
        return f"arn:{self._partition}:{service}:{self._region}:{self._account}:{resource}"

    if TYPE_CHECKING:

        @property
        def client(self) -> Any:  # noqa: ANN401 - replaced below by boto3's signature
            """Makes a client."""

    else:

        def client(self, service: str) -> BaseClient:
            """Returns the client of a service, of which there is one."""
            if service not in self._clients:
                config = Config(proxies={}) if self._is_local else None
                self._clients[service] = self._session.client(
                    service, region_name=self._region, endpoint_url=self._endpoint, config=config
                )
            return self._clients[service]


def _root_session() -> boto3.Session:
    return boto3.Session(ROOT_KEY, ROOT_KEY, botocore_session=isolated_session())


def _ask_pulumi(name: str) -> dict[str, Any]:
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise StackError(
            "The Pulumi CLI is not there. Where it is, run `pulumi stack output --json --stack"
            f" {name} > outputs.json`, and come back with --outputs outputs.json."
        )
    command = [pulumi, "stack", "output", "--json", "--stack", name]
    answer = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)  # noqa: S603 - no shell
    if answer.returncode:
        raise StackError(f"`{' '.join(command[1:])}`: {answer.stderr.decode(errors='replace').strip()}")
    outputs: dict[str, Any] = json.loads(answer.stdout)
    return outputs
