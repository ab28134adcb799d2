"""A session with AWS's SDK that nothing on the developer's machine has a say in."""

import os

from botocore.session import Session


def isolated_session() -> Session:
    """Makes a session on which `AWS_PROFILE` and `~/.aws/config` have no effect.

    Endpoint, region and credentials are for the caller to give.
    """
    return Session({"profile": (None, None, None, None), "config_file": (None, None, os.devnull, None)})
