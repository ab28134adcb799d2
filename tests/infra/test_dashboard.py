"""The dashboard, and its drawing."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from preview.dashboard import FILE, draw_dashboard
from preview.recording import Recording
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


def test_the_drawing_in_the_docs_shows_every_widget(
    program: Recording, widgets: list[dict[str, Any]]
) -> None:
    drawing = (ROOT / FILE).read_text("utf-8")
    assert drawing == draw_dashboard(program)
    texts = [element.text for element in ET.fromstring(drawing).iter() if element.text]  # noqa: S314 - it is our own
    assert {widget["properties"]["title"] for widget in widgets} <= set(texts)
