"""The package's schema, as Pulumi and programs of other languages read it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from google.protobuf.json_format import MessageToDict

from emulated_aws.pulumi_sdk import ARCHIVE, SIGNATURE
from tests.plugin.engine import ROOT, Plugin, run_engine

SCHEMA: dict[str, Any] = json.loads((ROOT / "plugin" / "schema.json").read_text("utf-8"))

# What Pulumi's own definition of schemas demands of the parts that are used here:
# https://github.com/pulumi/pulumi/blob/master/pkg/codegen/schema/pulumi.json
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
TOKEN = {"pattern": r"^[a-zA-Z][-a-zA-Z0-9_]*:([^0-9][a-zA-Z0-9._/-]*)?:[^0-9][a-zA-Z0-9._/-]*$"}
PROPERTIES = {"type": "object", "additionalProperties": {"$ref": "#/$defs/property"}}
METASCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(["displayName", "description", "license"], TEXT),
        "name": {"type": "string", "pattern": "^[a-zA-Z][-a-zA-Z0-9_]*$"},
        "namespace": {"type": "string", "pattern": "^([a-z][a-z0-9]*)(-[a-z0-9]+)*$"},
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
        "keywords": TEXTS,
        "language": {"type": "object"},
        "dependencies": {"type": "array", "maxItems": 0},
        "types": {
            "type": "object",
            "propertyNames": TOKEN,
            "additionalProperties": {"oneOf": [{"$ref": "#/$defs/object"}, {"$ref": "#/$defs/enum"}]},
        },
        "resources": {
            "type": "object",
            "propertyNames": TOKEN,
            "additionalProperties": {"$ref": "#/$defs/object"},
        },
    },
    "$defs": {
        "object": {
            "type": "object",
            "properties": {
                "type": {"const": "object"},
                "description": TEXT,
                "isComponent": {"type": "boolean"},
                **dict.fromkeys(["properties", "inputProperties"], PROPERTIES),
                **dict.fromkeys(["required", "requiredInputs"], TEXTS),
            },
        },
        "enum": {
            "type": "object",
            "required": ["type", "enum"],
            "properties": {
                "type": {"enum": ["boolean", "integer", "number", "string"]},
                "description": TEXT,
                "enum": {
                    "type": "array",
                    "items": {
                        "required": ["value"],
                        "properties": {
                            "name": TEXT,
                            "description": TEXT,
                            "value": {"type": ["boolean", "number", "string"]},
                        },
                    },
                },
            },
        },
        "property": {
            "$ref": "#/$defs/kind",
            "properties": {"description": TEXT, "default": {"type": ["boolean", "number", "string"]}},
        },
        "kind": {
            "type": "object",
            "properties": {"plain": {"type": "boolean"}},
            "oneOf": [
                {
                    "required": ["type"],
                    "properties": {
                        "type": {"enum": ["boolean", "integer", "number", "string"]},
                        **dict.fromkeys(["items", "additionalProperties", "$ref"], False),
                    },
                },
                {
                    "required": ["type", "items"],
                    "properties": {
                        "type": {"const": "array"},
                        "items": {"$ref": "#/$defs/kind"},
                        **dict.fromkeys(["additionalProperties", "$ref"], False),
                    },
                },
                {
                    "required": ["type"],
                    "properties": {
                        "type": {"const": "object"},
                        "additionalProperties": {"$ref": "#/$defs/kind"},
                        **dict.fromkeys(["items", "$ref"], False),
                    },
                },
                {
                    "required": ["$ref"],
                    "properties": {
                        "$ref": TEXT,
                        **dict.fromkeys(["items", "additionalProperties"], False),
                    },
                },
            ],
        },
    },
}

# What SDKs call what they make of a type or resource, after its own name:
# https://github.com/pulumi/pulumi/blob/master/pkg/codegen/go/gen.go
SUFFIXES = ("Args", "State", "Input", "Output", "Ptr", "Array", "Map")

STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/posts/stream/2026-01-01T00:00:00.000"
FUNCTION = {
    "code": {SIGNATURE: ARCHIVE, "assets": {}},
    "handler": "own.handle",
    "description": "Audits",
    "statements": [],
}
REQUIRED: dict[str, dict[str, Any]] = {
    "BlogApi": {"issuer": "https://issuer.example", "audience": "blog"},
    "EventPipeline": {"postsStreamArn": STREAM},
    "RealtimeGateway": {"busName": "posts"},
    "Identity": {},
    "LambdaFunction": FUNCTION,
    "QueueConsumer": {"rules": {}, "function": FUNCTION},
}


def descriptions(part: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a schema
    """Yields all texts for people in a part of the schema."""
    if isinstance(part, dict):
        if isinstance(text := part.get("description"), str):
            yield text
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from descriptions(item)


def properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for definition in (*SCHEMA["types"].values(), *SCHEMA["resources"].values()):
        for kind in ("inputProperties", "properties"):
            yield from definition.get(kind, {}).items()


def add_defaults(inputs: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    """Fills inputs up with the schema's defaults, in objects too, as SDKs do."""
    filled = {}
    for name, one in definition.get("inputProperties", definition.get("properties", {})).items():
        kind = SCHEMA["types"].get(one.get("$ref", "").removeprefix("#/types/"), {})
        if name in inputs or name == "functionSettings":
            given = inputs.get(name, {})
            filled[name] = add_defaults(given, kind) if "properties" in kind else given
        elif "default" in one:
            filled[name] = one["default"]
    return filled


def test_pulumi_s_definition_of_schemas_allows_it() -> None:
    assert [
        f"{error.instance_path}: {error.message}"
        for error in jsonschema_rs.validator_for(METASCHEMA).iter_errors(SCHEMA)
    ] == []


def test_no_two_things_get_one_name_in_an_sdk() -> None:
    names = [token.rpartition(":")[2] for kind in ("types", "resources") for token in SCHEMA[kind]]
    assert len(names) == len(set(names))
    assert {f"{name}{suffix}" for name in names for suffix in SUFFIXES} & {*names} == set()


def test_every_reference_is_to_something() -> None:
    references = set(re.findall(r'"#/types/([^"]+)"', json.dumps(SCHEMA)))
    assert references <= SCHEMA["types"].keys()


def test_descriptions_are_in_words_of_all_languages() -> None:
    python_names = {re.sub("(?<!^)(?=[A-Z])", "_", name).lower() for name, _ in properties()}
    for text in descriptions(SCHEMA):
        code = " ".join(re.findall("`[^`]+`", text))
        words = set(re.findall(r"\w+", code))
        assert not words & {"True", "False", "None"}, text
        assert not {word for word in words & python_names if "_" in word}, text
        assert not re.search(r"\b(infra|Attributes:|Args:|Raises:|MiniStack)", text), text


def test_it_says_what_the_package_is() -> None:
    assert (SCHEMA["license"], bool(SCHEMA["description"]), bool(SCHEMA["keywords"])) == ("MIT", True, True)


@pytest.mark.parametrize("name", ["language", "logLevel", "platform", "python"])
def test_an_argument_with_a_choice_of_values_has_a_type(name: str) -> None:
    [definition] = [one for key, one in properties() if key == name]
    assert SCHEMA["types"][definition["$ref"].removeprefix("#/types/")]["enum"]


@pytest.mark.parametrize("component", REQUIRED)
def test_its_defaults_are_those_of_the_components(plugin: Plugin, component: str) -> None:
    definition = SCHEMA["resources"][f"blog:index:{component}"]
    given = REQUIRED[component]
    filled = add_defaults(given, definition)
    assert filled != given
    made = []
    for inputs in (given, filled):
        with run_engine() as engine:
            plugin.construct(engine, f"{component}::made", inputs)
            made.append({urn: MessageToDict(request.object) for urn, request in engine.requests.items()})
    assert made[0] == made[1]
