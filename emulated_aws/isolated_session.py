"""A session with AWS's SDK that nothing on the developer's machine has a say in."""

import os

from botocore.loaders import create_loader
from botocore.session import Session

# AWS's descriptions of its services take long to read: once for all sessions of a process.
_DESCRIPTIONS = create_loader()


def isolated_session() -> Session:
    """Makes a session on which `AWS_PROFILE` and `~/.aws/config` have no effect.

    Endpoint, region and credentials are for the caller to give.
    """
    session = Session({"profile": (None, None, None, None), "config_file": (None, None, os.devnull, None)})
    session.register_component("data_loader", _DESCRIPTIONS)
    return session
