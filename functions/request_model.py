"""What models of data that clients send have in common."""

from functions.wire_model import WireModel


class RequestModel(WireModel, extra="forbid", strict=True, validate_by_name=False):
    """Read strictly: only the fields that the contract names, each of the very type that it says."""
