"""Relative links in the documents lead somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.project_files import ROOT, project_files

PAGES = [str(file.relative_to(ROOT)) for file in project_files(".md")]


@cache
def anchors(page: Path) -> set[str]:
    """Names the headings as GitHub does: https://github.com/gjtorikian/html-pipeline (table of contents)."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL), re.MULTILINE
    )
    words = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in words}


@pytest.mark.parametrize("page", PAGES)
def test_a_relative_link_leads_to_a_file_and_a_heading(page: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / page).read_text(), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link
