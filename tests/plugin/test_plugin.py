"""The plugin's folder, as Pulumi reads it."""

import ast
import json
import subprocess
import sys

import yaml
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2

from tests.plugin.engine import ROOT, Plugin

FOLDER = ROOT / "plugin"


def test_it_gives_the_schema_that_is_written(plugin: Plugin) -> None:
    given = plugin.provider.GetSchema(provider_pb2.GetSchemaRequest()).schema
    assert json.loads(given) == json.loads((FOLDER / "schema.json").read_text("utf-8"))


def test_it_is_of_the_version_of_the_schema(plugin: Plugin) -> None:
    version = json.loads((FOLDER / "schema.json").read_text("utf-8"))["version"]
    assert plugin.provider.GetPluginInfo(Empty()).version == version


def test_pulumi_runs_it_in_an_environment_of_its_own_with_the_program_s_pins() -> None:
    runtime = yaml.safe_load((FOLDER / "PulumiPlugin.yaml").read_text("utf-8"))["runtime"]
    assert runtime == {"name": "python", "options": {"toolchain": "pip", "virtualenv": ".venv"}}
    lines = (FOLDER / "requirements.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["-r ../requirements.txt"]


def test_an_older_python_is_refused_with_the_remedy() -> None:
    ast.parse((FOLDER / "__main__.py").read_text("utf-8"), feature_version=(3, 8))
    program = "import runpy, sys; sys.version_info = (3, 10); runpy.run_path('plugin', run_name='__main__')"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        "blog needs Python 3.11 or later, but Python 3.10 runs it: delete its .venv and install it with"
        " PULUMI_PYTHON_CMD=python3.13\n"
    )


def test_every_component_and_all_that_it_takes_and_gives_is_documented(plugin: Plugin) -> None:
    schema = json.loads(plugin.provider.GetSchema(provider_pb2.GetSchemaRequest()).schema)
    described = [*schema["resources"].values(), *schema["types"].values()]
    for one in [*described]:
        described += [*one.get("inputProperties", {}).values(), *one.get("properties", {}).values()]
    assert all(one["description"] for one in described)
