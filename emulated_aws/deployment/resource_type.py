"""An entry of the table in `services/`: how resources of one type are created, and their outputs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulated_aws.deployment.errors import DeploymentError, RefusedError, UnsupportedError

if TYPE_CHECKING:
    from emulated_aws.deployment.account import Account

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Created:
    """What there is to tell a resource's outputs from."""

    account: Account
    inputs: Properties
    response: Properties


Output = Callable[[Created], object]


def response(*path: str) -> Output:
    """An output that the creating call answers, by the names of its members; None when it is not there."""

    def read(created: Created) -> object:
        value: object = created.response
        for member in path:
            value = value.get(member) if isinstance(value, Mapping) else None
        return value

    return read


def template(text: str) -> Output:
    """An output made of {region}, {account}, {host}, the inputs and the response's members."""

    def fill(created: Created) -> str:
        account = created.account
        place = {"region": account.region, "account": account.id, "host": account.host}
        return text.format_map({**place, **created.inputs, **created.response})

    return fill


@dataclass(frozen=True)
class FollowUp:
    """A second call, for an input that the creating call does not take."""

    operation: str
    renames: Mapping[str, str]
    """Every input that the call takes, and its member in the request."""


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """How to create the resources of one Pulumi type.

    Inputs find their members in the request by name; an entry says only what differs.
    """

    service: str
    """boto3's name of the service."""
    create: str
    """The API's name of the creating operation."""
    id: Output
    """The provider's id of a resource."""
    auto_named: str | None = None
    """The input that the provider makes up from the resource's name. Default: none."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """Inputs that AWS limits by rules which its model does not have, with a regular expression for each."""
    defaults: Properties = field(default_factory=dict)
    """Inputs that the provider adds where the program gives none."""
    documents: tuple[str, ...] = ()
    """Inputs that are JSON: a program may give a dict, AWS and the outputs have the text."""
    arrange: Callable[[Properties], Properties] | None = None
    """Rearranges inputs whose structure, not only their name, differs from the request's."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Paths of inputs, to their members in the request (see `build_request`)."""
    follow_ups: Mapping[str, FollowUp] = field(default_factory=dict)
    """The calls after the creating one, each by the input that asks for it."""
    located: bool = False
    """Whether the call wants to be told its region, as `region`, unless that is us-east-1: S3's way."""
    lost: tuple[str, ...] = ()
    """Inputs that the emulator takes and forgets. A program that gives one is refused."""
    not_sent: tuple[str, ...] = ()
    """Inputs that tell Pulumi's provider how to update or delete: nothing a creation could honour."""
    outputs: Mapping[str, Output] = field(default_factory=dict)
    """What the resource tells besides its inputs. Whoever reads any other output is refused."""

    def make(self, account: Account, automatic_name: str, given: Properties) -> tuple[str, dict[str, Any]]:
        """Creates a resource.

        Args:
            account: Where.
            automatic_name: Its name on AWS, unless the program gives one.
            given: The inputs that the program gives.

        Returns:
            Its id, and the outputs that are not just given inputs: Pulumi's SDK knows those.

        Raises:
            UnsupportedError: An input, or its value, has no place in the request.
            RefusedError: AWS would refuse a value.
            botocore.exceptions.ClientError: The service refuses.
        """
        added = {key: value for key, value in self.defaults.items() if key not in given}
        if self.auto_named and self.auto_named not in given:
            added[self.auto_named] = automatic_name
        for document in self.documents:
            if isinstance(given.get(document), Mapping):
                added[document] = json.dumps(given[document], sort_keys=True)
        inputs = {**given, **added}
        if lost := [name for name in self.lost if name in inputs]:
            raise UnsupportedError(f"property {', '.join(lost)}")
        if inputs.pop("region", account.region) != account.region:
            raise UnsupportedError(f"property region: only {account.region}, the stack's")
        if broken := [
            f"{name}: {inputs[name]!r} does not match {limit}"
            for name, limit in self.limits.items()
            if name in inputs and not re.fullmatch(limit, str(inputs[name]))
        ]:
            raise RefusedError(broken)

        created = Created(account, inputs, self._create(account, inputs))
        for asking, follow_up in self.follow_ups.items():
            if asking in inputs:
                taken = {key: inputs[key] for key in inputs if key in follow_up.renames}
                account.call(self.service, follow_up.operation, taken, follow_up.renames)

        # The SDK ignores an output that the type does not declare.
        told = {"region": account.region, "tagsAll": inputs.get("tags", {})}
        told |= {key: output(created) for key, output in self.outputs.items()}
        return str(self.id(created)), {**added, **told}

    def _create(self, account: Account, inputs: Properties) -> Properties:
        elsewhere = {*self.not_sent, *self.follow_ups}
        sent = {key: value for key, value in inputs.items() if key not in elsewhere}
        if self.arrange:
            sent = dict(self.arrange(sent))
        if self.located and account.region != "us-east-1":
            sent["region"] = account.region
        answer = account.call(self.service, self.create, sent, self.renames)
        if answer.get("FailedEntryCount"):  # batch operations answer 200 and list their failures
            raise DeploymentError(f"{self.create}: {answer['FailedEntries']}")
        return answer
