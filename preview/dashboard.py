"""Drawing of a stack's dashboard in CloudWatch: where each widget is and what it shows."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from preview.recording import Recording

FILE = Path("docs", "dashboard.svg")
"""Where the drawing is kept, in the project."""

_COLUMN = 42  # pixels of one of CloudWatch's units
_ROW = 27
_GAP = 6
_LINE = 16
_COLOURS = ("#2563a8", "#c2571a", "#2f7d3b", "#a03070", "#6a4fb0", "#8a6d00", "#44707a")


def draw_dashboard(recording: Recording) -> str:
    """Draws a stack's dashboard as an SVG. It is empty if there is none.

    Args:
        recording: The stack's resources.
    """
    return "".join(
        _draw(json.loads(dashboard["dashboardBody"])["widgets"])
        for dashboard in recording.of_type("cloudwatch/dashboard:Dashboard")
    )


def _draw(widgets: list[Mapping[str, Any]]) -> str:
    width = max(widget["x"] + widget["width"] for widget in widgets) * _COLUMN
    height = max(widget["y"] + widget["height"] for widget in widgets) * _ROW
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<style>text { font: 12px system-ui, sans-serif }</style>",
            "<title>Layout of the dashboard</title>",
            f'<rect width="{width}" height="{height}" fill="#eef0f2"/>',
            *(element for widget in widgets for element in _draw_widget(widget)),
            "</svg>\n",
        ]
    )


def _draw_widget(widget: Mapping[str, Any]) -> Iterator[str]:
    left, top = widget["x"] * _COLUMN + _GAP // 2, widget["y"] * _ROW + _GAP // 2
    width, height = widget["width"] * _COLUMN - _GAP, widget["height"] * _ROW - _GAP
    yield f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4" fill="#fff"/>'
    title = escape(widget["properties"]["title"])
    yield f'<text x="{left + 10}" y="{top + 18}" style="font-weight: 600">{title}</text>'
    for number, label in enumerate(_labels(widget["properties"])):
        y = top + 22 + (number + 1) * _LINE
        colour = _COLOURS[number % len(_COLOURS)]
        yield f'<rect x="{left + 10}" y="{y - 8}" width="14" height="4" fill="{colour}"/>'
        yield f'<text x="{left + 30}" y="{y}">{escape(label)}</text>'


def _labels(properties: Mapping[str, Any]) -> list[str]:
    if alarms := properties.get("alarms"):
        return [f"all {len(alarms)} alarms, each green, red or without data"]
    return [line[-1]["label"] for line in properties["metrics"]]
