"""A blog whose posts are announced and pushed, from components of the package."""

import event_driven_blog as blog
import pulumi

identity = blog.Identity("identity", deletion_protection=False)
api = blog.BlogApi(
    "blog",
    issuer=identity.issuer,
    audience=identity.audience,
    public_reading=False,
    throttle={"rate": 50, "burst": 100},
    log_retention_days=7,
    deletion_protection=False,
)
pipeline = blog.EventPipeline(
    "events",
    posts_stream_arn=api.posts_stream_arn,
    posts_url=api.posts_url,
    http_api=api.http_api,
    deletion_protection=False,
)
gateway = blog.RealtimeGateway(
    "realtime", bus_name=pipeline.bus_name, http_api=api.http_api, deletion_protection=False
)
operations = blog.Operations(
    "operations",
    nodes=[api.nodes, pipeline.nodes, gateway.nodes],
    http_api_id=api.http_api.id,
    bus_name=pipeline.bus_name,
    archive_name=pipeline.archive_name,
    websocket_api_id=gateway.api_id,
    account_concurrency=1000,
)

pulumi.export("apiUrl", api.url)
pulumi.export("websocketUrl", gateway.url)
pulumi.export("creationRule", pipeline.creation_rule.name)
pulumi.export("operations", operations.places)
