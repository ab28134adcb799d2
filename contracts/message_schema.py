"""JSON Schema of messages, as their readers meet them."""

from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from contracts.json_schema import ContractSchema


class MessageSchema(ContractSchema):
    """Tells readers what `WireModel.to_json` writes, where the mode is `serialization`.

    A field that has a value by default is written too. Only what has none may be absent.
    """

    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,  # noqa: FBT001 - the signature is pydantic's
    ) -> bool:
        """Tells whether a field is always there."""
        if self.mode == "serialization" and field["schema"]["type"] == "default":
            return field["schema"].get("default") is not None
        return super().field_is_required(field, total)

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leaves defaults out: they are how the model is made, and no concern of who reads it."""
        return self.generate_inner(schema["schema"])
