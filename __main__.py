"""The event-driven blog: reads the stack's settings, makes its components, exports what callers need."""

from pathlib import Path

import pulumi

from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.realtime_gateway import RealtimeGateway
from infra.settings import load_settings
from infra.static_site import StaticSite

settings = load_settings(pulumi.Config())

site = StaticSite("site")
identity = Identity(
    "identity",
    {
        "issuer": settings.issuer,
        "audience": settings.audience,
        "callback_urls": [pulumi.Output.concat(site.url, "/")],
        "deletion_protection": settings.deletion_protection,
    },
)
api = BlogApi(
    "blog",
    {
        "issuer": identity.issuer,
        "audience": identity.audience,
        "public_reading": settings.public_reading,
        "allowed_origins": [site.url, *settings.allowed_origins],
        "function_settings": settings.function_settings,
        "deletion_protection": settings.deletion_protection,
    },
)
pipeline = EventPipeline(
    "events",
    {
        "posts_stream_arn": api.posts_stream_arn,
        "language": settings.language,
        "http_api": api.http_api,
        "posts_url": api.posts_url,
        "function_settings": settings.function_settings,
    },
)
realtime = RealtimeGateway(
    "realtime",
    {
        "bus_name": pipeline.bus_name,
        "http_api": api.http_api,
        "function_settings": settings.function_settings,
    },
)
site.publish(
    Path(__file__).parent / "site",
    config={"apiUrl": api.url, "websocketUrl": realtime.url, "mailboxUrl": settings.mailbox_url},
    endpoints=[api.url, realtime.url],
)

pulumi.export("siteUrl", site.url)
pulumi.export("apiUrl", api.url)
pulumi.export("websocketUrl", realtime.url)
pulumi.export("issuer", identity.issuer)
pulumi.export("audience", identity.audience)
pulumi.export("eventBusName", pipeline.bus_name)
pulumi.export("postsTableName", api.posts_table_name)
pulumi.export("notificationsTopicArn", pipeline.notifications_topic_arn)
