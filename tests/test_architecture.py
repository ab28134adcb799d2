"""The arrows between the project's rooms, which say who may import whom."""

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FUNCTIONS = {f"functions.{room}" for room in ("domain", "web", "wire", "runtime")}

# Each room with the rooms that it may import. A module belongs to the longest of these names that it begins
# with.
ARROWS = {
    "functions.wire": set(),
    "functions.runtime": set(),
    "functions.domain": {"functions.wire", "functions.runtime"},
    "functions.web": {"functions.wire", "functions.runtime"},
    "functions.blog_api": FUNCTIONS,
    "functions.event_pipeline": FUNCTIONS,
    "functions.realtime_gateway": FUNCTIONS,
    "infra.parts": {"functions.domain", "functions.runtime"},
    "infra": {"functions.domain", "infra.parts", "functions.runtime"},
    "contracts": {
        *FUNCTIONS,
        "functions.blog_api",
        "functions.event_pipeline",
        "functions.realtime_gateway",
        "emulated_aws",
        "infra",
        "infra.parts",
        "plugin",
        "preview",
    },
    "emulated_aws": set(),
    "local": {"emulated_aws", "functions.domain", "ops"},
    "ops": {"emulated_aws", *FUNCTIONS, "functions.blog_api", "functions.realtime_gateway"},
    "preview": {"emulated_aws"},
    "plugin": {"infra", "infra.parts"},
    "__main__": {"infra"},
}

# What infra/ may take from functions/: names that both sides share.
SHARED_NAMES = {
    "functions.domain.events",
    "functions.domain.handlers",
    "functions.domain.post",
    "functions.domain.tables",
    "functions.runtime.environment",
    "functions.runtime.metric",
}


def name_of(source: Path) -> str:
    return ".".join(source.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


PROJECT = {
    name_of(source): source
    for source in (
        ROOT / "__main__.py",
        *(
            f
            for d in ("functions", "infra", "contracts", "emulated_aws", "local", "ops", "plugin", "preview")
            for f in (ROOT / d).rglob("*.py")
        ),
    )
}


def imports_of(source: Path) -> set[str]:
    """Finds the modules that a module imports, of the project and of others."""
    found = set()
    for node in ast.walk(ast.parse(source.read_bytes())):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), names=names):
                members = {f"{module}.{alias.name}" for alias in names} & PROJECT.keys()
                found |= members or {module}
    return found


@cache
def imports() -> dict[str, set[str]]:
    return {name: imports_of(source) for name, source in PROJECT.items()}


def room_of(module: str) -> str:
    rooms = [room for room in ARROWS if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default=module)


def test_every_module_belongs_to_a_room() -> None:
    assert {room_of(module) for module in PROJECT} - {"functions"} == ARROWS.keys()


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_only_what_its_arrows_allow(room: str) -> None:
    imported = {
        room_of(target)
        for module, targets in imports().items()
        if room_of(module) == room
        for target in targets & PROJECT.keys()
    }
    assert imported <= ARROWS[room] | {room}


def function_of(module: str) -> str:
    """Names the package of the Lambda function that a module belongs to, if it belongs to one alone."""
    package = ".".join(module.split(".")[:3])
    return package if f"{package}.handler" in PROJECT else ""


def test_no_function_imports_another() -> None:
    for module, targets in imports().items():
        if function := function_of(module):
            assert {function_of(target) for target in targets} <= {function, ""}, module


def test_there_are_no_circles() -> None:
    TopologicalSorter(
        {module: (targets & PROJECT.keys()) - {module} for module, targets in imports().items()}
    ).prepare()


def test_infra_takes_names_from_functions_and_nothing_that_needs_the_sdk() -> None:
    taken = {
        target
        for module, targets in imports().items()
        if module.startswith("infra.")
        for target in targets
        if target.startswith("functions.")
    }
    assert taken == SHARED_NAMES
    reached, waiting = set(), [*taken]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += imports().get(module, ())
    packages = {module.partition(".")[0] for module in reached} - sys.stdlib_module_names
    assert packages <= {"functions", "pydantic", "pydantic_core", "typing_extensions"}
