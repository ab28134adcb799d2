"""The emulated AWS says what it is."""

from pathlib import Path

import emulated_aws

FOLDER = Path(emulated_aws.__file__).parent


def test_the_readme_lists_all_that_is_added_to_ministack() -> None:
    readme = (FOLDER / "README.md").read_text()
    added = {file.name for file in FOLDER.glob("server/*.py") if "\nDelete when " in file.read_text()}
    assert "code_files.py" in added
    assert {name for name in added if f"`{name}`" not in readme} == set()
