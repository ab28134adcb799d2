"""Clients of AWS, made by botocore alone: boto3 would import resources and transfers that no function uses.

Packaging reads in the source of a function of which services it makes clients: this is the only way to them.
"""

from functools import cache
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.session import Session

# Seconds. Answers take milliseconds. By default the SDK waits a minute for one: longer than any function may
# run. This way it notices a lost one, and has the time to try once more before the function's 10 s are over.
_CONFIG = Config(connect_timeout=1, read_timeout=4)

if TYPE_CHECKING:
    import boto3

    make_client = boto3.client  # whose signature says what type of client each service has
else:

    def make_client(service: str, **options: object) -> object:
        """Makes the client of a service.

        Args:
            service: The SDK's name of the service, as a literal: `make_client("dynamodb")`.
            options: What `botocore.session.Session.create_client` takes besides. What a `config` leaves
                unsaid is as for all clients: 1 s to connect and 4 s to read, and the SDK's retries.
        """
        return _session().create_client(service, **options)


@cache
def _session() -> Session:
    """Makes the one session of the process: a further client of it costs next to nothing."""
    session = Session()
    session.set_default_client_config(_CONFIG)
    return session
