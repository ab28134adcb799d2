"""Figures say what happened: a repetition counts, unless a sender had to doubt that it had sent."""

import json

import pytest

from emulated_aws.faults.call import Call, Protocol
from emulated_aws.faults.proxy import Incident
from emulated_aws.faults.schedule import Fault
from local.faults import evidence
from local.faults.outcome import Outcome
from local.faults.reader import CREATED, ENRICHED, Message, Reader

POST = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
NEWS, ENTITIES = Message(CREATED, POST), Message(ENRICHED, POST)


def incident(fault: Fault) -> Incident:
    body = json.dumps({"type": CREATED, "id": POST}).encode()
    return Incident(
        fault, Call("execute-api", "POST @connections", Protocol.REST, "/live/@connections/1", body)
    )


@pytest.mark.parametrize(
    ("messages", "overtaken"),
    [
        ([NEWS, ENTITIES], []),
        ([ENTITIES], []),
        ([ENTITIES, NEWS], [POST]),
        ([NEWS, ENTITIES, ENTITIES], []),
        ([NEWS, ENTITIES, NEWS], [POST]),
    ],
)
def test_news_that_come_after_the_entities_are_out_of_order(
    messages: list[Message], overtaken: list[str]
) -> None:
    assert list(evidence.find_overtaken(Reader(["summer"], messages))) == overtaken


def test_a_send_whose_answer_was_lost_may_be_repeated_once() -> None:
    doubtful = evidence.count_doubtful_sends([incident(Fault.ANSWER_LOST)], readers=3)
    assert (doubtful[NEWS], doubtful[ENTITIES]) == (1, 0)


@pytest.mark.parametrize("fault", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER])
def test_a_killed_function_may_repeat_what_it_was_sending_to_each_reader(fault: Fault) -> None:
    doubtful = evidence.count_doubtful_sends([incident(fault)], readers=3)
    assert (doubtful[NEWS], doubtful[ENTITIES]) == (3, 3)


@pytest.mark.parametrize("fault", [Fault.FAILED, Fault.THROTTLED, Fault.DROPPED])
def test_what_was_not_sent_excuses_no_repetition(fault: Fault) -> None:
    assert not evidence.count_doubtful_sends([incident(fault)], readers=3)


def test_the_goals_that_are_missed_are_named() -> None:
    figures = dict.fromkeys(Outcome.__dataclass_fields__, 0)
    assert Outcome(**{**figures, "answered": 9, "not_mailed": 1, "messages_repeated": 2}).missed == []
    assert Outcome(**{**figures, "lost": 1, "out_of_order": 2}).missed == ["lost", "out of order"]
