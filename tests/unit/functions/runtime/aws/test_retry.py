"""Retries, beside those of botocore's standard mode."""

import pytest
from botocore.retries.standard import (
    ThrottledRetryableChecker,
    TransientRetryableChecker,
)

from functions.runtime.aws.answer import Answer, UnreadableAnswerError
from functions.runtime.aws.errors import ClientError, UnreachableError
from functions.runtime.aws.retry import is_transient, pause


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "PutItem", Answer(status, {}, b""))


THROTTLED = [refusal(code) for code in vars(ThrottledRetryableChecker)["_THROTTLED_ERROR_CODES"]]
TRANSIENT = [
    *[refusal(code) for code in vars(TransientRetryableChecker)["_TRANSIENT_ERROR_CODES"]],
    *[refusal("?", status) for status in vars(TransientRetryableChecker)["_TRANSIENT_STATUS_CODES"]],
]


@pytest.mark.parametrize("error", [*THROTTLED, *TRANSIENT, refusal("?", 429)], ids=str)
def test_what_the_sdk_tries_again_is_tried_again(error: ClientError) -> None:
    assert is_transient(error)


@pytest.mark.parametrize(
    "error", [UnreachableError(), TimeoutError(), ConnectionResetError(), UnreadableAnswerError()], ids=repr
)
def test_a_call_without_an_answer_is_tried_again(error: Exception) -> None:
    assert is_transient(error)


@pytest.mark.parametrize(
    "error",
    [
        refusal("ConditionalCheckFailedException"),
        refusal("ValidationException"),
        refusal("?", 501),
        KeyError(),
    ],
    ids=repr,
)
def test_what_stays_as_it_is_is_not_tried_again(error: Exception) -> None:
    assert not is_transient(error)


@pytest.mark.parametrize(("error", "longest"), [(THROTTLED[0], 1), (TRANSIENT[0], 0.05), (OSError(), 0.05)])
def test_pauses_double_and_differ(error: Exception, longest: float) -> None:
    for attempt in (1, 2, 3):
        drawn = [pause(error, attempt) for _ in range(1000)]
        assert 0 <= min(drawn) < longest * 2 ** (attempt - 1) / 10
        assert longest * 2 ** (attempt - 1) * 0.9 < max(drawn) <= longest * 2 ** (attempt - 1)
