from functools import cache
from unicodedata import category

import idna
import pytest
from pydantic import TypeAdapter, ValidationError

from functions.domain.post import Post, Topic, is_post_id, topic_key
from functions.runtime.items import read_item
from tests.events import load_event


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summer", "sUMMER"),
        ("STRASSE", "straße"),
        ("GROẞ", "groß"),
        ("Café", "cafe\u0301"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("ｓｕｍｍｅｒ", "summer"),
        ("ﬁsh", "fish"),
        ("sum\u200bmer\ufe0f", "summer"),
        ("slow\u00a0 \tfood\n", "slow food"),
    ],
)
def test_topics_that_are_equal_to_the_eye_are_one_in_any_case(one: str, other: str) -> None:
    assert topic_key(one) == topic_key(other)


# UTS 46 maps characters by NFKC_Casefold, but for these: https://www.unicode.org/reports/tr46/#Deviations
# and the full stops, which part domains.
_DOMAINS_ONLY = set("ßẞς\u200c\u200d。｡")


@cache
def assigned() -> list[str]:
    """Lists the characters that Unicode may map: none that it does not assign, or that is for private use."""
    return [one for one in map(chr, range(0x110000)) if category(one) not in ("Cn", "Co", "Cs")]


def test_a_topic_s_key_folds_each_character_as_nfkc_casefold_does() -> None:
    compared = 0
    for character in assigned():
        if character in _DOMAINS_ONLY:
            continue
        try:
            folded = idna.uts46_remap(f"x{character}x", std3_rules=False)
        except idna.IDNAError:
            continue
        assert topic_key(f"x{character}x") == " ".join(folded.split()), hex(ord(character))
        compared += 1
    assert compared > 140_000


def test_the_key_of_a_key_is_itself() -> None:
    for character in assigned():
        key = topic_key(character)
        assert topic_key(key) == key, hex(ord(character))


def test_a_topic_is_refused_whose_key_fits_no_index() -> None:
    grows = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
    with pytest.raises(ValidationError, match="must have 1 to 1024 bytes as NFKC_Casefold"):
        TypeAdapter(Topic).validate_python(grows * 64)
    assert TypeAdapter(Topic).validate_python("\N{GRINNING FACE}" * 64)


def test_different_topics_have_different_keys() -> None:
    assert topic_key("summer") != topic_key("sommer")


@pytest.mark.parametrize("text", ["", "1", "01kjmbqde00000000000000j0e", "81KJMBQDE00000000000000J0E"])
def test_only_a_ulid_is_a_post_id(text: str) -> None:
    assert is_post_id("01KJMBQDE00000000000000J0E")
    assert not is_post_id(text)


def test_the_kinds_of_entities_are_sorted_whatever_order_dynamodb_has_them_in() -> None:
    post = Post.model_validate(read_item(load_event("stream_modify")["dynamodb"]["NewImage"]))
    assert list(post.entities or {}) == ["locations", "persons"]


def test_a_post_of_a_later_version_can_be_read() -> None:
    item = load_event("stream_modify")["dynamodb"]["NewImage"]
    later = {**item, "status": {"S": "TRANSLATED"}, "translations": {"M": {"es": {"S": "Hola"}}}}
    assert Post.model_validate(read_item(later)).status == "TRANSLATED"


@pytest.mark.parametrize("created_at", ["", "yesterday", "2026-03-01T09:30:00"])
def test_a_post_whose_instant_is_none_cannot_be_read(created_at: str) -> None:
    item = load_event("stream_modify")["dynamodb"]["NewImage"]
    with pytest.raises(ValidationError, match="must be an instant in ISO 8601"):
        Post.model_validate(read_item({**item, "createdAt": {"S": created_at}}))
