"""Components made through the package: as those of a plain program, whatever language asks for them."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import pulumi
import pytest
from google.protobuf.json_format import MessageToDict
from pulumi.runtime import rpc
from pulumi.runtime.proto import (
    alias_pb2,
    callback_pb2,
    callback_pb2_grpc,
    errors_pb2,
    provider_pb2,
    resource_pb2,
    status_pb2,
)

from emulated_aws import pulumi_sdk
from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.encryption import Encryption
from infra.parts.function_settings import FunctionSettings
from infra.parts.lambda_function import LambdaFunction
from infra.parts.packaging import Platform
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from plugin.provider import COMPONENTS
from preview.recording import Recording, record
from tests.plugin.engine import ROOT, STACK_URN, Engine, Plugin, output, run_engine

KEY = "arn:aws:kms:eu-west-1:123456789012:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"
HOST: FunctionSettings = {"platform": Platform.HOST}
ENCRYPTION: Encryption = {"kms_key_arn": KEY}
STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
PAGE = ROOT / "site"
SOURCE = "def handle(event, context): ..."

# An archive of one text, as the protocol has it.
ARCHIVE = {
    pulumi_sdk.SIGNATURE: pulumi_sdk.ARCHIVE,
    "assets": {"own.py": {pulumi_sdk.SIGNATURE: pulumi_sdk.ASSET, "text": SOURCE}},
}
AUDIT = {"code": ARCHIVE, "handler": "own.handle", "description": "Audits", "statements": []}


OPERATED = {
    "httpApiId": "a",
    "busName": "bus",
    "archiveName": "archive",
    "websocketApiId": "b",
    "accountConcurrency": 1000,
}


def program() -> None:
    """Makes every component of the package, with outputs of some as inputs of others."""
    site = StaticSite("site", {})
    identity = Identity("identity", {"callback_urls": [site.url]})
    api = BlogApi(
        "blog",
        {
            "issuer": identity.issuer,
            "audience": identity.audience,
            "allowed_origins": [site.url],
            "throttle": {"rate": 10, "burst": 20},
            "function_settings": HOST,
            "encryption": ENCRYPTION,
        },
    )
    # In other languages a member of an output comes from all that the whole output comes from.
    http_api = pulumi.Output.from_input(api.http_api)
    pipeline = EventPipeline(
        "events",
        {
            "posts_stream_arn": api.posts_stream_arn,
            "posts_url": api.posts_url,
            "http_api": http_api,
            "function_settings": HOST,
            "encryption": ENCRYPTION,
        },
    )
    realtime = RealtimeGateway(
        "realtime",
        {
            "bus_name": pipeline.bus_name,
            "http_api": http_api,
            "function_settings": HOST,
            "encryption": ENCRYPTION,
        },
    )
    SiteFiles(
        "page",
        {
            "bucket_name": site.bucket_name,
            "folder": str(PAGE),
            "config": {"apiUrl": api.url},
            "endpoints": [api.url, realtime.url],
        },
    )
    Operations(
        "operations",
        {
            "nodes": [api.nodes, pipeline.nodes, realtime.nodes],
            "http_api_id": http_api["id"],
            "bus_name": pipeline.bus_name,
            "archive_name": pipeline.archive_name,
            "websocket_api_id": realtime.api_id,
            "account_concurrency": 1000,
        },
    )
    QueueConsumer(
        "audit",
        {
            "rules": {"creation": pulumi.Output.from_input(pipeline.creation_rule)},
            "batch_size": 5,
            "function_settings": HOST,
            "encryption": ENCRYPTION,
            "function": {
                "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset(SOURCE)}),
                "handler": "own.handle",
                "description": "Audits",
                "statements": [],
                "environment": {"QUEUE": DeadLetterQueue("spare", {"encryption": ENCRYPTION}).url},
            },
        },
    )
    LambdaFunction(
        "greeter",
        {
            "function_settings": HOST,
            "encryption": ENCRYPTION,
            "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset(SOURCE)}),
            "handler": "own.handle",
            "description": "Greets",
            "statements": [{"actions": ["dynamodb:GetItem"], "resources": [api.posts_table_arn]}],
        },
    )


class Outputs:
    """Outputs of a component, for inputs of others: with the resources that they come from."""

    def __init__(self, response: provider_pb2.ConstructResponse) -> None:
        self.values = MessageToDict(response.state)
        self._dependencies = response.stateDependencies

    def __getitem__(self, name: str) -> dict[str, Any]:
        return self.member(name)

    def member(self, name: str, *members: str) -> dict[str, Any]:
        """Takes a member of an output, as a program's language does: with all that the output comes from."""
        value = reduce(getitem, members, self.values[name])
        return output(value, of=set(self._dependencies[name].urns))


def construct_all(plugin: Plugin, engine: Engine) -> dict[str, Outputs]:
    """Makes through the package what `program` makes. Returns the outputs, by the components' types."""
    shared = {"functionSettings": {"platform": "host"}, "encryption": {"kmsKeyArn": KEY}}
    made = {}

    def construct(component: str, inputs: Mapping[str, Any]) -> Outputs:
        outputs = made[component.partition("::")[0]] = Outputs(plugin.construct(engine, component, inputs))
        return outputs

    site = construct("StaticSite::site", {})
    identity = construct("Identity::identity", {"callbackUrls": [site["url"]]})
    api = construct(
        "BlogApi::blog",
        {
            "issuer": identity["issuer"],
            "audience": identity["audience"],
            "allowedOrigins": [site["url"]],
            "throttle": {"rate": 10, "burst": 20},
            **shared,
        },
    )
    pipeline = construct(
        "EventPipeline::events",
        {
            "postsStreamArn": api["postsStreamArn"],
            "postsUrl": api["postsUrl"],
            "httpApi": api["httpApi"],
            **shared,
        },
    )
    realtime = construct(
        "RealtimeGateway::realtime",
        {"busName": pipeline["busName"], "httpApi": api["httpApi"], **shared},
    )
    construct(
        "SiteFiles::page",
        {
            "bucketName": site["bucketName"],
            "folder": str(PAGE),
            "config": {"apiUrl": api["url"]},
            "endpoints": [api["url"], realtime["url"]],
        },
    )
    construct(
        "Operations::operations",
        {
            "nodes": [api["nodes"], pipeline["nodes"], realtime["nodes"]],
            "httpApiId": api.member("httpApi", "id"),
            "busName": pipeline["busName"],
            "archiveName": pipeline["archiveName"],
            "websocketApiId": realtime["apiId"],
            "accountConcurrency": 1000,
        },
    )
    spare = construct("DeadLetterQueue::spare", {"encryption": {"kmsKeyArn": KEY}})
    construct(
        "QueueConsumer::audit",
        {
            "rules": {"creation": pipeline["creationRule"]},
            "batchSize": 5,
            **shared,
            "function": {**AUDIT, "environment": {"QUEUE": spare["url"]}},
        },
    )
    construct(
        "LambdaFunction::greeter",
        {
            **AUDIT,
            **shared,
            "description": "Greets",
            "statements": [{"actions": ["dynamodb:GetItem"], "resources": [api["postsTableArn"]]}],
        },
    )
    return made


@pytest.fixture(scope="module")
def plain() -> Recording:
    return record(program)


def comparable(inputs: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Replaces archives and files by where they are, seen from a folder, or by the texts in them."""

    def compare(value: object) -> object:
        match value:
            case pulumi.FileArchive() | pulumi.FileAsset():
                return (folder / value.path).resolve(strict=True)
            case pulumi.AssetArchive():
                return {name: vars(asset) for name, asset in value.assets.items()}
        return value

    return {name: compare(value) for name, value in inputs.items()}


class Deployment(NamedTuple):
    """What came of making all components.

    Attributes:
        engine: Has what the components asked for.
        outputs: The components' outputs, by the components' types.
    """

    engine: Engine
    outputs: Mapping[str, Outputs]


@pytest.fixture(scope="module")
def deployed(plugin: Plugin) -> Iterator[Deployment]:
    """All components, made in a deployment."""
    with run_engine() as engine:
        yield Deployment(engine, construct_all(plugin, engine))


def test_every_component_makes_the_resources_of_a_plain_program(
    plugin: Plugin, deployed: Deployment, plain: Recording
) -> None:
    assert deployed.outputs.keys() == {component.__name__ for component in COMPONENTS}
    assert deployed.engine.requests.keys() == {resource.urn for resource in plain.resources}
    for resource in plain.resources:
        request = deployed.engine.requests[resource.urn]
        inputs = rpc.deserialize_properties(request.object)
        assert comparable(inputs, plugin.project) == comparable(resource.inputs, Path.cwd()), resource.urn
        assert request.parent == (resource.parent or STACK_URN)
        assert request.protect == resource.protect
        assert {name: set(of.urns) for name, of in request.propertyDependencies.items() if of.urns} == {
            name: set(urns) for name, urns in resource.property_dependencies.items() if urns
        }, resource.urn
    assert deployed.engine.logged == []


def test_every_component_tells_all_its_outputs(plugin: Plugin, deployed: Deployment) -> None:
    schema = json.loads(plugin.provider.GetSchema(provider_pb2.GetSchemaRequest()).schema)
    for name, outputs in deployed.outputs.items():
        promised = schema["resources"][f"blog:index:{name}"]["properties"]
        assert outputs.values.keys() == promised.keys()
        assert all(outputs.values.values()), name


def test_components_are_made_at_once_as_one_by_one(plugin: Plugin, engine: Engine) -> None:
    inputs = {"postsStreamArn": STREAM, "functionSettings": {"platform": "host"}}
    names = [f"pipeline-{number}" for number in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: plugin.construct(engine, f"EventPipeline::{name}", inputs), names))
    trees = [{urn.replace(name, "") for urn in engine.requests if name in urn} for name in names]
    assert trees[0]
    assert all(tree == trees[0] for tree in trees)


def test_a_preview_makes_the_same_resources_of_what_is_unknown_yet(
    plugin: Plugin, preview: Engine, plain: Recording
) -> None:
    construct_all(plugin, preview)
    assert preview.requests.keys() == {resource.urn for resource in plain.resources}
    [route] = [r for r in preview.requests.values() if r.name == "realtime-tickets-routes-POST /tickets"]
    assert route.object["apiId"] == rpc.UNKNOWN


def test_a_secret_stays_one(plugin: Plugin, engine: Engine) -> None:
    audience = output("hush", secret=True)
    response = plugin.construct(
        engine,
        "BlogApi::blog",
        {"issuer": "https://issuer.example", "audience": audience, "functionSettings": {"platform": "host"}},
    )
    holders = {
        request.name: value
        for request in engine.requests.values()
        for value in MessageToDict(request.object).values()
        if "hush" in str(value)
    }
    assert holders.keys() == {"blog-http-authorizer", "blog-sessions"}
    wrapped = json.dumps({pulumi_sdk.SIGNATURE: pulumi_sdk.SECRET, "value": "hush"}, sort_keys=True)
    for value in holders.values():
        assert "hush" not in json.dumps(value, sort_keys=True).replace(wrapped, "")
    assert "hush" not in str(response.state)


def test_options_reach_the_component_and_what_is_in_it(plugin: Plugin, engine: Engine) -> None:
    provider = "urn:pulumi:test::project::pulumi:providers:aws::elsewhere::an-id"
    stream = "urn:pulumi:test::project::aws:dynamodb/table:Table::posts"
    plugin.construct(
        engine,
        "EventPipeline::events",
        {"postsStreamArn": STREAM, "deletionProtection": False, "functionSettings": {"platform": "host"}},
        protect=True,
        retainOnDelete=True,
        deletedWith=stream,
        providers={"aws": provider},
        aliases=[alias_pb2.Alias(spec=alias_pb2.Alias.Spec(name="announcements"))],
    )
    component, *children = engine.requests.values()
    assert [alias.spec.name for alias in component.aliases] == ["announcements"]
    assert all(request.protect and request.retainOnDelete for request in (component, *children))
    assert {request.deletedWith for request in children} == {stream}
    assert {request.provider for request in children if request.custom} == {provider}


class SlowDown(callback_pb2_grpc.CallbacksServicer):
    """A transform in the program's process, as SDKs serve it to the engine."""

    def Invoke(self, request: Any, _: Any) -> callback_pb2.CallbackInvokeResponse:  # noqa: ANN401, N802 - Pulumi's own signature
        asked = resource_pb2.TransformRequest.FromString(request.request)
        if asked.type == "aws:sqs/queue:Queue":
            asked.properties["delaySeconds"] = 7
        answer = resource_pb2.TransformResponse(properties=asked.properties, options=asked.options)
        return callback_pb2.CallbackInvokeResponse(response=answer.SerializeToString())


def test_a_transform_of_the_program_changes_what_is_in_the_component(plugin: Plugin, engine: Engine) -> None:
    with ThreadPoolExecutor() as pool:
        server = grpc.server(pool)
        callback_pb2_grpc.add_CallbacksServicer_to_server(SlowDown(), server)
        target = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        engine.registrations.stack_transforms.append(callback_pb2.Callback(target=target))
        plugin.construct(engine, "DeadLetterQueue::spare", {})
        server.stop(None).wait()
    [queue] = [r for r in engine.requests.values() if r.type == "aws:sqs/queue:Queue"]
    assert queue.object["delaySeconds"] == 7


class WrongInput(NamedTuple):
    """An input that a component does not accept, with its path and a part of the reason."""

    component: str
    inputs: Mapping[str, Any]
    path: str
    reason: str


@pytest.mark.parametrize(
    "wrong",
    [
        WrongInput("DeadLetterQueue::My Letters!", {}, "name", "must have only lower-case letters"),
        WrongInput("BlogApi::blog", {"audience": "blog"}, "issuer", "Missing required input 'issuer'"),
        WrongInput(
            "BlogApi::blog", {"issuer": "http://a.example", "audience": "b"}, "issuer", "must be an https URL"
        ),
        WrongInput(
            "Identity::identity", {"isuer": "https://issuer.example"}, "isuer", "did you mean 'issuer'?"
        ),
        WrongInput(
            "Identity::identity", {"audience": "blog"}, "issuer", "issuer and audience need each other"
        ),
        WrongInput(
            "EventPipeline::events",
            {"postsStreamArn": STREAM, "functionSettings": {"memry": 512}},
            "functionSettings.memry",
            "did you mean 'functionSettings.memory'?",
        ),
        WrongInput(
            "EventPipeline::events",
            {"postsStreamArn": STREAM, "functionSettings": {"memory": 64}},
            "functionSettings.memory",
            "Input should be greater than or equal to 128",
        ),
        WrongInput(
            "DeadLetterQueue::spare",
            {"encryption": {"kmsKeyArn": "alias/blog"}},
            "encryption.kmsKeyArn",
            "must be the ARN of a key",
        ),
        WrongInput(
            "LambdaFunction::audit",
            {**AUDIT, "functionSettings": {"logLevel": "LOUD"}},
            "functionSettings.logLevel",
            "Invalid value LOUD",
        ),
        WrongInput(
            "EventPipeline::events",
            {"postsStreamArn": STREAM, "functionSettings": {"platform": "moon"}},
            "functionSettings.platform",
            "Invalid value moon",
        ),
        WrongInput(
            "QueueConsumer::audit",
            {"function": AUDIT, "rules": {}, "batchSize": 50},
            "batchSize",
            "more than 10 need a batchingWindow",
        ),
        WrongInput(
            "BlogApi::blog",
            {"issuer": "https://a.example", "audience": output(" b")},
            "audience",
            "must be printable",
        ),
        WrongInput(
            "EventPipeline::events",
            {"postsStreamArn": STREAM, "postsUrl": output("my_own_url")},
            "postsUrl",
            ", not 'my_own_url'",
        ),
        WrongInput(
            "EventPipeline::events", {"postsStreamArn": "my_own_arn"}, "postsStreamArn", ", not 'my_own_arn'"
        ),
        WrongInput("Operations::operations", {**OPERATED, "nodes": [None]}, "nodes[0]", "must be an object"),
        WrongInput("Operations::operations", {**OPERATED, "nodes": {"a": 1}}, "nodes", "must be a list"),
        WrongInput("LambdaFunction::own", {**AUDIT, "statements": [None]}, "statements[0]", "must be an"),
        WrongInput("LambdaFunction::own", {**AUDIT, "encryption": "key"}, "encryption", "must be an object"),
        WrongInput(
            "SiteFiles::page",
            {"bucketName": "bucket", "folder": "site", "endpoints": [None]},
            "endpoints.0",
            "must not be None",
        ),
    ],
    ids=lambda wrong: wrong.path,
)
def test_a_wrong_input_is_refused_by_its_name_in_the_schema(
    plugin: Plugin, engine: Engine, wrong: WrongInput
) -> None:
    with pytest.raises(grpc.RpcError) as refusal:
        plugin.construct(engine, wrong.component, wrong.inputs)
    assert refusal.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    [details] = [
        value for key, value in refusal.value.trailing_metadata() if key == "grpc-status-details-bin"
    ]
    errors = errors_pb2.InputPropertiesError()
    assert status_pb2.Status.FromString(details).details[0].Unpack(errors)
    [error] = errors.errors
    assert error.property_path == wrong.path
    assert wrong.reason in error.reason


def test_an_output_of_an_enums_value_is_accepted(plugin: Plugin, engine: Engine) -> None:
    inputs = {"postsStreamArn": STREAM, "language": output("de"), "functionSettings": {"platform": "host"}}
    plugin.construct(engine, "EventPipeline::events", inputs)
    assert "'de'" in str([MessageToDict(request.object) for request in engine.requests.values()])


def test_a_missing_folder_is_a_wrong_input(plugin: Plugin, engine: Engine) -> None:
    with pytest.raises(grpc.RpcError) as refusal:
        plugin.construct(engine, "SiteFiles::page", {"bucketName": "bucket", "folder": "nowhere"})
    assert refusal.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "Traceback" not in refusal.value.details()
    assert "nowhere" in refusal.value.details()
