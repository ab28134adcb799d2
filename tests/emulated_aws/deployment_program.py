"""A Pulumi program with a resource of each type that flows of events need, and most of what each takes.

test_deployment_types.py runs it.
"""

import pulumi
import pulumi_aws as aws

from tests.emulated_aws.deployment_specimens import export, policy

KEY = "arn:aws:kms:us-east-1:000000000000:key/0d4f3a52-7c1b-4b0e-9a64-3f2c5e8d1a90"

table = aws.dynamodb.Table(
    "orders",
    hash_key="id",
    range_key="createdAt",
    attributes=[{"name": name, "type": "S"} for name in ("id", "createdAt", "status")],
    billing_mode="PAY_PER_REQUEST",
    global_secondary_indexes=[
        {
            "name": "by-status",
            "key_schemas": [
                {"attribute_name": "status", "key_type": "HASH"},
                {"attribute_name": "createdAt", "key_type": "RANGE"},
            ],
            "projection_type": "INCLUDE",
            "non_key_attributes": ["total"],
        },
        {"name": "by-date", "hash_key": "createdAt", "projection_type": "KEYS_ONLY"},
    ],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    ttl={"attribute_name": "expiresAt", "enabled": True},
    point_in_time_recovery={"enabled": True},
    server_side_encryption={"enabled": True, "kms_key_arn": KEY},
    deletion_protection_enabled=True,
    tags={"owner": "tests"},
)

role = aws.iam.Role(
    "orders-role",
    assume_role_policy=policy(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"),
    force_detach_policies=True,
    tags={"owner": "tests"},
)
role_policy = aws.iam.RolePolicy(
    "orders-role-policy",
    role=role.name,
    policy=table.arn.apply(lambda arn: policy(Action="dynamodb:PutItem", Resource=arn)),
)
role_policy_attachment = aws.iam.RolePolicyAttachment(
    "orders-role-log",
    role=role.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
)

queue = aws.sqs.Queue(
    "jobs",
    visibility_timeout_seconds=31,
    message_retention_seconds=1_209_600,
    kms_master_key_id=KEY,
    kms_data_key_reuse_period_seconds=600,
    tags={"owner": "tests"},
)
queue_policy = aws.sqs.QueuePolicy(
    "jobs-policy",
    queue_url=queue.url,
    policy=queue.arn.apply(lambda arn: policy(Principal="*", Action="sqs:SendMessage", Resource=arn)),
)
topic = aws.sns.Topic("news", display_name="News", kms_master_key_id=KEY, tags={"owner": "tests"})
topic_policy = aws.sns.TopicPolicy(
    "news-policy",
    arn=topic.arn,
    policy=topic.arn.apply(lambda arn: policy(Principal="*", Action="sns:Publish", Resource=arn)),
)

topic_subscription = aws.sns.TopicSubscription(
    "news-jobs",
    topic=topic.arn,
    protocol="sqs",
    endpoint=queue.arn,
    raw_message_delivery=True,
    filter_policy='{"topic": ["summer"]}',
    confirmation_timeout_in_minutes=2,
)
alarm = aws.cloudwatch.MetricAlarm(
    "jobs-age",
    alarm_description="Jobs wait",
    namespace="AWS/SQS",
    metric_name="ApproximateAgeOfOldestMessage",
    dimensions={"QueueName": queue.name},
    statistic="Maximum",
    period=60,
    evaluation_periods=2,
    threshold=30,
    comparison_operator="GreaterThanThreshold",
    treat_missing_data="notBreaching",
    alarm_actions=[topic.arn],
    ok_actions=[topic.arn],
    tags={"owner": "tests"},
)
aws.cloudwatch.MetricAlarm(
    "jobs-sum",
    metric_queries=[
        {"id": "both", "expression": "sent + 1", "return_data": True},
        {
            "id": "sent",
            "metric": {
                "namespace": "AWS/SQS",
                "metric_name": "NumberOfMessagesSent",
                "dimensions": {"QueueName": queue.name},
                "stat": "Sum",
                "period": 60,
            },
        },
    ],
    evaluation_periods=1,
    threshold=0,
    comparison_operator="GreaterThanThreshold",
)
dashboard = aws.cloudwatch.Dashboard("jobs-board", dashboard_name="jobs", dashboard_body='{"widgets": []}')

log_group = aws.cloudwatch.LogGroup(
    "orders-log", retention_in_days=14, kms_key_id=KEY, skip_destroy=True, tags={"owner": "tests"}
)
function = aws.lambda_.Function(
    "orders",
    code=pulumi.FileArchive("code.zip"),
    handler="handler.handle",
    runtime="python3.13",
    architectures=["arm64"],
    role=role.arn,
    memory_size=256,
    timeout=10,
    reserved_concurrent_executions=5,
    environment={"variables": {"TABLE": table.name}},
    logging_config={"log_format": "Text", "log_group": log_group.name},
    tracing_config={"mode": "PassThrough"},
    tags={"owner": "tests"},
    opts=pulumi.ResourceOptions(depends_on=[role_policy]),
)
event_source_mapping = aws.lambda_.EventSourceMapping(
    "orders-stream",
    event_source_arn=table.stream_arn,
    function_name=function.arn,
    starting_position="TRIM_HORIZON",
    batch_size=100,
    bisect_batch_on_function_error=True,
    maximum_batching_window_in_seconds=0,
    maximum_retry_attempts=3,
    maximum_record_age_in_seconds=3600,
    parallelization_factor=2,
    function_response_types=["ReportBatchItemFailures"],
    filter_criteria={"filters": [{"pattern": '{"eventName": ["INSERT"]}'}]},
    destination_config={"on_failure": {"destination_arn": queue.arn}},
)
bus = aws.cloudwatch.EventBus(
    "shop",
    description="The shop's events",
    kms_key_identifier=KEY,
    dead_letter_config={"arn": queue.arn},
    log_config={"include_detail": "NONE", "level": "ERROR"},
    tags={"owner": "tests"},
)
bus_log = aws.cloudwatch.LogDeliverySource(
    "shop-log", log_type="ERROR_LOGS", resource_arn=bus.arn, tags={"owner": "tests"}
)
bus_log_destination = aws.cloudwatch.LogDeliveryDestination(
    "shop-log",
    delivery_destination_configuration={"destination_resource_arn": log_group.arn},
    output_format="json",
    tags={"owner": "tests"},
)
bus_log_delivery = aws.cloudwatch.LogDelivery(
    "shop-log",
    delivery_source_name=bus_log.name,
    delivery_destination_arn=bus_log_destination.arn,
    record_fields=["event_timestamp", "log_level"],
    tags={"owner": "tests"},
)
archive = aws.cloudwatch.EventArchive(
    "shop-archive",
    description="What happened",
    event_source_arn=bus.arn,
    event_pattern='{"source": ["shop"]}',
    retention_days=3,
    kms_key_identifier=KEY,
)
rule = aws.cloudwatch.EventRule(
    "created",
    event_bus_name=bus.name,
    event_pattern='{"source": ["shop"]}',
    description="New orders",
    force_destroy=True,
    tags={"owner": "tests"},
)
target = aws.cloudwatch.EventTarget(
    "created-news",
    event_bus_name=bus.name,
    rule=rule.name,
    arn=topic.arn,
    input_transformer={"input_paths": {"total": "$.detail.total"}, "input_template": '"<total>"'},
    dead_letter_config={"arn": queue.arn},
    retry_policy={"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 3},
)

http_api = aws.apigatewayv2.Api(
    "http",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": ["https://example.org"], "allow_methods": ["POST"], "max_age": 60},
    tags={"owner": "tests"},
)
integration = aws.apigatewayv2.Integration(
    "http-orders",
    api_id=http_api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.invoke_arn,
    payload_format_version="2.0",
    timeout_milliseconds=10_000,
)
route = aws.apigatewayv2.Route(
    "http-orders-route",
    api_id=http_api.id,
    route_key="POST /orders",
    target=integration.id.apply("integrations/{}".format),
)
stage = aws.apigatewayv2.Stage(
    "http-default",
    api_id=http_api.id,
    name="$default",
    auto_deploy=True,
    default_route_settings={"throttling_burst_limit": 10, "throttling_rate_limit": 5.5},
    route_settings=[{"route_key": "POST /orders", "throttling_burst_limit": 2}],
    tags={"owner": "tests"},
    opts=pulumi.ResourceOptions(depends_on=[route]),
)
recursion = aws.lambda_.FunctionRecursionConfig(
    "orders-recursion", function_name=function.name, recursive_loop="Allow"
)
permission = aws.lambda_.Permission(
    "http-orders-permission",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    source_arn=http_api.execution_arn.apply("{}/*/*".format),
)

websocket_api = aws.apigatewayv2.Api(
    "websocket", protocol_type="WEBSOCKET", route_selection_expression="$request.body.action"
)
websocket_integration = aws.apigatewayv2.Integration(
    "websocket-orders",
    api_id=websocket_api.id,
    integration_type="AWS_PROXY",
    integration_uri=function.invoke_arn,
)
websocket_route = aws.apigatewayv2.Route(
    "websocket-default",
    api_id=websocket_api.id,
    route_key="$default",
    target=websocket_integration.id.apply("integrations/{}".format),
)
ticket_authorizer = aws.apigatewayv2.Authorizer(
    "websocket-tickets",
    api_id=websocket_api.id,
    authorizer_type="REQUEST",
    authorizer_uri=function.invoke_arn,
    identity_sources=["route.request.querystring.ticket"],
)
connect_route = aws.apigatewayv2.Route(
    "websocket-connect",
    api_id=websocket_api.id,
    route_key="$connect",
    authorization_type="CUSTOM",
    authorizer_id=ticket_authorizer.id,
    target=websocket_integration.id.apply("integrations/{}".format),
)
websocket_stage = aws.apigatewayv2.Stage(
    "websocket-live", api_id=websocket_api.id, name="live", auto_deploy=True
)

export(
    table,
    role,
    role_policy,
    role_policy_attachment,
    queue,
    queue_policy,
    topic,
    topic_policy,
    topic_subscription,
    alarm,
    dashboard,
    log_group,
    function,
    event_source_mapping,
    permission,
    recursion,
    bus,
    bus_log,
    bus_log_destination,
    bus_log_delivery,
    archive,
    rule,
    target,
    http_api,
    integration,
    route,
    stage,
)
pulumi.export("websocketRoute", {"ApiId": websocket_api.id, "RouteId": connect_route.id})
pulumi.export("websocketEndpoint", websocket_api.api_endpoint)
pulumi.export("websocketUrl", websocket_stage.invoke_url)
