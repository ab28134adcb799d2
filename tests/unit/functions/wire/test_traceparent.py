import pytest

from functions.wire.traceparent import take_on, trace_id

HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_a_trace_is_taken_on_as_it_is() -> None:
    assert take_on(HEADER) == HEADER
    assert trace_id(HEADER) == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        HEADER.upper(),
        HEADER + "-00",
        HEADER + "\n",
        HEADER.replace("00-0a", "ff-0a"),
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-0af7651916cd43dd8448eb211c80319c-{'0' * 16}-01",
    ],
)
def test_without_a_valid_one_a_trace_begins(header: str | None) -> None:
    begun = take_on(header)
    assert take_on(begun) == begun != take_on(header)
    assert trace_id(header) is None
