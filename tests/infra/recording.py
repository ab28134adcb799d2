"""Runs a Pulumi program without a cloud and records the resources that it asks for."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks

from emulated_aws.program import run_program

ACCOUNT = "123456789012"
REGION = "eu-west-1"


@dataclass(frozen=True)
class Resource:
    """A resource as the program asked for it, with what the recorder answered."""

    urn: str
    parent: str
    type: str
    name: str
    dependencies: tuple[str, ...]
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - properties are of any type
        """Reads an input or an output by its Pulumi name."""
        return self.outputs[name]


@dataclass
class Recording:
    """What a program asked for, in order, and what it exported."""

    resources: list[Resource] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)

    def of_type(self, resource_type: str) -> list[Resource]:
        """Finds resources by the end of their type token, such as `sqs/queue:Queue`."""
        return [resource for resource in self.resources if resource.type.endswith(resource_type)]

    def one(self, resource_type: str, name: str) -> Resource:
        """Finds the one resource of a type and name."""
        [found] = [resource for resource in self.of_type(resource_type) if resource.name == name]
        return found

    def statements(self, resource_type: str, role_or_resource: str) -> Iterator[dict[str, Any]]:
        """Yields the statements of all policies of a type whose role, URL or ARN is the given one."""
        for policy in self.of_type(resource_type):
            if role_or_resource in {policy.inputs.get(key) for key in ("role", "queueUrl", "arn")}:
                yield from json.loads(policy["policy"])["Statement"]


class _Cloud(Mocks):
    """Answers as AWS would, as far as other resources ask."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom:
            return None, args.inputs
        service = args.typ.partition(":")[2].partition("/")[0]
        identity = args.inputs.get("name", args.name)
        arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{identity}"
        outputs = {"name": identity, "arn": arn, **args.inputs}
        match args.typ:
            case "aws:dynamodb/table:Table":
                outputs["arn"] = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{identity}"
                outputs["streamArn"] = f"{outputs['arn']}/stream/2026-01-01T00:00:00.000"
            case "aws:lambda/function:Function":
                outputs["invokeArn"] = f"{arn}/invocations"
            case "aws:sqs/queue:Queue":
                outputs["url"] = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{identity}"
            case "aws:cognito/userPool:UserPool":
                outputs["endpoint"] = f"cognito-idp.{REGION}.amazonaws.com/{args.name}-id"
            case "aws:cloudfront/distribution:Distribution":
                outputs["domainName"] = f"{args.name}.cloudfront.net"
            case "aws:s3/bucket:Bucket":
                outputs["bucket"] = identity
                outputs["bucketRegionalDomainName"] = f"{identity}.s3.{REGION}.amazonaws.com"
            case "aws:apigatewayv2/api:Api":
                outputs["executionArn"] = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{args.name}-id"
            case "aws:apigatewayv2/stage:Stage":
                path = "" if identity == "$default" else identity
                scheme = "https" if identity == "$default" else "wss"
                api = args.inputs["apiId"]
                outputs["invokeUrl"] = f"{scheme}://{api}.execute-api.{REGION}.amazonaws.com/{path}"
                outputs["executionArn"] = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/{identity}"
        return f"{args.name}-id", outputs

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise NotImplementedError(args.token)


class _Monitor(MockMonitor):
    """Records each registration: the public mocks see neither parents nor dependencies."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(_Cloud())
        self._recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: ANN401, N802 - Pulumi's own signature
        response = super().RegisterResource(request)  # type: ignore[no-untyped-call] # Pulumi's is untyped
        if request.type != "pulumi:pulumi:Stack":
            inputs = pulumi.runtime.rpc.deserialize_properties(request.object)
            outputs = self.resources[response.urn].state
            self._recording.resources.append(
                Resource(
                    response.urn,
                    request.parent,
                    request.type,
                    request.name,
                    tuple(request.dependencies),
                    inputs,
                    {**outputs, "id": response.id},
                )
            )
        return response


def record(program: Callable[[], object], config: Mapping[str, str] | None = None) -> Recording:
    """Runs a program and records it.

    Args:
        program: Creates resources, as a `__main__.py` does.
        config: The stack's configuration, by full keys such as `event-driven-blog:language`.

    Raises:
        Exception: Whatever the program raises.
    """
    recording = Recording()
    outputs = run_program(
        program, _Monitor(recording), project="event-driven-blog", stack="test", config=config or {}
    )
    recording.outputs = {name: output.value for name, output in outputs.items()}
    return recording
