import pytest
from pydantic import ValidationError

from functions.event_pipeline.email_subscriptions.models import TopicSubscription
from functions.wire.field_errors import FieldError, field_errors

VALID = {"email": "ann@example.com", "topics": ["summer"]}


def errors_of(request: object) -> list[FieldError]:
    with pytest.raises(ValidationError) as caught:
        TopicSubscription.model_validate(request)
    return field_errors(caught.value)


@pytest.mark.parametrize("email", ["ann@example.com", "ann.o'neill+blog@mail.example.co", "1@a-b.example"])
def test_an_email_address_is_taken(email: str) -> None:
    assert TopicSubscription.model_validate({**VALID, "email": email}).email == email


def test_addresses_compare_case_insensitively() -> None:
    assert (
        TopicSubscription.model_validate({**VALID, "email": " Ann@Example.COM "}).email == "ann@example.com"
    )


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "ann@@example.com",
        "ann@-example.com",
        "ann@example..com",
        "ann b@example.com",
        "ann@example.com\nbcc: all@example.com",
        "ann@exämple.com",
        "a" * 65 + "@example.com",
        "ann@" + ".".join(["a" * 60] * 5),
    ],
)
def test_what_is_not_an_email_address_is_refused(email: str) -> None:
    assert errors_of({**VALID, "email": email}) == [{"field": "email", "rule": "must be an email address"}]


def test_150_topics_are_taken() -> None:
    topics = [f"topic {number}" for number in range(150)]
    assert TopicSubscription.model_validate({**VALID, "topics": topics}).topics == topics


@pytest.mark.parametrize("count", [0, 151])
def test_more_topics_than_sns_takes_or_none_are_refused(count: int) -> None:
    topics = [f"topic {number}" for number in range(count)]
    assert errors_of({**VALID, "topics": topics}) == [
        {"field": "topics", "rule": "must have 1 to 150 topics"}
    ]


def test_topics_are_distinct_whatever_their_case() -> None:
    rule = "must be distinct (topics compare case-insensitively)"
    assert errors_of({**VALID, "topics": ["Summer", "summer"]}) == [{"field": "topics", "rule": rule}]


def test_each_topic_has_the_rules_of_a_posts() -> None:
    assert errors_of({**VALID, "topics": ["summer", " ", "x" * 65, 1]}) == [
        {"field": "topics.1", "rule": "must have 1 to 64 characters"},
        {"field": "topics.2", "rule": "must have 1 to 64 characters"},
        {"field": "topics.3", "rule": "must be a string"},
    ]


def test_topics_are_an_array() -> None:
    assert errors_of({**VALID, "topics": "summer"}) == [{"field": "topics", "rule": "must be an array"}]


def test_no_unknown_fields() -> None:
    assert errors_of({**VALID, "name": "Ann"}) == [{"field": "name", "rule": "is not a known field"}]
