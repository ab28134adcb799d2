"""Resources that several contract tests need."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from emulated_aws.emulator import Emulator


def create_role(emulator: Emulator, *actions: str) -> str:
    """Makes a role that may do `actions` on everything. Returns its ARN."""
    iam, name = emulator.client("iam"), f"role-{uuid4().hex[:12]}"
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))["Role"]
    if actions:
        allowed = _policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="allowed", PolicyDocument=allowed)
    return role["Arn"]


def _policy(statement: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def create_function(emulator: Emulator, source: str, *actions: str, name: str = "") -> str:
    """Makes a Lambda function of a source with a `handle`, which may do `actions`. Returns its ARN."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("handler.py", source)
    return create_archived_function(emulator, archive.getvalue(), *actions, name=name)


def create_archived_function(emulator: Emulator, archive: bytes, *actions: str, name: str = "") -> str:
    """Makes one of an archive whose `handler.py` has that `handle`."""
    configuration = emulator.client("lambda").create_function(
        FunctionName=name or f"function-{uuid4().hex[:12]}",
        Runtime="python3.13",
        Role=create_role(emulator, *actions),
        Handler="handler.handle",
        Code={"ZipFile": archive},
    )
    return configuration["FunctionArn"]


def create_route(
    emulator: Emulator,
    api_id: str,
    route_key: str,
    function_arn: str,
    **settings: Any,  # noqa: ANN401 - whatever the API takes
) -> None:
    """Makes an API call a function for a route."""
    api = emulator.client("apigatewayv2")
    integration = api.create_integration(
        ApiId=api_id, IntegrationType="AWS_PROXY", IntegrationUri=function_arn
    )
    target = f"integrations/{integration['IntegrationId']}"
    api.create_route(ApiId=api_id, RouteKey=route_key, Target=target, **settings)


def create_websocket_api(emulator: Emulator, function_arn: str) -> str:
    """Makes a WebSocket API that calls a function for each message. Returns its path."""
    api = emulator.client("apigatewayv2")
    api_id = api.create_api(
        Name=f"websocket-{uuid4().hex[:12]}",
        ProtocolType="WEBSOCKET",
        RouteSelectionExpression="$request.body.action",
    )["ApiId"]
    create_route(emulator, api_id, "$default", function_arn)
    api.create_stage(ApiId=api_id, StageName="live", AutoDeploy=True)
    return f"/_aws/execute-api/{api_id}/live"


def create_queue(emulator: Emulator, name: str) -> tuple[str, str]:
    """Makes a queue. Returns its URL and its ARN."""
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return url, attributes["QueueArn"]


def receive(emulator: Emulator, queue_url: str, count: int) -> list[str]:
    """Waits for `count` messages. Returns their bodies."""
    sqs, bodies = emulator.client("sqs"), list[str]()
    while len(bodies) < count:
        # A message ends the wait; 20 seconds is SQS's longest.
        messages = sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=20).get("Messages")
        assert messages, f"only {len(bodies)} of {count} messages came: {bodies}"
        for message in messages:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return bodies
