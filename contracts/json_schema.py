"""JSON Schema of models, with the words of their docstrings.

`model.model_json_schema(schema_generator=ContractSchema)`
"""

import re
from inspect import cleandoc

from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

# An entry of a docstring's `Attributes`, with the lines that go on with it.
_ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n        .+)*)", re.MULTILINE)


class ContractSchema(GenerateJsonSchema):
    """Describes models and their fields by the models' docstrings.

    An optional field may be absent. It is never `null`, as `WireModel.to_json` writes no absent fields.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Splits the docstring between the model and its fields."""
        return _describe(super().model_schema(schema), schema["cls"])

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> JsonSchemaValue:
        """Does the same for a `TypedDict`."""
        return _describe(super().typed_dict_schema(schema), schema["cls"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Leaves `null` out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leaves out the default that stands for an absent field."""
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def field_title_should_be_set(self, _schema: object) -> bool:
        """Leaves titles out, which would repeat the fields' names."""
        return False


def _describe(json_schema: JsonSchemaValue, cls: type) -> JsonSchemaValue:
    for base in reversed(cls.__mro__):
        text, _, attributes = cleandoc(base.__doc__ or "").partition("\n\nAttributes:\n")
        for name, description in _ATTRIBUTE.findall(attributes):
            if field := json_schema["properties"].get(to_camel(name)):
                field["description"] = _join_lines(description)
    return {**json_schema, "description": _join_lines(text)}


def _join_lines(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
