"""Files of the project, without what is installed or made in its folder."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

_MADE = {"__pycache__", "node_modules"}


def project_files(suffix: str, folder: Path = ROOT) -> Iterator[Path]:
    """Finds the files that end with a suffix. Hidden folders have what is installed and made."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if not path.name.startswith(".") and path.name not in _MADE:
                yield from project_files(suffix, path)
        elif path.suffix == suffix:
            yield path
