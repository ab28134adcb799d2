"""The event-driven blog: reads the stack's settings, makes its components, exports what callers need."""

from pathlib import Path

import pulumi

from infra.alarm_notifications import AlarmNotifications
from infra.blog_api import BlogApi
from infra.event_pipeline import EventPipeline
from infra.identity import Identity
from infra.operations import Operations
from infra.realtime_gateway import RealtimeGateway
from infra.settings import load_settings
from infra.site_files import SiteFiles
from infra.static_site import StaticSite, StaticSiteArgs
from infra.tags import tag_all_resources

settings = load_settings(pulumi.Config())
tag_all_resources(settings.tags)
AlarmNotifications("alarms", {"email": settings.alarm_email, "topic_arn": settings.alarm_topic_arn})

site_args: StaticSiteArgs = {"response_headers_policy_id": settings.response_headers_policy_id}
site = StaticSite("site", site_args) if settings.site else None
pages = [site.url] if site else []
identity = Identity(
    "identity",
    {
        "issuer": settings.issuer,
        "audience": settings.audience,
        "callback_urls": [pulumi.Output.concat(page, "/") for page in pages],
        "deletion_protection": settings.deletion_protection,
    },
)
api = BlogApi(
    "blog",
    {
        "issuer": identity.issuer,
        "audience": identity.audience,
        "public_reading": settings.public_reading,
        "allowed_origins": [*pages, *settings.allowed_origins],
        "throttle": settings.request_throttle,
        "write_throttle": settings.write_throttle,
        "deletion_protection": settings.deletion_protection,
        **settings.shared_args,
    },
)
pipeline = EventPipeline(
    "events",
    {
        "posts_stream_arn": api.posts_stream_arn,
        "language": settings.language,
        "http_api": api.http_api,
        "posts_url": api.posts_url,
        "recognition_concurrency": settings.recognition_concurrency,
        "deletion_protection": settings.deletion_protection,
        **settings.shared_args,
    },
)
realtime = RealtimeGateway(
    "realtime",
    {
        "bus_name": pipeline.bus_name,
        "http_api": api.http_api,
        "throttle": settings.websocket_throttle,
        "access_log": settings.websocket_access_log,
        "push_concurrency": settings.push_concurrency,
        "deletion_protection": settings.deletion_protection,
        **settings.shared_args,
    },
)
operations = Operations(
    "operations",
    {
        "nodes": [api.nodes, pipeline.nodes, realtime.nodes],
        "http_api_id": api.http_api["id"],
        "bus_name": pipeline.bus_name,
        "archive_name": pipeline.archive_name,
        "websocket_api_id": realtime.api_id,
        "account_concurrency": settings.account_concurrency,
        "alarms": settings.alarms,
        "dashboard": settings.dashboard,
    },
)
if site:
    mailbox = {"mailboxUrl": settings.mailbox_url} if settings.mailbox_url else {}
    SiteFiles(
        "site",
        {
            "bucket_name": site.bucket_name,
            "folder": str(Path(__file__).parent / "site"),
            "config": {"apiUrl": api.url, "websocketUrl": realtime.url, **mailbox},
            "endpoints": [api.url, realtime.url],
        },
    )
    pulumi.export("siteUrl", site.url)

pulumi.export("apiUrl", api.url)
pulumi.export("websocketUrl", realtime.url)
pulumi.export("issuer", identity.issuer)
pulumi.export("audience", identity.audience)
pulumi.export("eventBusName", pipeline.bus_name)
pulumi.export("postsTableName", api.posts_table_name)
pulumi.export("notificationsTopicArn", pipeline.notifications_topic_arn)
pulumi.export("operations", operations.places)
