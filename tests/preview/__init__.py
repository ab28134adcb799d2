"""The preview, tried on the project's stacks with whichever Python runs the tests."""

from functools import cache
from pathlib import Path

from infra.parts.packaging import PYTHON_VERSION
from preview.recording import Recording
from preview.stack import record_stack

_ROOT = Path(__file__).parents[2]

THIS_PYTHON = {"event-driven-blog:python": PYTHON_VERSION}
"""The setting without which only the project's own Python may package functions for Lambda."""


@cache
def recorded(stack: str) -> Recording:
    """Records a stack of the project, once for all tests."""
    return record_stack(_ROOT, stack, THIS_PYTHON)
