"""Names of the channels that WebSocket clients subscribe to."""

from functions.domain.post import topic_key


def post_channel(post_id: str) -> str:
    """Names the channel of one post."""
    return f"post#{post_id}"


def topic_channel(topic: str) -> str:
    """Names the channel of all posts on a topic, however that is written."""
    return f"topic#{topic_key(topic)}"
