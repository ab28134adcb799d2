"""The dashboard, and its drawing."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pulumi
import pytest

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.operations import Operations
from infra.parts.function_settings import FunctionSettings
from infra.parts.packaging import Platform
from infra.parts.queue_consumer import QueueConsumer
from infra.realtime_gateway import RealtimeGateway
from preview.dashboard import FILE, draw_dashboard
from preview.recording import Recording, record
from tests.infra.conftest import ROOT

COLUMNS = 24


@pytest.fixture(scope="module")
def widgets(program: Recording) -> list[dict[str, Any]]:
    [dashboard] = program.of_type("cloudwatch/dashboard:Dashboard")
    found: list[dict[str, Any]] = json.loads(dashboard["dashboardBody"])["widgets"]
    return found


def test_widgets_fill_whole_rows_and_none_covers_another(widgets: list[dict[str, Any]]) -> None:
    cells = [
        (x, y)
        for widget in widgets
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    height = max(y for _, y in cells) + 1
    assert sorted(cells) == [(x, y) for x in range(COLUMNS) for y in range(height)]


def test_what_rings_and_what_was_given_up_is_on_top(
    program: Recording, widgets: list[dict[str, Any]]
) -> None:
    alarms, given_up = (widget for widget in widgets if widget["y"] == 0)
    assert set(alarms["properties"]["alarms"]) == {
        alarm["arn"] for alarm in program.of_type("cloudwatch/metricAlarm:MetricAlarm")
    }
    assert {line[3] for line in given_up["properties"]["metrics"]} == {
        queue["name"] for queue in program.of_type("sqs/queue:Queue") if "redrivePolicy" not in queue.inputs
    }


def test_each_hop_has_a_row_in_a_post_s_order(widgets: list[dict[str, Any]]) -> None:
    hops = [
        widget["properties"]["title"].partition(":")[0]
        for widget in sorted(widgets, key=lambda one: one["y"])
        if widget["y"] > 0 and widget["x"] == 0
    ]
    assert hops == ["API", "Relay and rules", "Recognition", "Emails", "Push"]


def test_every_line_is_of_a_resource_of_this_stack(program: Recording, widgets: list[dict[str, Any]]) -> None:
    known = {str(resource.outputs.get(key)) for resource in program.resources for key in ("name", "id")}
    for widget in widgets:
        for _, _, *dimensions, _ in widget["properties"].get("metrics", []):
            assert set(dimensions[1::2]) <= known


def test_components_of_other_names_and_a_reuser_s_functions_beside_them_have_the_same_graphs(
    widgets: list[dict[str, Any]],
) -> None:
    def renamed() -> None:
        settings: FunctionSettings = {"platform": Platform.HOST}
        api = BlogApi(
            "journal",
            {"issuer": "https://issuer.example", "audience": "blog", "function_settings": settings},
        )
        pipeline = EventPipeline(
            "news", {"posts_stream_arn": api.posts_stream_arn, "function_settings": settings}
        )
        realtime = RealtimeGateway("live", {"bus_name": pipeline.bus_name, "function_settings": settings})
        own = [
            QueueConsumer(
                name,
                {
                    "rules": {"creation": pipeline.creation_rule},
                    "function": {
                        "code": pulumi.AssetArchive({"own.py": pulumi.StringAsset("")}),
                        "handler": "own.handle",
                        "description": "A reuser's",
                        "statements": [],
                    },
                },
            )
            for name in ("my-recognition", "web-push")
        ]
        Operations(
            "operations",
            {
                "nodes": [api.nodes, pipeline.nodes, realtime.nodes, *(one.nodes for one in own)],
                "http_api_id": api.http_api["id"],
                "bus_name": pipeline.bus_name,
                "archive_name": pipeline.archive_name,
                "websocket_api_id": realtime.api_id,
                "account_concurrency": 1000,
            },
        )

    [dashboard] = record(renamed).of_type("cloudwatch/dashboard:Dashboard")
    found = json.loads(dashboard["dashboardBody"])["widgets"]
    ours, theirs = (
        {
            one["properties"]["title"]: [line[-1]["label"] for line in one["properties"]["metrics"]]
            for one in of
            if one["type"] == "metric" and not one["properties"]["title"].startswith("Relay")
        }
        for of in (widgets, found)
    )
    given_up = theirs.pop("Given up")
    assert {"my-recognition-dead-letters", "web-push-dead-letters"} <= set(given_up)
    del ours["Given up"]
    assert theirs == ours


def test_the_drawing_in_the_docs_shows_every_widget(
    program: Recording, widgets: list[dict[str, Any]]
) -> None:
    drawing = (ROOT / FILE).read_text("utf-8")
    assert drawing == draw_dashboard(program)
    texts = [element.text for element in ET.fromstring(drawing).iter() if element.text]  # noqa: S314 - it is our own
    assert {widget["properties"]["title"] for widget in widgets} <= set(texts)


def test_a_hop_of_which_there_is_nothing_to_draw_has_no_empty_graph() -> None:
    recorded = record(
        lambda: Operations(
            "operations",
            {
                "nodes": [],
                "http_api_id": "api",
                "bus_name": "bus",
                "archive_name": "archive",
                "websocket_api_id": "api",
                "account_concurrency": 10,
            },
        )
    )
    [dashboard] = recorded.of_type("cloudwatch/dashboard:Dashboard")
    properties = [widget["properties"] for widget in json.loads(dashboard["dashboardBody"])["widgets"]]
    assert all(one.get("metrics") or one.get("alarms") for one in properties)
    assert {one["title"].partition(":")[0] for one in properties} == {"Alarms", "API", "Push"}
