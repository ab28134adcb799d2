"""What a program may ask of the account it is deployed into (Pulumi calls it an invoke)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulated_aws.deployment.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from emulated_aws.deployment.account import Account


def invoke(account: Account, token: str, arguments: Mapping[str, Any]) -> dict[str, str]:
    """Answers a data source.

    Raises:
        UnsupportedError: There is none of this name, or it is asked for something other than itself.
    """
    if token not in DATA_SOURCES:
        raise UnsupportedError(f"data source {token}")
    if arguments:
        raise UnsupportedError(f"data source {token}, argument {', '.join(arguments)}")
    return DATA_SOURCES[token](account)


def _caller_identity(account: Account) -> dict[str, str]:
    caller = account.call("sts", "GetCallerIdentity")
    return {
        "id": caller["Account"],
        "accountId": caller["Account"],
        "arn": caller["Arn"],
        "userId": caller["UserId"],
    }


def _partition(_: Account) -> dict[str, str]:
    return {
        "id": "aws",
        "partition": "aws",
        "dnsSuffix": "amazonaws.com",
        "reverseDnsPrefix": "com.amazonaws",
    }


def _region(account: Account) -> dict[str, str]:
    return {
        "id": account.region,
        "name": account.region,
        "region": account.region,
        "description": account.region,
        "endpoint": account.endpoint,
    }


DATA_SOURCES: dict[str, Callable[[Account], dict[str, str]]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getRegion:getRegion": _region,
}
