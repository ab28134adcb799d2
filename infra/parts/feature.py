"""Packaging of the project's own functions: each feature is a folder of `functions/` with a `handler.py`."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from infra.parts.lambda_function import FunctionSettings
from infra.parts.packaging import FunctionCode, Platform, package_function

_ROOT = Path(__file__).resolve().parents[2]


def package_feature(feature: str, settings: FunctionSettings, include: Sequence[str] = ()) -> FunctionCode:
    """Packages a feature: its code, and what that imports.

    Args:
        feature: A folder of `functions/`, such as `blog_api/posts`; its `handler.py` has `handle`.
        settings: What the function has in common with the others of its stack.
        include: Files beside the handler that it reads. Default: none.
    """
    return _package(feature, Platform(settings.get("platform", Platform.LAMBDA)), tuple(include))


@cache
def _package(feature: str, platform: Platform, include: tuple[str, ...]) -> FunctionCode:
    return package_function(
        f"functions.{feature.replace('/', '.')}.handler.handle",
        root=_ROOT,
        lock=_ROOT / "functions" / "requirements.txt",
        cache=_ROOT / ".build",
        include=[f"functions/{feature}/{file}" for file in include],
        platform=platform,
    )
