"""A batch of PartiQL needs the permission of each of its statements, on its own table."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from emulated_aws.emulator import REGION, Emulator

INSERT = "INSERT INTO \"{}\" VALUE {{'id': '{}'}}"
UPDATE = "UPDATE \"{}\" SET seen = 1 WHERE id = '{}'"


@pytest.fixture
def tables(emulator: Emulator, name: str) -> list[str]:
    made = [f"{name}-one", f"{name}-other"]
    for table in made:
        emulator.client("dynamodb").create_table(
            TableName=table,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    return made


@pytest.fixture
def execute(emulator: Emulator, name: str) -> Iterator[Callable[..., list[Any]]]:
    """Executes a batch as somebody who may do so much on one table."""
    iam = emulator.client("iam")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]

    def run(actions: list[str], *statements: str) -> list[Any]:
        statement = {
            "Effect": "Allow",
            "Action": [f"dynamodb:{action}" for action in actions],
            "Resource": f"arn:aws:dynamodb:*:*:table/{name}-one",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName=name, PolicyName="batch", PolicyDocument=policy)
        dynamodb = boto3.client(
            "dynamodb",
            region_name=REGION,
            endpoint_url=emulator.endpoint,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
        )
        requests: list[Any] = [{"Statement": one} for one in statements]
        return list(dynamodb.batch_execute_statement(Statements=requests)["Responses"])

    yield run
    iam.delete_user_policy(UserName=name, PolicyName="batch")


def test_who_may_insert_and_update_does(tables: list[str], execute: Callable[..., list[Any]]) -> None:
    [table, _] = tables
    actions = ["PartiQLInsert", "PartiQLUpdate"]
    inserted = execute(actions, INSERT.format(table, 1), INSERT.format(table, 2))
    updated = execute(actions, UPDATE.format(table, 1), UPDATE.format(table, 2))
    assert [result.get("Error") for result in (*inserted, *updated)] == [None] * 4


@pytest.mark.parametrize(
    "actions", [["PartiQLUpdate"], ["PartiQLSelect", "PartiQLDelete"], ["PutItem"], ["BatchExecuteStatement"]]
)
def test_who_may_do_something_else_is_refused(
    tables: list[str], execute: Callable[..., list[Any]], actions: list[str]
) -> None:
    with pytest.raises(ClientError, match="dynamodb:PartiQLInsert"):
        execute(actions, INSERT.format(tables[0], 1))


def test_each_statement_needs_the_permission_on_its_own_table(
    tables: list[str], execute: Callable[..., list[Any]]
) -> None:
    with pytest.raises(ClientError, match="dynamodb:PartiQLInsert"):
        execute(["PartiQLInsert"], *(INSERT.format(table, 1) for table in tables))
