"""Plugin that Pulumi's engine starts, to have components for programs of any language."""

import sys

# Before any import that an older Python does not know. Pulumi runs the first `python3` of the PATH:
# https://github.com/pulumi/pulumi/blob/master/sdk/python/toolchain/pip.go
if sys.version_info < (3, 11):  # noqa: UP036 - the plugin is started by whichever Python there is
    sys.exit(
        f"blog needs Python 3.11 or later, but Python {sys.version_info[0]}.{sys.version_info[1]} runs it:"
        " delete its .venv and install it with PULUMI_PYTHON_CMD=python3.13"
    )

from pathlib import Path

# Pulumi starts this folder, and has the whole repository around it:
# https://github.com/pulumi/pulumi/pull/18322
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi.provider import main

from plugin.provider import make_provider

if __name__ == "__main__":
    main(make_provider(), sys.argv[1:])
