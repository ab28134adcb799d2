"""The examples in other languages, held against the package's schema.

Pulumi's own generators are part of its command line. So the typings are written here, of the schema.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.plugin.engine import ROOT
from tests.plugin.typings import python, typescript
from tests.plugin.yaml_program import YamlProgram

EXAMPLES = ROOT / "examples" / "languages"
SCHEMA: dict[str, Any] = json.loads((ROOT / "plugin" / "schema.json").read_text("utf-8"))

PYTHON = (EXAMPLES / "python" / "__main__.py").read_text("utf-8")
TYPESCRIPT = (EXAMPLES / "typescript" / "index.ts").read_text("utf-8")
YAML = yaml.safe_load((EXAMPLES / "yaml" / "Pulumi.yaml").read_text("utf-8"))


def check_typescript(folder: Path, **programs: str) -> str:
    """Returns what is wrong with programs, by TypeScript's checker."""
    folder.joinpath("blog.d.ts").write_text(typescript(SCHEMA))
    for name, program in programs.items():
        folder.joinpath(f"{name}.ts").write_text(program)
    imports = {"imports": {"@event-driven/blog": "./blog.d.ts"}}
    folder.joinpath("deno.json").write_text(json.dumps(imports))
    return subprocess.run(
        [Path(sys.executable).with_name("deno"), "check", "--quiet", *(f"{name}.ts" for name in programs)],
        cwd=folder,
        env={**os.environ, "DENO_DIR": str(ROOT / ".build" / "deno"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stderr


def check_python(program: str, folder: Path) -> str:
    """Returns what is wrong with a program, by mypy."""
    folder.joinpath("event_driven_blog.pyi").write_text(python(SCHEMA))
    folder.joinpath("program.py").write_text(program)
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", ROOT / ".mypy_cache", "program.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_the_example_in_typescript_fits_the_schema(tmp_path: Path) -> None:
    assert check_typescript(tmp_path, index=TYPESCRIPT) == ""


MISTAKES = {
    "type": ("httpApi: api.httpApi", "httpApi: api.url", "not assignable"),
    "input": ("postsUrl:", "postUrl:", "'postUrl' does not exist"),
    # What decides what is made must be known at once.
    "plain": ("publicReading: false", "publicReading: identity.issuer", "not assignable"),
    "output": ("gateway.url", "gateway.link", "'link' does not exist"),
}


def test_typescript_tells_mistakes(tmp_path: Path) -> None:
    wrong = {name: TYPESCRIPT.replace(*mistake[:2], 1) for name, mistake in MISTAKES.items()}
    told = check_typescript(tmp_path, **wrong).split("\n\n")  # one after the other: they start slowly
    for name, (_, _, words) in MISTAKES.items():
        assert any(words in one and f"/{name}.ts:" in one for one in told), (name, told)


def test_the_example_in_python_fits_the_schema(tmp_path: Path) -> None:
    assert check_python(PYTHON, tmp_path).startswith("Success")


def test_python_tells_mistakes(tmp_path: Path) -> None:
    wrong = PYTHON.replace("http_api=api.http_api", "http_api=api.url").replace("posts_url=", "post_url=")
    told = check_python(wrong, tmp_path)
    assert 'Unexpected keyword argument "post_url"' in told
    assert 'Argument "http_api" to "EventPipeline" has incompatible type' in told


def test_the_example_in_yaml_fits_the_schema() -> None:
    assert list(YamlProgram(YAML, SCHEMA).mistakes()) == []


def test_yaml_s_mistakes_are_told() -> None:
    wrong = yaml.safe_load(
        (EXAMPLES / "yaml" / "Pulumi.yaml")
        .read_text("utf-8")
        .replace("httpApi: ${blog.httpApi}", "httpApi: ${blog.url}", 1)
        .replace("postsUrl:", "postUrl:")
        .replace("burst: 100", "burst: many")
        .replace("${realtime.url}", "${realtime.link}")
    )
    assert list(YamlProgram(wrong, SCHEMA).mistakes()) == [
        "blog.throttle.burst cannot be 'many'",
        "there is no events.postUrl",
        "events.httpApi cannot be blog.url",
        "output websocketUrl is ${realtime.link}, which is not there",
    ]
