"""Messages of the push function's queue, and how far each is done."""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, TypeAdapter

from functions.domain.events import (
    BlogPostCreated,
    BlogPostEnriched,
    BlogPostRemoved,
    CreatedName,
    EnrichedName,
    RemovedName,
)
from functions.realtime_gateway.subscription_store import Subscription
from functions.wire.models import WireModel

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Progress(WireModel):
    """How far the pushing of an event is.

    Attributes:
        after: The subscription after which it goes on. None at the beginning.
        unsettled: The connections before that which may not have got the message.
    """

    after: Subscription | None = None
    unsettled: tuple[str, ...] = ()


class _Work(WireModel):
    """An event in EventBridge's envelope, to which the function adds its progress when it has to stop."""

    progress: Progress = Progress()

    def going_on(self, after: Subscription, unsettled: tuple[str, ...]) -> Self:
        """Makes the work that is left."""
        return self.model_copy(update={"progress": Progress(after=after, unsettled=unsettled)})


class CreatedWork(_Work):
    """A post was created."""

    detail_type: CreatedName = Field(alias="detail-type")
    detail: BlogPostCreated


class EnrichedWork(_Work):
    """A post was enriched."""

    detail_type: EnrichedName = Field(alias="detail-type")
    detail: BlogPostEnriched


class RemovedWork(_Work):
    """A post was deleted."""

    detail_type: RemovedName = Field(alias="detail-type")
    detail: BlogPostRemoved


Work = CreatedWork | EnrichedWork | RemovedWork

_work: TypeAdapter[Work] = TypeAdapter(
    Annotated[Work, Field(discriminator="detail_type")], config=WireModel.model_config
)


def read_work(text: str) -> Work:
    """Reads a message of the queue.

    Raises:
        pydantic.ValidationError: It is no event that is pushed, or one of another version.
    """
    return _work.validate_json(text)


class WorkQueue:
    """The function's own queue."""

    def __init__(self, sqs: "SQSClient", url: str) -> None:
        self._sqs = sqs
        self._url = url

    def put(self, work: Work) -> None:
        """Leaves work to the next call of the function."""
        self._sqs.send_message(QueueUrl=self._url, MessageBody=work.to_json())
