"""The preview, tried on the project's stacks with whichever Python runs the tests."""

from infra.parts.packaging import PYTHON_VERSION

THIS_PYTHON = {"event-driven-blog:python": PYTHON_VERSION}
"""The setting without which only the project's own Python may package functions for Lambda."""
