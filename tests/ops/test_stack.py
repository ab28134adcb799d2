"""Stacks, as their outputs tell them."""

import pytest

from ops.stack import LOCAL, Stack, StackError


@pytest.mark.parametrize("outputs", [{"apiUrl": "http://127.0.0.1:1"}, {"operations": {}}, {}])
def test_outputs_of_an_older_program_are_refused(outputs: dict[str, object]) -> None:
    with pytest.raises(StackError, match="deploy it anew"):
        Stack(LOCAL, outputs)
