"""Plugin that Pulumi's engine starts, to have components for programs of any language."""

import sys
from pathlib import Path

# Pulumi starts this folder, and has the whole repository around it:
# https://github.com/pulumi/pulumi/pull/18322
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pulumi.provider import main

from plugin.provider import make_provider

if __name__ == "__main__":
    main(make_provider(), sys.argv[1:])
