"""Rules of DynamoDB's tables and streams."""

from collections import Counter
from collections.abc import Iterator

from preview.recording import Recording, Resource
from preview.rules.rule import Problem, Rule, at_most, between, values

_TABLE = "dynamodb/table:Table"

_REFERENCE = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference"
_CREATE_TABLE = f"{_REFERENCE}/API_CreateTable.html"

_INDEXES = ("globalSecondaryIndexes", "localSecondaryIndexes")


def _find_names_given_twice(table: Resource, _recording: Recording) -> Iterator[Problem]:
    indexes = [name for kind in _INDEXES for _, name in values(table, f"{kind}.*.name")]
    attributes = [name for _, name in values(table, "attributes.*.name")]
    for path, names in ((_INDEXES[0], indexes), ("attributes", attributes)):
        for name, number in Counter(names).items():
            if number > 1:
                yield path, f"must have {name!r} once"


def _find_one_key_for_both(table: Resource, _recording: Recording) -> Iterator[Problem]:
    if table.inputs.get("rangeKey") == table.inputs.get("hashKey"):
        yield "rangeKey", f"must be another attribute than hashKey, {table.inputs.get('hashKey')!r}"


def _find_odd_projection(table: Resource, _recording: Recording) -> Iterator[Problem]:
    for kind in _INDEXES:
        for path, index in values(table, f"{kind}.*"):
            includes, listed = index.get("projectionType") == "INCLUDE", bool(index.get("nonKeyAttributes"))
            if includes and not listed:
                yield f"{path}.nonKeyAttributes", "is needed with projectionType INCLUDE"
            elif listed and not includes:
                yield f"{path}.nonKeyAttributes", "must be given with projectionType INCLUDE alone"


def _find_odd_stream(table: Resource, _recording: Recording) -> Iterator[Problem]:
    enabled, view = table.inputs.get("streamEnabled"), table.inputs.get("streamViewType")
    if enabled and not view:
        yield "streamViewType", "is needed with streamEnabled"
    elif view and not enabled:
        yield "streamEnabled", f"must be true with streamViewType {view}"


def _find_expiry_without_attribute(table: Resource, _recording: Recording) -> Iterator[Problem]:
    expiry = table.inputs.get("ttl") or {}
    if expiry.get("enabled") and not expiry.get("attributeName"):
        yield "ttl.attributeName", "is needed where ttl is enabled"


def _find_read_stream_that_is_off(table: Resource, recording: Recording) -> Iterator[Problem]:
    if not table.inputs.get("streamEnabled"):
        for mapping in recording.of_type("lambda/eventSourceMapping:EventSourceMapping"):
            if mapping.inputs.get("eventSourceArn") == table["streamArn"]:
                yield "streamEnabled", f"must be true, because {mapping.name} reads the stream"


RULES = (
    at_most(_TABLE, "globalSecondaryIndexes", 20, _CREATE_TABLE),
    Rule(_TABLE, _CREATE_TABLE, _find_names_given_twice),
    Rule(_TABLE, f"{_REFERENCE}/API_KeySchemaElement.html", _find_one_key_for_both),
    Rule(_TABLE, f"{_REFERENCE}/API_Projection.html", _find_odd_projection),
    Rule(_TABLE, f"{_REFERENCE}/API_StreamSpecification.html", _find_odd_stream),
    Rule(_TABLE, f"{_REFERENCE}/API_StreamSpecification.html", _find_read_stream_that_is_off),
    Rule(_TABLE, f"{_REFERENCE}/API_TimeToLiveSpecification.html", _find_expiry_without_attribute),
    between(
        _TABLE,
        "pointInTimeRecovery.recoveryPeriodInDays",
        1,
        35,
        f"{_REFERENCE}/API_PointInTimeRecoverySpecification.html",
    ),
)
