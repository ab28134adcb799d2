"""The lock files, beside each other."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "functions" / "requirements.txt"
EXAMPLE = ROOT / "examples" / "fraud_check" / "fraud_check" / "requirements.txt"
PROGRAM = ROOT / "requirements.txt"
TESTED = ROOT / "requirements-dev.txt"
SCANNERS = ROOT / "requirements-scan.txt"


def pins(lock: Path) -> set[str]:
    return {line.rstrip(" \\") for line in lock.read_text().splitlines() if line[0].isalnum()}


@pytest.mark.parametrize("lock", [SHIPPED, EXAMPLE, PROGRAM], ids=["functions", "example", "program"])
def test_the_versions_that_ship_are_those_that_are_tested(lock: Path) -> None:
    assert pins(lock) <= pins(TESTED)


@pytest.mark.parametrize(
    "lock",
    [SHIPPED, EXAMPLE, PROGRAM, TESTED, SCANNERS],
    ids=["functions", "example", "program", "development", "scanners"],
)
def test_a_lock_file_names_no_index(lock: Path) -> None:
    assert "://" not in lock.read_text()
