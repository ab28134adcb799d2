"""An HTTP API whose requests become events: API Gateway, a function, EventBridge, another function."""

import json

import pulumi
import pulumi_aws as aws


def policy(**statement: object) -> str:
    """Writes an IAM policy that allows one thing."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def make_function(
    name: str, environment: dict[str, pulumi.Input[str]]
) -> tuple[aws.iam.Role, aws.lambda_.Function]:
    """Makes a function of `functions/<name>.py`, and a role that lets it write its log."""
    role = aws.iam.Role(
        name,
        assume_role_policy=policy(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"),
    )
    aws.iam.RolePolicyAttachment(
        f"{name}-log",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    )
    function = aws.lambda_.Function(
        name,
        role=role.arn,
        runtime="python3.13",
        handler=f"{name}.handle",
        code=pulumi.AssetArchive({f"{name}.py": pulumi.FileAsset(f"functions/{name}.py")}),
        environment={"variables": environment},
    )
    return role, function


bus = aws.cloudwatch.EventBus("orders")
publish_role, publish = make_function("publish", {"EVENT_BUS": bus.name})
aws.iam.RolePolicy(
    "publish-events",
    role=publish_role.name,
    policy=bus.arn.apply(lambda arn: policy(Action="events:PutEvents", Resource=arn)),
)

api = aws.apigatewayv2.Api("orders", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "publish",
    api_id=api.id,
    integration_type="AWS_PROXY",
    integration_uri=publish.invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "orders",
    api_id=api.id,
    route_key="POST /orders",
    target=pulumi.Output.concat("integrations/", integration.id),
)
stage = aws.apigatewayv2.Stage("default", api_id=api.id, name="$default", auto_deploy=True)
aws.lambda_.Permission(
    "publish",
    action="lambda:InvokeFunction",
    function=publish.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)

_, fulfil = make_function("fulfil", {})
placed = aws.cloudwatch.EventRule(
    "placed", event_bus_name=bus.name, event_pattern=json.dumps({"detail-type": ["OrderPlaced"]})
)
aws.cloudwatch.EventTarget("fulfil", rule=placed.name, event_bus_name=bus.name, arn=fulfil.arn)
aws.lambda_.Permission(
    "fulfil",
    action="lambda:InvokeFunction",
    function=fulfil.name,
    principal="events.amazonaws.com",
    source_arn=placed.arn,
)

pulumi.export("ordersUrl", pulumi.Output.concat(api.api_endpoint, "/orders"))
pulumi.export("fulfilmentLog", pulumi.Output.concat("/aws/lambda/", fulfil.name))
