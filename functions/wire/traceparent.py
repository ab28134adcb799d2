"""W3C Trace Context's `traceparent`: names the request that all of something goes back to, across systems.

https://www.w3.org/TR/trace-context/#traceparent-header
"""

import os
import re

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def take_on(traceparent: str | None) -> str:
    """Returns a header's value, or one that begins a trace if there is none, or none of version 00."""
    if traceparent is not None and _TRACEPARENT.fullmatch(traceparent):
        return traceparent
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-00"


def trace_id(traceparent: str | None) -> str | None:
    """Reads the trace's id, which all logs have in common. None if there is none."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    return match[1] if match else None
