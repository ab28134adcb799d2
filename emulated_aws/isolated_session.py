"""A session with AWS's SDK that nothing on the developer's machine has a say in."""

import os

from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES
from botocore.loaders import create_loader
from botocore.session import Session

# AWS's descriptions of its services take long to read: once for all sessions of a process.
_DESCRIPTIONS = create_loader()

# Each setting without the variable and the line of a file that it is else read from.
_DEFAULTS = {
    name: (None, None, os.devnull if name.endswith("_file") else default, convert)
    for name, (_, _, default, convert) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
}


def isolated_session() -> Session:
    """Makes a session on which `AWS_*` variables and files in `~/.aws` have no effect.

    Endpoint, region and credentials are for the caller to give, and no proxies.
    """
    session = Session(_DEFAULTS)
    session.register_component("data_loader", _DESCRIPTIONS)
    return session
