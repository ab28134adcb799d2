"""Bases of the models of data that enters or leaves a function."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class WireModel(BaseModel):
    """Immutable, camelCase on the wire, and a tolerant reader: fields it does not know are ignored.

    What clients send is read strictly instead, as a `RequestModel`.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        frozen=True,
        hide_input_in_errors=True,  # errors are logged, and nothing that people wrote may be
    )

    def to_json(self) -> str:
        """Writes the model as compact JSON: fields in the order of their declaration, without absent ones."""
        return self.model_dump_json(exclude_none=True)


class RequestModel(WireModel, extra="forbid", strict=True, validate_by_name=False):
    """Read strictly: only the fields that the contract names, each of the very type that it says."""
