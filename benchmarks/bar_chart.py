"""Bar charts as SVG, drawn by hand: a picture in a document needs no library."""

from collections.abc import Mapping
from html import escape

_WIDTH = 860
_LABELS = 420  # the part of it that is for labels
_ROW = 22
_MARGIN = 12

# Readable on GitHub's light and dark pages.
_STYLE = """
text { font: 13px sans-serif; fill: #24292f }
.ours { fill: #0969da }
.peer { fill: #8c959f }
.one { stroke: #d1242f; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
"""


def draw_bars(ratios: Mapping[str, float], *, title: str) -> str:
    """Draws a bar for each ratio, and a line at 1.00.

    Args:
        ratios: What is compared. Names with backticks are ours.
        title: Says what the ratios are of.
    """
    scale = (_WIDTH - _LABELS - 60) / max(ratios.values())
    height = 2 * _MARGIN + (len(ratios) + 1) * _ROW
    rows = [
        _row(name, ratio, top=_MARGIN + (number + 1) * _ROW, scale=scale)
        for number, (name, ratio) in enumerate(ratios.items())
    ]
    one, top, bottom = _LABELS + scale, _MARGIN + _ROW, height - _MARGIN
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            f'<text x="{_MARGIN}" y="{_MARGIN + 12}" font-weight="bold">{escape(title)}</text>',
            *rows,
            f'<line class="one" x1="{one:.1f}" x2="{one:.1f}" y1="{top}" y2="{bottom}"/>',
            "</svg>\n",
        )
    )


def _row(name: str, ratio: float, *, top: float, scale: float) -> str:
    kind = "ours" if "`" in name else "peer"
    width, base = ratio * scale, top + 15
    return (
        f'<text x="{_LABELS - 8}" y="{base}" text-anchor="end">{escape(name.replace("`", ""))}</text>'
        f'<rect class="{kind}" x="{_LABELS}" y="{top + 4}" width="{width:.1f}" height="{_ROW - 8}"/>'
        f'<text x="{_LABELS + width + 6:.1f}" y="{base}">{ratio:.2f}</text>'
    )
