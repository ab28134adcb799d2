from botocore.stub import Stubber

from functions.event_pipeline.relay.handler import handle
from tests.events import load_event
from tests.unit.functions.call import Call

RECORDS = {"Records": [load_event("stream_insert"), load_event("stream_modify")]}


def test_a_batch_that_is_announced_has_no_failures(events: Stubber) -> None:
    events.add_response(
        "put_events", {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}, {"EventId": "2"}]}
    )
    assert handle(RECORDS, Call()) == {"batchItemFailures": []}


def test_only_the_lowest_failed_sequence_number_is_reported(events: Stubber) -> None:
    failure = {"ErrorCode": "ThrottlingException", "ErrorMessage": "Rate exceeded"}
    events.add_response("put_events", {"FailedEntryCount": 2, "Entries": [failure, failure]})
    assert handle(RECORDS, Call()) == {"batchItemFailures": [{"itemIdentifier": "100000000000000000001"}]}
