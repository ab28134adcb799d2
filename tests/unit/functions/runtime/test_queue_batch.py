from collections.abc import Callable, Mapping
from typing import Any

from functions.runtime.queue_batch import handle_each, handle_together

EVENT = {"Records": [{"messageId": f"m{n}", "body": f"{n}"} for n in (1, 2, 3)]}


def test_each_message_is_handled() -> None:
    handled: list[str] = []
    assert handle_each(EVENT, handled.append) == {"batchItemFailures": []}
    assert handled == ["1", "2", "3"]


def test_only_the_messages_that_failed_are_reported_and_logged(
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    def handle_message(body: str) -> None:
        if body == "2":
            raise ValueError("two is odd")

    assert handle_each(EVENT, handle_message) == {"batchItemFailures": [{"itemIdentifier": "m2"}]}
    failure, summary = logged()
    assert (failure["level"], failure["messageId"]) == ("ERROR", "m2")
    assert (summary["messages"], summary["failed"]) == (3, 1)


def test_messages_are_handled_together_but_for_those_that_cannot_be_read() -> None:
    def read(body: str) -> int:
        if body == "1":
            raise ValueError("not read")
        return int(body)

    def handle(numbers: Mapping[str, int]) -> list[str]:
        assert dict(numbers) == {"m2": 2, "m3": 3}
        return ["m3"]

    failures = [{"itemIdentifier": "m1"}, {"itemIdentifier": "m3"}]
    assert handle_together(EVENT, read, handle) == {"batchItemFailures": failures}
