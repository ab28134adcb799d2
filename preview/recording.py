"""Runs a Pulumi program without a cloud and records the resources that it asks for."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.rpc import unwrap_rpc_secret

from emulated_aws.program import ProgramMonitor, run_program

ACCOUNT = "123456789012"

# What AWS tells of a resource of each type, made of its inputs and of what stands before. The ARNs are as in
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
OUTPUTS = {
    "aws:apigatewayv2/api:Api": {
        "arn": "arn:aws:apigateway:{region}::/apis/{id}",
        "executionArn": "arn:aws:execute-api:{region}:{account}:{id}",
    },
    "aws:apigatewayv2/stage:Stage": {
        "arn": "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}",
        "executionArn": "arn:aws:execute-api:{region}:{account}:{apiId}/{name}",
    },
    "aws:cloudfront/distribution:Distribution": {
        "arn": "arn:aws:cloudfront::{account}:distribution/{id}",
        "domainName": "{name}.cloudfront.net",
    },
    "aws:cloudwatch/eventArchive:EventArchive": {"arn": "arn:aws:events:{region}:{account}:archive/{name}"},
    "aws:cloudwatch/eventBus:EventBus": {"arn": "arn:aws:events:{region}:{account}:event-bus/{name}"},
    "aws:cloudwatch/eventRule:EventRule": {
        "arn": "arn:aws:events:{region}:{account}:rule/{eventBusName}/{name}"
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": {"arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"},
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
        "arn": "arn:aws:logs:{region}:{account}:delivery-destination:{name}"
    },
    "aws:cloudwatch/logGroup:LogGroup": {"arn": "arn:aws:logs:{region}:{account}:log-group:{name}"},
    "aws:cognito/userPool:UserPool": {
        "arn": "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
        "endpoint": "cognito-idp.{region}.amazonaws.com/{id}",
    },
    "aws:dynamodb/table:Table": {
        "arn": "arn:aws:dynamodb:{region}:{account}:table/{name}",
        "streamArn": "{arn}/stream/2026-01-01T00:00:00.000",
    },
    "aws:iam/role:Role": {"arn": "arn:aws:iam::{account}:role/{name}"},
    "aws:lambda/function:Function": {
        "arn": "arn:aws:lambda:{region}:{account}:function:{name}",
        "invokeArn": "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    },
    "aws:s3/bucket:Bucket": {
        "bucket": "{name}",
        "arn": "arn:aws:s3:::{bucket}",
        "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
    },
    "aws:sns/topic:Topic": {"arn": "arn:aws:sns:{region}:{account}:{name}"},
    "aws:sqs/queue:Queue": {
        "arn": "arn:aws:sqs:{region}:{account}:{name}",
        "url": "https://sqs.{region}.amazonaws.com/{account}/{name}",
    },
}
REGION = "eu-west-1"

# What most resources tell of themselves, also those of other types.
_UNKNOWN = {"arn": "arn:aws:unknown:{region}:{account}:{type}/{name}"}

# What AWS takes for what is not said.
_DEFAULTS = {"eventBusName": "default"}

# What a program may ask AWS: about the account that it is deployed to, and about a table of posts.
_ANSWERS: Mapping[str, Mapping[str, Any]] = {
    # Which stream it has is not known.
    "aws:dynamodb/getTable:getTable": {
        "hashKey": "id",
        "attributes": [{"name": "id", "type": "S"}],
        "streamEnabled": True,
        "streamViewType": "NEW_AND_OLD_IMAGES",
    },
    "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "{account}", "id": "{account}"},
    "aws:index/getPartition:getPartition": {"partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws"},
    "aws:index/getRegion:getRegion": {"name": "{region}", "region": "{region}", "id": "{region}"},
}


@dataclass(frozen=True)
class Resource:
    """A resource as the program asked for it, with what the recorder answered."""

    urn: str
    parent: str
    type: str
    name: str
    dependencies: tuple[str, ...]
    property_dependencies: Mapping[str, tuple[str, ...]]
    protect: bool
    aliases: tuple[str, ...]
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - properties are of any type
        """Reads an input or an output by its Pulumi name."""
        return self.outputs[name]


@dataclass
class Recording:
    """What a program asked for, in order, where, and what it exported."""

    region: str
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

    def __init__(self, region: str, answers: Mapping[str, Mapping[str, Any]] = _ANSWERS) -> None:
        self._region = region
        self._answers = {**_ANSWERS, **answers}

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.custom:
            return None, args.inputs
        known = {"region": self._region, "account": ACCOUNT, "id": self._id(args)}
        is_fifo = args.inputs.get("fifoQueue") or args.inputs.get("fifoTopic")
        outputs = {"name": f"{args.name}.fifo" if is_fifo else args.name, **args.inputs}
        known |= (
            _DEFAULTS
            | {name: unwrap_rpc_secret(value) for name, value in outputs.items()}
            | {"type": args.typ}
        )
        for output, text in OUTPUTS.get(args.typ, _UNKNOWN).items():
            known[output] = outputs.setdefault(output, text.format_map(known))
        if args.typ == "aws:apigatewayv2/api:Api":
            scheme = "https" if args.inputs["protocolType"] == "HTTP" else "wss"
            outputs["apiEndpoint"] = f"{scheme}://{known['id']}.execute-api.{self._region}.amazonaws.com"
        if args.typ == "aws:apigatewayv2/stage:Stage":
            host = f"{args.inputs['apiId']}.execute-api.{self._region}.amazonaws.com"
            is_http = args.inputs["name"] == "$default"
            outputs["invokeUrl"] = f"https://{host}/" if is_http else f"wss://{host}/{args.inputs['name']}"
        return known["id"], outputs

    def _id(self, args: MockResourceArgs) -> str:
        if args.typ == "aws:cognito/userPool:UserPool":  # the one whose form others are held to
            return f"{self._region}_{re.sub('[^0-9a-zA-Z]', '', args.name)}"
        return f"{args.name}-id"

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        if args.token not in self._answers:
            raise pulumi.RunError(f"the preview does not know what AWS answers to {args.token}")
        known = {"region": self._region, "account": ACCOUNT}
        answer = {
            name: value.format_map(known) if isinstance(value, str) else value
            for name, value in self._answers[args.token].items()
        }
        return {**args.args, **answer}, []


class _FirstPreview(_Cloud):
    """Knows only what the program says of a resource, as AWS's provider in a stack's first preview."""

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        return "", args.inputs


class _Monitor(ProgramMonitor):
    """Records each registration: the public mocks see neither parents nor dependencies."""

    def __init__(
        self, recording: Recording, answers: Mapping[str, Mapping[str, Any]], *, is_preview: bool
    ) -> None:
        cloud = _FirstPreview if is_preview else _Cloud
        super().__init__(cloud(recording.region, answers), is_preview=is_preview)
        self._recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: ANN401, N802 - Pulumi's own signature
        response = super().RegisterResource(request)
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
                    {name: tuple(on.urns) for name, on in request.propertyDependencies.items()},
                    request.protect,
                    tuple(self._aliases(request)),
                    inputs,
                    {**outputs, "id": response.id},
                )
            )
        return response

    def _aliases(self, request: resource_pb2.RegisterResourceRequest) -> Iterator[str]:
        """Yields the URNs that a resource may have had, as the engine expands them.

        A child's old name follows from its parent's, where it begins with that:
        https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/
        """
        for alias in request.aliases:
            spec = alias.spec
            yield alias.urn or self.make_urn(
                spec.parentUrn or request.parent, spec.type or request.type, spec.name or request.name
            )
        for parent in self._recording.resources:
            if parent.urn == request.parent:
                for old_parent in parent.aliases:
                    old_name = old_parent.rpartition("::")[2]
                    name = re.sub(f"^{re.escape(parent.name)}", old_name, request.name)
                    yield self.make_urn(old_parent, request.type, name)


def record(  # noqa: PLR0913 - each is another side of what is recorded
    program: Callable[[], object],
    config: Mapping[str, str] | None = None,
    *,
    project: str = "project",
    stack: str = "test",
    is_first_preview: bool = False,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
) -> Recording:
    """Runs a program and records it.

    Args:
        program: Creates resources, as a `__main__.py` does.
        config: The stack's configuration, by full keys such as `project:language`. Default: nothing but a
            region.
        project: The project's name.
        stack: The stack's name.
        is_first_preview: Whether all that AWS would tell of a resource is unknown: `pulumi.UNKNOWN` in the
            recording. Default: it is made up.
        answers: What AWS answers to a question, by the token of Pulumi's function. Default: what is made up.

    Raises:
        Exception: Whatever the program raises.
    """
    settings = {"aws:region": REGION, **(config or {})}
    recording = Recording(settings["aws:region"])
    monitor = _Monitor(recording, answers or {}, is_preview=is_first_preview)
    outputs = run_program(program, monitor, project=project, stack=stack, config=settings)
    recording.outputs = {name: output.value for name, output in outputs.items()}
    return recording
