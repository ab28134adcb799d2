"""The voice of the code, as far as a rule can hold it: see CONTRIBUTING.md."""

import ast
import re

from tests.project_files import ROOT, project_files

SOURCES = {str(file.relative_to(ROOT)): file.read_text() for file in project_files(".py")}


def test_a_module_s_docstring_begins_with_its_subject() -> None:
    riddles = ("What", "How", "Who", "Which", "Where", "When", "Why")
    docstrings = {name: ast.get_docstring(ast.parse(source)) or "" for name, source in SOURCES.items()}
    assert [name for name, text in docstrings.items() if text.split(" ")[0] in riddles] == []


def test_what_a_checker_is_told_to_ignore_has_a_reason() -> None:
    silent = re.compile(r"# (noqa|type: ignore)(?!: [A-Z0-9, ]+ - |\[[a-z, -]+\] # )")
    assert [name for name, source in SOURCES.items() if silent.search(source)] == []
