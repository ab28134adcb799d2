"""An entry of the table of data sources in `services/`: how a program's question is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulated_aws.deployment.errors import UnsupportedError
from emulated_aws.deployment.resource_type import Created, Output, Properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from emulated_aws.deployment.account import Account


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """Answers to one function of Pulumi's provider that reads something."""

    outputs: Mapping[str, Output]
    """The outputs besides the inputs. A program reads None of any other output."""
    service: str = ""
    """boto3's name of the service. Default: nothing is called."""
    read: str = ""
    """The API's name of the reading operation."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Paths of inputs, to their members in the request (see `build_request`)."""

    def answer(self, account: Account, given: Properties) -> dict[str, Any]:
        """Reads what a program asks for.

        Args:
            account: Where.
            given: The inputs that the program gives.

        Raises:
            UnsupportedError: An input has no place in the request, or names another region.
            botocore.exceptions.ClientError: The service refuses, for example because there is no such thing.
        """
        inputs = dict(given)
        if inputs.pop("region", account.region) != account.region:
            raise UnsupportedError(f"property region: only {account.region}, the stack's")
        if inputs and not self.read:
            raise UnsupportedError(f"property {', '.join(inputs)}")
        response = account.call(self.service, self.read, inputs, self.renames) if self.read else {}
        found = Created(account, inputs, response)
        return {
            "region": account.region,
            **inputs,
            **{key: output(found) for key, output in self.outputs.items()},
        }
