"""Pages on the components of the package: what each takes, makes, may do, tells and costs."""

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from typing import Any

import pulumi

from contracts.component_schema import make_schema
from contracts.picture import draw
from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.event_rule import EventRuleReference
from infra.parts.http_api import HttpApiReference
from infra.parts.lambda_function import LambdaFunction, LambdaFunctionArgs
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from infra.site_files import SiteFiles
from infra.static_site import StaticSite
from preview.recording import Recording, record

_FOLDER = Path("docs", "components")

_SITE = Path(__file__).parents[1] / "site"
_STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
_HTTP_API: HttpApiReference = {
    "id": "http-api",
    "execution_arn": "arn:aws:execute-api:eu-west-1:123456789012:http-api",
    "authorizer_id": "authorizer",
}
_RULE: EventRuleReference = {
    "name": "rule",
    "arn": "arn:aws:events:eu-west-1:123456789012:rule/posts/rule",
    "bus_name": "posts",
}
_FUNCTION: LambdaFunctionArgs = {
    "code": pulumi.AssetArchive({"counting.py": pulumi.StringAsset("def handle(event, context): ...")}),
    "handler": "counting.handle",
    "description": "Counts what was posted",
    "statements": [
        {
            "actions": ["dynamodb:UpdateItem"],
            "resources": ["arn:aws:dynamodb:eu-west-1:123456789012:table/counts"],
        }
    ],
}

# Each component with all that it can make, under the name that it has in the whole program.
_SPECIMENS: dict[str, Callable[[], object]] = {
    "BlogApi": lambda: BlogApi("blog", {"issuer": "https://issuer.example", "audience": "blog"}),
    "EventPipeline": lambda: EventPipeline("events", {"posts_stream_arn": _STREAM, "http_api": _HTTP_API}),
    "RealtimeGateway": lambda: RealtimeGateway(
        "realtime", {"bus_name": "posts", "http_api": _HTTP_API, "access_log": True}
    ),
    "Identity": lambda: Identity("identity", {}),
    "StaticSite": lambda: StaticSite("site", {}),
    "SiteFiles": lambda: SiteFiles("site", {"bucket_name": "files", "folder": str(_SITE)}),
    "Operations": lambda: Operations(
        "operations",
        {
            "nodes": [],
            "http_api_id": str(_HTTP_API["id"]),
            "bus_name": "posts",
            "archive_name": "posts",
            "websocket_api_id": "websocket-api",
            "account_concurrency": 1000,
        },
    ),
    "LambdaFunction": lambda: LambdaFunction("counter", _FUNCTION),
    "QueueConsumer": lambda: QueueConsumer("counter", {"rules": {"creation": _RULE}, "function": _FUNCTION}),
    "DeadLetterQueue": lambda: DeadLetterQueue(
        "given-up", {"senders": {"events.amazonaws.com": [str(_RULE["arn"])]}}
    ),
}

# What AWS bills for resources of a type. Prices are on https://aws.amazon.com/<service>/pricing/.
_BILLED = {
    "aws:apigatewayv2/api:Api": "each request, or message of a WebSocket, and each minute of its clients",
    "aws:cloudfront/distribution:Distribution": "each request, and what is sent",
    "aws:cloudwatch/dashboard:Dashboard": "each month, but for an account's first three",
    "aws:cloudwatch/eventArchive:EventArchive": "what is archived, and kept",
    "aws:cloudwatch/eventBus:EventBus": "each event that is put on it",
    "aws:cloudwatch/logGroup:LogGroup": "what is logged, and kept",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "each month: an alarm of a metric, and more one of a query",
    "aws:cognito/userPool:UserPool": "each user who was active in a month",
    "aws:dynamodb/table:Table": "each read and write, and what is kept; nothing while nothing happens",
    "aws:lambda/function:Function": "each call, by its time and the memory",
    "aws:s3/bucket:Bucket": "what is kept, and each request",
    "aws:sns/topic:Topic": "each publication, and each email",
    "aws:sqs/queue:Queue": "each request; Lambda asks an empty queue, too",
}

_INDEX = """\
# Components

Each works without the others: in Python from this repository, in other languages from the package
([how](../../README.md#use-one-component-in-your-own-program)). Names are those of TypeScript and YAML; in
Python `httpApi` is `http_api`. Bold inputs are required. `make contracts` writes these pages: inputs and
outputs from the package's schema, the rest from a recording of what each component asks of AWS.

`python -m preview check DIRECTORY`, run in this repository, judges a Pulumi program in Python by AWS's rules,
without an account, a CLI or a deployment: each stack that has a file `Pulumi.<stack>.yaml`, or one with
`--stack`. It prints each violation with its resource, its property and the rule's source, and ends with 1
if there is any. What the program imports must be installed here. Types that the preview does not know are
named, and not judged.

"""


def documents() -> dict[Path, str]:
    """Writes a page for each component, and one for what they have in common. Returns texts by paths."""
    schema = make_schema()
    components = {token.rpartition(":")[2]: one for token, one in schema["resources"].items()}
    pages = {
        _page(name): "\n\n".join(_sections(name, component, record(_SPECIMENS[name]))) + "\n"
        for name, component in components.items()
    }
    index = [
        _INDEX
        + "\n".join(f"- [{name}]({_page(name).name}): {_head(one)}" for name, one in components.items()),
        "## Types",
        *(part for token, one in schema["types"].items() for part in _type_sections(token, one)),
    ]
    texts = {_FOLDER / "README.md": "\n\n".join(index) + "\n", **pages}
    return {page: _linked(text) for page, text in texts.items()}


def _linked(text: str) -> str:
    """Makes links of the documents that docstrings name."""
    return re.sub(r"\(docs/([\w/-]+\.md)\)", r"([\1](../\1))", text)


def _page(component: str) -> Path:
    return _FOLDER / f"{re.sub('(?<!^)(?=[A-Z])', '-', component).lower()}.md"


def _sections(name: str, component: dict[str, Any], recording: Recording) -> Iterator[str]:
    yield f"# {name}"
    yield component["description"]
    if (picture := draw(recording)).count("\n") > 1:
        yield f"```mermaid\n{picture}```"
    yield "## Inputs"
    yield _properties(component["inputProperties"], component.get("requiredInputs", []))
    yield "## Outputs"
    yield _properties(component["properties"])
    yield "## What it makes"
    made = Counter(one.type for one in recording.resources if one.type.startswith("aws:"))
    yield _table(
        ("Resource", "Number", "Billed"),
        ((f"`{kind}`", str(number), _BILLED.get(kind, "")) for kind, number in sorted(made.items())),
    )
    if permissions := sorted(_permissions(recording)):
        yield "## Permissions"
        yield "What the roles of its functions may do. Nothing else may."
        yield _table(("Function", "Actions", "Resources"), permissions)
    if alarms := recording.of_type("cloudwatch/metricAlarm:MetricAlarm"):
        yield "## Alarms"
        yield _table(
            ("Alarm", "Symptom"),
            (
                (f"`{one.name}`", one["alarmDescription"].partition(". First: ")[0])
                for one in _by_name(alarms)
            ),
        )


def _permissions(recording: Recording) -> Iterator[tuple[str, str, str]]:
    for function in _by_name(recording.of_type("lambda/function:Function")):
        [role] = [one for one in recording.of_type("iam/role:Role") if one["arn"] == function["role"]]
        for statement in recording.statements("iam/rolePolicy:RolePolicy", role["name"]):
            yield f"`{function.name}`", _codes(statement["Action"]), _codes(statement["Resource"])


def _by_name(resources: Iterable[Any]) -> list[Any]:
    return sorted(resources, key=lambda one: str(one.name))


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def _type_sections(token: str, definition: dict[str, Any]) -> Iterator[str]:
    yield f"### {token.rpartition(':')[2]}"
    yield definition["description"].partition("\n\nAttributes:")[0].strip()
    if values := definition.get("enum"):
        yield f"One of {_codes(json.dumps(value['value']) for value in values)}."
    else:
        yield _properties(definition["properties"], definition.get("required", []))


def _properties(properties: dict[str, Any], required: Container[str] = ()) -> str:
    if not properties:
        return "None."
    return _table(
        ("Name", "Type", "Meaning"),
        (
            (
                f"**`{name}`**" if name in required else f"`{name}`",
                _type(definition),
                " ".join(definition.get("description", "").split()),
            )
            for name, definition in properties.items()
        ),
    )


def _type(definition: dict[str, Any]) -> str:
    if reference := definition.get("$ref"):
        name = reference.rpartition(":")[2].rpartition("/")[2]
        return name if reference.startswith("pulumi.json") else f"[{name}](README.md#{name.lower()})"
    if items := definition.get("items"):
        return f"list of {_type(items)}"
    if values := definition.get("additionalProperties"):
        return f"map of {_type(values)}"
    return str(definition["type"])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _head(component: dict[str, Any]) -> str:
    return str(component["description"]).partition("\n\n")[0]
