import pytest
from pydantic import TypeAdapter, ValidationError

from functions.blog_api.posts.cursor import Cursor, write_cursor

read_cursor = TypeAdapter[str](Cursor).validate_python
ID = "01KJMBQDE00000000000000J0E"


@pytest.mark.parametrize("post_id", [ID, "0" * 26, "7" + "Z" * 25])
def test_a_cursor_stands_for_a_post(post_id: str) -> None:
    cursor = write_cursor(post_id)
    assert read_cursor(cursor) == post_id
    assert post_id not in cursor


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        ID,
        write_cursor(ID) + "A",
        write_cursor(ID)[:-1],
        write_cursor(ID)[:-1] + "h",
        "é" * 22,
        "A" * 3000,
    ],
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ValidationError, match="cursor of another answer"):
        read_cursor(cursor)
