"""Lambda handler of the email queue: mails the posts that the bus announces."""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from functions.domain.events import BlogPostCreated
from functions.event_pipeline.email_notifications.email_store import SECONDS_OF_MAILING, EmailStore
from functions.event_pipeline.email_notifications.logic import EmailSender
from functions.event_pipeline.email_notifications.topic import PUBLISHING, EmailTopic
from functions.runtime import environment, invocation, log
from functions.runtime.clients import make_client
from functions.runtime.context import Context
from functions.runtime.queue_batch import handle_together

# Should claiming the posts of one email and publishing it take longer, Lambda ends the function: then the
# posts may not have been mailed.
_RESERVE_MS = SECONDS_OF_MAILING * 1000


def handle(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """Serves an event source mapping of the queue of `BlogPostCreated` events."""
    invocation.begin(context)

    def has_time() -> bool:
        return context.get_remaining_time_in_millis() > _RESERVE_MS

    def send(events: Mapping[str, BlogPostCreated]) -> list[str]:
        # The bus delivers at least once: one post may have several messages.
        posts = {event.post.id: event.post for event in events.values() if not event.imported}
        for imported in {event.post.id for event in events.values()} - posts.keys():
            log.info("imported post not mailed", postId=imported)
        undone = _email_sender().send(posts.values(), has_time)
        return [message_id for message_id, event in events.items() if event.post.id in undone]

    return handle_together(event, BlogPostCreated.from_bus, send)


@cache
def _email_sender() -> EmailSender:
    return EmailSender(
        EmailStore(make_client("dynamodb"), os.environ[environment.EMAILS_TABLE]),
        EmailTopic(make_client("sns", config=PUBLISHING), os.environ[environment.TOPIC_ARN]),
        os.environ.get(environment.POSTS_URL),
    )
