"""Modules of others that each handler imports until its first call: most of a cold start is imports."""

import subprocess
import sys
from pathlib import Path

import pytest

from functions.runtime import environment

ROOT = Path(__file__).parents[3]

PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}

BUDGETS: dict[str, set[str]] = {
    "blog_api.openapi": PYDANTIC,
    "blog_api.posts": PYDANTIC,
    "blog_api.sessions": PYDANTIC,
    "event_pipeline.email_notifications": PYDANTIC,
    "event_pipeline.email_subscriptions": PYDANTIC,
    "event_pipeline.recognition": PYDANTIC,
    "event_pipeline.relay": PYDANTIC,
    "realtime_gateway.authorizer": set(),
    "realtime_gateway.push": PYDANTIC,
    "realtime_gateway.routes": PYDANTIC,
    "realtime_gateway.tickets": PYDANTIC,
}

# Imports a handler, makes all that it makes for its first call, and says whose modules that took.
COLD_START = """
import importlib, sys
before = set(sys.modules)
handler = importlib.import_module(sys.argv[1])
for make in vars(handler).values():
    if hasattr(make, "cache_info"):
        make()
imported = {name: getattr(sys.modules[name], "__file__", None) or "" for name in sys.modules.keys() - before}
print(*{name.partition(".")[0] for name, file in imported.items() if "site-packages" in file})
"""
ENVIRONMENT = dict.fromkeys(vars(environment), "https://localhost/") | {"AWS_REGION": "eu-west-1"}


def test_every_handler_has_a_budget() -> None:
    handlers = {handler.parent for handler in ROOT.glob("functions/*/*/handler.py")}
    assert {".".join(handler.relative_to(ROOT / "functions").parts) for handler in handlers} == BUDGETS.keys()


@pytest.mark.parametrize("feature", BUDGETS)
def test_a_handler_imports_no_more_than_its_budget(feature: str) -> None:
    imported = subprocess.run(
        [sys.executable, "-c", COLD_START, f"functions.{feature}.handler"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )
    assert set(imported.stdout.split()) <= BUDGETS[feature]
