"""Reads the mailbox of the emulated AWS as mails arrive."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from emulated_aws.server.mailbox import Mail


@contextmanager
def open_mailbox(endpoint: str, patience: float | None = None) -> Iterator[Iterator[Mail]]:
    """Opens the mailbox: first the mails so far, then each as it comes.

    Args:
        endpoint: URL of the emulated AWS.
        patience: Seconds to wait for a mail before `httpx.ReadTimeout` is raised. Default: for ever.
    """
    url, timeout = f"{endpoint}/_local/mailbox/stream", httpx.Timeout(5, read=patience)
    # No proxy leads to the emulated AWS.
    with httpx.stream("GET", url, timeout=timeout, trust_env=False) as response:
        response.raise_for_status()
        yield (
            json.loads(line.removeprefix("data: "))
            for line in response.iter_lines()
            if line.startswith("data: ")
        )
