"""Permissions of statements in PartiQL.

On AWS each statement of `BatchExecuteStatement` is authorized by what it does, on its own table:
`dynamodb:PartiQLInsert`, `PartiQLUpdate`, `PartiQLDelete` or `PartiQLSelect`. MiniStack looks for a
permission by the operation's name, which AWS does not have.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html

A batch is refused as a whole here if one of its statements is not allowed.

Delete when MiniStack asks for these permissions.
"""

import json
from contextlib import suppress

from ministack.core import iam_actions
from ministack.services import dynamodb

_ACTIONS = {
    "INSERT": "dynamodb:PartiQLInsert",
    "UPDATE": "dynamodb:PartiQLUpdate",
    "DELETE": "dynamodb:PartiQLDelete",
    "SELECT": "dynamodb:PartiQLSelect",
}


def install() -> None:
    """Has the statements of a batch checked as MiniStack checks the items of a transaction."""
    check_transaction = iam_actions.dynamodb_transaction_checks

    def check(action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
        if action != "dynamodb:BatchExecuteStatement":
            checks: list[tuple[str, str]] = check_transaction(action, body, region, account)
            return checks
        return _statement_checks(body, region, account)

    iam_actions.dynamodb_transaction_checks = check


def _statement_checks(body: bytes, region: str, account: str) -> list[tuple[str, str]]:
    """Finds the action of each statement, and the ARN of its table."""
    checks = []
    for statement in json.loads(body)["Statements"]:
        with suppress(ValueError):  # what is no statement does nothing, and says so later
            parsed = dynamodb._parse_partiql(statement["Statement"], statement.get("Parameters"))
            table = f"arn:aws:dynamodb:{region}:{account}:table/{parsed['table']}"
            checks.append((_ACTIONS[parsed["op"]], table))
    return checks
