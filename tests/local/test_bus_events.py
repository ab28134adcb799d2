"""The display of `make up` shows events, whatever else is in its queue."""

from emulated_aws.emulator import Emulator
from functions.domain.events import SOURCE
from local.bus_events import listen


def test_whatever_is_no_event_is_passed_over() -> None:
    with Emulator() as emulator:
        events = listen(emulator, "default")
        sqs = emulator.client("sqs")
        for text in ("no JSON", "3"):
            sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="bus-events")["QueueUrl"], MessageBody=text)
        emulator.client("events").put_events(
            Entries=[{"Source": SOURCE, "DetailType": "Test", "Detail": "{}", "EventBusName": "default"}]
        )
        assert next(events)["detail-type"] == "Test"
