"""Packaging of the project's own functions: each feature is a folder of `functions/` with a `handler.py`."""

from functools import cache
from pathlib import Path

from infra.parts.packaging import FunctionCode, Platform, package_function
from infra.parts.shared_args import SharedArgs

_ROOT = Path(__file__).resolve().parents[2]
_FUNCTIONS = _ROOT / "functions"


def package_feature(feature: str, args: SharedArgs) -> FunctionCode:
    """Packages a feature: its code, what that imports, and the JSON beside its handler.

    Args:
        feature: A folder of `functions/`, such as `blog_api/posts`; its `handler.py` has `handle`.
        args: The arguments of the component that has the function.
    """
    return _package(feature, args.get("function_settings", {}).get("platform", Platform.LAMBDA))


@cache
def _package(feature: str, platform: Platform) -> FunctionCode:
    return package_function(
        f"functions.{feature.replace('/', '.')}.handler.handle",
        root=_ROOT,
        lock=_FUNCTIONS / "requirements.txt",
        include=[str(file.relative_to(_ROOT)) for file in (_FUNCTIONS / feature).glob("*.json")],
        platform=platform,
    )
