"""The event-driven blog: reads the stack's settings, makes three components, exports what callers need."""

import pulumi

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.realtime_gateway import RealtimeGateway
from infra.settings import load_settings

settings = load_settings(pulumi.Config())

api = BlogApi(
    "blog",
    {"functions": settings.functions, "deletion_protection": settings.deletion_protection},
)
pipeline = EventPipeline(
    "events",
    {
        "posts_stream_arn": api.posts_stream_arn,
        "language": settings.language,
        "http_api": {"id": api.api_id, "execution_arn": api.execution_arn},
        "posts_url": api.posts_url,
        "functions": settings.functions,
    },
)
realtime = RealtimeGateway(
    "realtime",
    {"bus_name": pipeline.bus_name, "functions": settings.functions},
)

pulumi.export("apiUrl", api.url)
pulumi.export("websocketUrl", realtime.url)
pulumi.export("eventBusName", pipeline.bus_name)
pulumi.export("postsTableName", api.posts_table_name)
pulumi.export("notificationsTopicArn", pipeline.notifications_topic_arn)
