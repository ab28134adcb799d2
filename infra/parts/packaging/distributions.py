"""Dependencies of the functions: installed once per lock file, then chosen by what a function imports."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from importlib.util import cache_from_source
from pathlib import Path

import pulumi
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from infra.parts.packaging.bytecode import compile_folder
from infra.parts.packaging.platform import Platform

# What an installer writes about itself. Licences and metadata stay: they belong to what is shipped.
_INSTALLER_FILES = {"RECORD", "INSTALLER", "REQUESTED", "WHEEL", "direct_url.json"}


def install_distributions(lock: Path, platform: Platform, cache: Path) -> Path:
    """Installs a lock file's distributions for a platform into a folder of their own, unless they are there.

    Args:
        lock: A requirements file with exact versions and hashes; uv takes nothing else.
        platform: Where they will run.
        cache: The folder that holds one folder per lock file and platform.

    Returns:
        The folder, as `uv pip sync --target` fills it.

    Raises:
        subprocess.CalledProcessError: uv failed. Its own message is on standard error.
    """
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    site = cache / f"{platform.tag}-{digest}"
    if site.is_dir():
        return site
    pulumi.log.info(
        f"installing the functions' dependencies for {platform.tag}; this happens once per lock file"
    )
    cache.mkdir(parents=True, exist_ok=True)
    # Built aside and renamed, so that an interrupted build leaves nothing that looks complete.
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        building = Path(scratch) / "site"
        subprocess.run(  # noqa: S603 - the arguments are our own
            [
                *(sys.executable, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", str(lock)),
                *("--target", str(building), "--python", sys.executable, *platform.uv_options),
            ],
            check=True,
            stdout=sys.stderr,
        )
        compile_folder(building)
        try:
            building.rename(site)
        except OSError:
            if not site.is_dir():  # otherwise another process was first, with the same result
                raise
    return site


def select_distributions(packages: Iterable[str], site: Path, platform: Platform) -> list[Distribution]:
    """Finds the distributions that provide some packages, and all those require.

    Args:
        packages: Top-level package names, as they are imported.
        site: The folder that `install_distributions` made.
        platform: Where they will run; it decides conditional requirements.

    Raises:
        LookupError: A package, or a requirement, is not in the lock file.
    """
    installed = {canonicalize_name(d.name): d for d in distributions(path=[str(site)])}
    providers = {package: name for name, d in installed.items() for package in _top_level_packages(d)}
    selected: dict[NormalizedName, Distribution] = {}
    waiting: list[NormalizedName] = []
    for package in packages:
        if package not in providers:
            raise LookupError(
                f"nothing in functions/requirements.txt provides the package {package!r}: "
                "add what does to functions/requirements.in and run `make lock`"
            )
        waiting.append(providers[package])
    while waiting:
        name = waiting.pop()
        if name in selected:
            continue
        if name not in installed:
            raise LookupError(f"functions/requirements.txt lacks {name}: run `make lock`")
        selected[name] = installed[name]
        waiting += _requirements(installed[name], platform)
    return [selected[name] for name in sorted(selected)]


def _top_level_packages(distribution: Distribution) -> set[str]:
    return {file.parts[0].removesuffix(".py") for file in distribution.files or () if file.suffix == ".py"}


def _requirements(distribution: Distribution, platform: Platform) -> list[NormalizedName]:
    requirements = map(Requirement, distribution.requires or ())
    return [
        canonicalize_name(requirement.name)
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate(platform.marker_environment)
    ]


def distribution_files(distribution: Distribution, site: Path) -> Iterator[Path]:
    """Yields the files to ship, relative to `site`: without scripts and what the installer noted."""
    for file in distribution.files or ():
        path = Path(file)
        if path.parts[0] in {"..", "bin"} or path.name in _INSTALLER_FILES:
            continue
        yield path
        bytecode = Path(cache_from_source(str(path)))
        if path.suffix == ".py" and (site / bytecode).is_file():
            yield bytecode
