"""ULIDs, beside those of the library."""

import re
import time
from datetime import UTC, datetime

import pytest
from ulid import ULID

from functions.wire.ulid import PATTERN, from_bytes, make_ulid, milliseconds_of, to_bytes

INSTANTS = [0, 1, 1_772_366_400_045, 2**48 - 1]


def test_a_new_one_begins_with_the_time() -> None:
    before = time.time_ns() // 1_000_000
    ulid = make_ulid()
    assert before <= milliseconds_of(ulid) <= time.time_ns() // 1_000_000
    assert re.fullmatch(PATTERN, ulid)


@pytest.mark.parametrize("milliseconds", INSTANTS)
def test_one_of_an_instant_is_one_to_the_library_too(milliseconds: int) -> None:
    ulid = make_ulid(milliseconds)
    expected = ULID.from_str(ulid)
    assert (str(expected), expected.milliseconds) == (ulid, milliseconds)
    assert (milliseconds_of(ulid), to_bytes(ulid)) == (milliseconds, expected.bytes)


@pytest.mark.parametrize("milliseconds", INSTANTS)
def test_one_of_the_librarys_is_one_here(milliseconds: int) -> None:
    ulid = ULID.from_timestamp(milliseconds)
    assert milliseconds_of(str(ulid)) == milliseconds
    assert from_bytes(ulid.bytes) == str(ulid)
    assert to_bytes(str(ulid)) == ulid.bytes


@pytest.mark.parametrize("content", [bytes(16), b"\xff" * 16, bytes(range(16))])
def test_any_16_bytes_are_one(content: bytes) -> None:
    ulid = from_bytes(content)
    assert re.fullmatch(PATTERN, ulid)
    assert to_bytes(ulid) == content


def test_no_two_of_an_instant_are_the_same() -> None:
    assert len({make_ulid(1) for _ in range(1000)}) == 1000


def test_they_sort_by_time() -> None:
    noon = int(datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp() * 1000)
    ulids = [make_ulid(noon + step) for step in range(100)]
    assert sorted(ulids) == ulids
