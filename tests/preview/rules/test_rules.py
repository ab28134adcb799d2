"""Rules of AWS: a table of faults, each in a small program, and the rule that finds it."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pulumi
import pulumi_aws as aws
import pytest

from preview.recording import ACCOUNT, REGION, record
from preview.validation import find_violations

OF_ACCOUNT = f"{REGION}:{ACCOUNT}"
BUS_ARN = f"arn:aws:events:{OF_ACCOUNT}:event-bus/blog"
LOG_ARN = f"arn:aws:logs:{OF_ACCOUNT}:log-group:/aws/vendedlogs/blog"
QUEUE_ARN = f"arn:aws:sqs:{OF_ACCOUNT}:dead-letters"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/blog"
STREAM_ARN = f"arn:aws:dynamodb:{OF_ACCOUNT}:table/posts/stream/2026-01-01T00:00:00.000"
TOPIC_ARN = f"arn:aws:sns:{OF_ACCOUNT}:emails"

# Managed by AWS: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"


class Fault(NamedTuple):
    """A program that AWS refuses, or that would not work there."""

    what: str
    program: Callable[[], object]
    place: str
    source: str


# Each makes a resource that AWS takes, with the changes of a fault.


def policy(**changes: Any) -> str:  # noqa: ANN401 - elements of a statement are of any type
    statement = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", **changes}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust_policy(**changes: Any) -> str:  # noqa: ANN401 - the same
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"},
        **changes,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role(**changes: Any) -> None:  # noqa: ANN401 - properties of a resource are of any type
    aws.iam.Role("role", **{"assume_role_policy": trust_policy(), **changes})


def role_policy(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.iam.RolePolicy("policy", role="blog", policy=policy(**changes))


def distribution(behaviour: dict[str, Any] | None = None, **changes: Any) -> None:  # noqa: ANN401 - the same
    origin = {
        "domainName": "origin.example",
        "originId": "origin",
        "customOriginConfig": {
            "httpPort": 80,
            "httpsPort": 443,
            "originProtocolPolicy": "https-only",
            "originSslProtocols": ["TLSv1.2"],
        },
    }
    properties: dict[str, Any] = {
        "enabled": True,
        "origins": [origin],
        "default_cache_behavior": {
            "allowedMethods": ["GET", "HEAD"],
            "cachedMethods": ["GET", "HEAD"],
            "targetOriginId": "origin",
            "viewerProtocolPolicy": "redirect-to-https",
            "cachePolicyId": CACHING_OPTIMIZED,
            **(behaviour or {}),
        },
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewer_certificate": {"cloudfrontDefaultCertificate": True},
    }
    aws.cloudfront.Distribution("site", **{**properties, **changes})


def alarm(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "comparison_operator": "GreaterThanThreshold",
        "evaluation_periods": 1,
        "metric_name": "ApproximateAgeOfOldestMessage",
        "namespace": "AWS/SQS",
        "period": 60,
        "statistic": "Maximum",
        "threshold": 1,
    }
    aws.cloudwatch.MetricAlarm("age", **{**properties, **changes})


def dashboard(*widgets: dict[str, Any]) -> None:
    metrics = {"metrics": [["AWS/SQS", "NumberOfMessagesSent"]], "region": REGION}
    widget = {"type": "metric", "x": 0, "y": 0, "width": 6, "height": 6, "properties": metrics}
    body = json.dumps({"widgets": [{**widget, **changes} for changes in widgets]})
    aws.cloudwatch.Dashboard("board", dashboard_name="board", dashboard_body=body)


def api(**changes: Any) -> aws.apigatewayv2.Api:  # noqa: ANN401 - the same
    return aws.apigatewayv2.Api("api", protocol_type="HTTP", **changes)


def stage(log_format: str, destination: str = LOG_ARN) -> None:
    aws.apigatewayv2.Stage(
        "stage",
        api_id=api().id,
        name="$default",
        access_log_settings={"destination_arn": destination, "format": log_format},
    )


def route(*keys: str, **changes: Any) -> None:  # noqa: ANN401 - the same
    api_id = api().id
    for number, key in enumerate(keys):
        aws.apigatewayv2.Route(f"route{number}", api_id=api_id, route_key=key, **changes)


def authorizer(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "api_id": api().id,
        "authorizer_type": "JWT",
        "identity_sources": ["$request.header.Authorization"],
        "name": "tokens",
        "jwt_configuration": {"issuer": "https://issuer.example", "audiences": ["blog"]},
    }
    aws.apigatewayv2.Authorizer("authorizer", **{**properties, **changes})


def client(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "user_pool_id": f"{REGION}_blog",
        "allowed_oauth_flows_user_pool_client": True,
        "allowed_oauth_flows": ["code"],
        "allowed_oauth_scopes": ["openid"],
        "callback_urls": ["https://blog.example/"],
        "supported_identity_providers": ["COGNITO"],
    }
    aws.cognito.UserPoolClient("client", **{**properties, **changes})


def function(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "role": ROLE_ARN,
        "handler": "blog.handle",
        "runtime": "python3.13",
        "code": pulumi.AssetArchive({"blog.py": pulumi.StringAsset("")}),
    }
    aws.lambda_.Function("handler", **{**properties, **changes})


def mapping(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties = {"event_source_arn": QUEUE_ARN, "function_name": "handler", **changes}
    aws.lambda_.EventSourceMapping("mapping", **properties)


def permission(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "action": "lambda:InvokeFunction",
        "function": "handler",
        "principal": "apigateway.amazonaws.com",
    }
    aws.lambda_.Permission("permission", **{**properties, **changes})


def table(**changes: Any) -> aws.dynamodb.Table:  # noqa: ANN401 - the same
    properties: dict[str, Any] = {
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attributes": [{"name": "id", "type": "S"}],
    }
    return aws.dynamodb.Table("posts", **{**properties, **changes})


def index(name: str, key: str = "id", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the same
    keys = [{"attributeName": key, "keyType": "HASH"}]
    return {"name": name, "keySchemas": keys, "projectionType": "ALL", **changes}


def rule(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.cloudwatch.EventRule("created", **{"event_pattern": '{"source": ["blog"]}', **changes})


def target(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.cloudwatch.EventTarget("target", **{"rule": "created", "arn": QUEUE_ARN, **changes})


def archive(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.cloudwatch.EventArchive("archive", **{"event_source_arn": BUS_ARN, **changes})


def subscription(**changes: Any) -> None:  # noqa: ANN401 - the same
    properties = {"topic": TOPIC_ARN, "protocol": "email", "endpoint": "reader@blog.example"}
    aws.sns.TopicSubscription("subscription", **{**properties, **changes})


def queue(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.sqs.Queue("jobs", **changes)


def bucket(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.s3.Bucket("files", **changes)


def log_group(**changes: Any) -> None:  # noqa: ANN401 - the same
    aws.cloudwatch.LogGroup("log", **changes)


FAULTS = [
    Fault(
        "CloudFront caching GET alone",
        lambda: distribution(behaviour={"cachedMethods": ["GET"]}),
        "site: defaultCacheBehavior.cachedMethods: ",
        "API_CachedMethods.html",
    ),
    Fault(
        "GET, HEAD and POST allowed",
        lambda: distribution(behaviour={"allowedMethods": ["GET", "HEAD", "POST"]}),
        "site: defaultCacheBehavior.allowedMethods: ",
        "API_AllowedMethods.html",
    ),
    Fault(
        "an alarm with a period of 45 s", lambda: alarm(period=45), "age: period: ", "API_PutMetricAlarm.html"
    ),
    Fault(
        "an alarm that looks back 25 h at 60 s",
        lambda: alarm(period=60, evaluation_periods=1500),
        "age: evaluationPeriods: ",
        "API_PutMetricAlarm.html",
    ),
    Fault(
        "3 data points of 1 period",
        lambda: alarm(datapoints_to_alarm=3),
        "age: datapointsToAlarm: ",
        "API_PutMetricAlarm.html",
    ),
    Fault(
        "an alarm without a metric",
        lambda: alarm(metric_name=None, namespace=None, statistic=None, period=None),
        "age: ",
        "F3014",
    ),
    Fault(
        "an alarm without a statistic",
        lambda: alarm(statistic=None),
        "age: statistic: ",
        "API_PutMetricAlarm.html",
    ),
    Fault(
        "an unknown comparison",
        lambda: alarm(comparison_operator="Above"),
        "age: ComparisonOperator: ",
        "W3030",
    ),
    Fault(
        "an unknown treatment of missing data",
        lambda: alarm(treat_missing_data="ok"),
        "age: TreatMissingData: ",
        "W3030",
    ),
    Fault(
        "six actions of an alarm",
        lambda: alarm(alarm_actions=[f"{TOPIC_ARN}{i}" for i in range(6)]),
        "age: alarmActions: ",
        "API_PutMetricAlarm.html",
    ),
    Fault(
        "an action that is no ARN",
        lambda: alarm(alarm_actions=["topic"]),
        "age: alarmActions.0: ",
        "API_PutMetricAlarm.html",
    ),
    Fault(
        "an access log format of several lines",
        lambda: stage('{\n"a": "$context.requestId"}'),
        "stage: accessLogSettings.format: ",
        "apis-apiid-stages.html",
    ),
    Fault(
        "an access log that fills the account's resource policy",
        lambda: stage("$context.requestId", f"arn:aws:logs:{OF_ACCOUNT}:log-group:blog"),
        "stage: accessLogSettings.destinationArn: ",
        "AWS-logs-infrastructure-CWL.html",
    ),
    Fault(
        "an access log without request ids",
        lambda: stage('{"a": "$context.status"}'),
        "stage: accessLogSettings.format: ",
        "apis-apiid-stages.html",
    ),
    Fault(
        "code flow without callback URLs",
        lambda: client(callback_urls=[]),
        "client: callbackUrls: ",
        "API_CreateUserPoolClient.html",
    ),
    Fault(
        "a callback by http",
        lambda: client(callback_urls=["http://a.example/"]),
        "client: callbackUrls.0: ",
        "API_CreateUserPoolClient.html",
    ),
    Fault(
        "a callback with a fragment",
        lambda: client(callback_urls=["https://a.example/#x"]),
        "client: callbackUrls.0: ",
        "API_CreateUserPoolClient.html",
    ),
    Fault(
        "a callback with a wildcard",
        lambda: client(callback_urls=["https://*.example/"]),
        "client: callbackUrls.0: ",
        "API_CreateUserPoolClient.html",
    ),
    Fault(
        "client credentials beside another flow",
        lambda: client(allowed_oauth_flows=["code", "client_credentials"]),
        "client: allowedOauthFlows: ",
        "API_CreateUserPoolClient.html",
    ),
    Fault(
        "an unknown flow",
        lambda: client(allowed_oauth_flows=["pkce"]),
        "client: AllowedOAuthFlows.0: ",
        "W3030",
    ),
    Fault(
        "11 tags on an S3 object",
        lambda: aws.s3.BucketObjectv2(
            "page", bucket="b", key="k", content="x", tags={f"k{i}": "v" for i in range(11)}
        ),
        "page: tags: ",
        "object-tagging.html",
    ),
    Fault(
        "a tag of AWS's own",
        lambda: queue(tags={"aws:x": "y"}),
        "jobs: tags.aws:x: ",
        "best-practices-and-strats.html",
    ),
    Fault(
        "51 tags",
        lambda: queue(tags={f"k{i}": "v" for i in range(51)}),
        "jobs: tags: ",
        "best-practices-and-strats.html",
    ),
    Fault(
        "a tag's value of 257 characters",
        lambda: queue(tags={"a": "x" * 257}),
        "jobs: tags.a: ",
        "best-practices-and-strats.html",
    ),
    Fault("a comma in a tag", lambda: queue(tags={"a": "x,y"}), "jobs: Tags.0.Value: ", "F3031"),
    Fault(
        "CORS for all with credentials",
        lambda: api(cors_configuration={"allowOrigins": ["*"], "allowCredentials": True}),
        "api: corsConfiguration.allowOrigins: ",
        "9076",
    ),
    Fault(
        "an origin without a scheme",
        lambda: api(cors_configuration={"allowOrigins": ["a.example"]}),
        "api: corsConfiguration.allowOrigins.0: ",
        "http-api-cors.html",
    ),
    Fault(
        "a hyphen in a variable's name",
        lambda: function(environment={"variables": {"A-B": "x"}}),
        "handler: Environment.Variables.A-B: ",
        "F3002",
    ),
    Fault(
        "a reserved variable",
        lambda: function(environment={"variables": {"AWS_REGION": "x"}}),
        "handler: Environment.Variables: ",
        "E3663",
    ),
    Fault(
        "a variable that begins with an underscore",
        lambda: function(environment={"variables": {"_A": "x"}}),
        "handler: Environment.Variables._A: ",
        "F3002",
    ),
    Fault(
        "a widget beyond column 24",
        lambda: dashboard({"x": 20}),
        "board: dashboardBody.widgets.0.width: ",
        "CloudWatch-Dashboard-Body-Structure.html",
    ),
    Fault(
        "a widget of height 1,001",
        lambda: dashboard({"height": 1001}),
        "board: dashboardBody.widgets.0.height: ",
        "CloudWatch-Dashboard-Body-Structure.html",
    ),
    Fault(
        "an unknown type of widget",
        lambda: dashboard({"type": "graph"}),
        "board: dashboardBody.widgets.0.type: ",
        "CloudWatch-Dashboard-Body-Structure.html",
    ),
    Fault(
        "a dashboard's name with a space",
        lambda: aws.cloudwatch.Dashboard("board", dashboard_name="a b", dashboard_body='{"widgets":[]}'),
        "board: dashboardName: ",
        "API_PutDashboard.html",
    ),
    Fault(
        "a dashboard that is no JSON",
        lambda: aws.cloudwatch.Dashboard("board", dashboard_name="a", dashboard_body='{"widgets":'),
        "board: dashboardBody: ",
        "CloudWatch-Dashboard-Body-Structure.html",
    ),
    Fault(
        "six filters on a mapping",
        lambda: mapping(filter_criteria={"filters": [{"pattern": json.dumps({"a": [i]})} for i in range(6)]}),
        "mapping: filterCriteria.filters: ",
        "invocation-eventfiltering.html",
    ),
    Fault(
        "a filter that is no JSON",
        lambda: mapping(filter_criteria={"filters": [{"pattern": '{"a":'}]}),
        "mapping: filterCriteria.filters.0.pattern: ",
        "invocation-eventfiltering.html",
    ),
    Fault(
        "trust in `lamda`",
        lambda: role(assume_role_policy=trust_policy(Principal={"Service": "lamda.amazonaws.com"})),
        "role: assumeRolePolicy.Statement.0.Principal.Service: ",
        "reference_policies_elements_principal.html",
    ),
    Fault(
        "`maxReceiveCount` 0",
        lambda: queue(redrive_policy=json.dumps({"deadLetterTargetArn": QUEUE_ARN, "maxReceiveCount": 0})),
        "jobs: redrivePolicy.maxReceiveCount: ",
        "sqs-configure-dead-letter-queue.html",
    ),
    Fault(
        "dead letters in another region",
        lambda: queue(
            redrive_policy=json.dumps(
                {"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:q", "maxReceiveCount": 3}
            )
        ),
        "jobs: redrivePolicy.deadLetterTargetArn: ",
        "sqs-dead-letter-queues.html",
    ),
    Fault(
        "dead letters in another account",
        lambda: queue(
            redrive_policy=json.dumps(
                {"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:999999999999:q", "maxReceiveCount": 3}
            )
        ),
        "jobs: redrivePolicy.deadLetterTargetArn: ",
        "sqs-dead-letter-queues.html",
    ),
    Fault(
        "dead letters of a FIFO queue in a standard one",
        lambda: queue(
            name="jobs.fifo",
            fifo_queue=True,
            redrive_policy=json.dumps({"deadLetterTargetArn": QUEUE_ARN, "maxReceiveCount": 3}),
        ),
        "jobs: redrivePolicy.deadLetterTargetArn: ",
        "sqs-dead-letter-queues.html",
    ),
    Fault(
        "a FIFO queue's name without .fifo",
        lambda: queue(name="jobs", fifo_queue=True),
        "jobs: name: ",
        "API_CreateQueue.html",
    ),
    Fault(
        "a standard queue's name with .fifo",
        lambda: queue(name="jobs.fifo"),
        "jobs: name: ",
        "API_CreateQueue.html",
    ),
    Fault(
        "deduplication in a standard queue",
        lambda: queue(content_based_deduplication=True),
        "jobs: contentBasedDeduplication: ",
        "API_CreateQueue.html",
    ),
    Fault("an archive's name of 49", lambda: archive(name="x" * 49), "archive: ArchiveName: ", "F3033"),
    Fault(
        "mapping concurrency 1",
        lambda: mapping(scaling_config={"maximumConcurrency": 1}),
        "mapping: ScalingConfig.MaximumConcurrency: ",
        "F3034",
    ),
    Fault(
        "an index key without an attribute",
        lambda: table(global_secondary_indexes=[index("day", key="day")]),
        "posts: ",
        "E3039",
    ),
    Fault(
        "a temporary password of 400 days",
        lambda: aws.cognito.UserPool(
            "users", password_policy={"minimum_length": 8, "temporary_password_validity_days": 400}
        ),
        "users: Policies.PasswordPolicy.TemporaryPasswordValidityDays: ",
        "F3034",
    ),
    Fault(
        "messages hidden for 13 h",
        lambda: queue(visibility_timeout_seconds=46800),
        "jobs: VisibilityTimeout: ",
        "F3034",
    ),
    Fault(
        "an unknown protocol of a subscription",
        lambda: subscription(protocol="mail", endpoint="a@b.example"),
        "subscription: protocol: ",
        "API_Subscribe.html",
    ),
    Fault(
        "an email to a URL",
        lambda: subscription(protocol="email", endpoint="https://x"),
        "subscription: endpoint: ",
        "API_Subscribe.html",
    ),
    Fault(
        "a queue's URL in place of its ARN",
        lambda: subscription(protocol="sqs", endpoint="https://sqs.eu-west-1.amazonaws.com/123456789012/q"),
        "subscription: endpoint: ",
        "API_Subscribe.html",
    ),
    Fault(
        "a raw message by email",
        lambda: subscription(raw_message_delivery=True),
        "subscription: rawMessageDelivery: ",
        "sns-large-payload-raw-message-delivery.html",
    ),
    Fault("a timeout of 901 s", lambda: function(timeout=901), "handler: Timeout: ", "E3717"),
    Fault(
        "six layers",
        lambda: function(layers=[f"arn:aws:lambda:eu-west-1:123456789012:layer:l{i}:1" for i in range(6)]),
        "handler: Layers: ",
        "F3032",
    ),
    Fault("a function without a handler", lambda: function(handler=None), "handler: Code: ", "W2533"),
    Fault(
        "negative concurrency",
        lambda: function(reserved_concurrent_executions=-2),
        "handler: ReservedConcurrentExecutions: ",
        "F3034",
    ),
    Fault(
        "dead letters of a function on a bus",
        lambda: function(dead_letter_config={"targetArn": BUS_ARN}),
        "handler: deadLetterConfig.targetArn: ",
        "API_DeadLetterConfig.html",
    ),
    Fault(
        "a route twice",
        lambda: route("GET /a", "GET /a"),
        "route1: routeKey: ",
        "http-api-develop-routes.html",
    ),
    Fault(
        "a route twice but for a variable's name",
        lambda: route("GET /a/{b}", "GET /a/{c}"),
        "route1: routeKey: ",
        "http-api-develop-routes.html",
    ),
    Fault(
        "a greedy variable in the middle",
        lambda: route("GET /{p+}/a"),
        "route0: routeKey: ",
        "http-api-develop-routes.html",
    ),
    Fault(
        "a route with tokens and no authorizer",
        lambda: route("GET /a", authorization_type="JWT"),
        "route0: authorizerId: ",
        "apis-apiid-routes.html",
    ),
    Fault(
        "tokens for no audience",
        lambda: authorizer(jwt_configuration={"issuer": "https://i.example"}),
        "authorizer: jwtConfiguration.audiences: ",
        "http-api-jwt-authorizer.html",
    ),
    Fault(
        "tokens of no issuer",
        lambda: authorizer(jwt_configuration={"audiences": ["a"]}),
        "authorizer: jwtConfiguration.issuer: ",
        "http-api-jwt-authorizer.html",
    ),
    Fault(
        "an authorizer of tokens without settings",
        lambda: authorizer(jwt_configuration=None),
        "authorizer: jwtConfiguration.audiences: ",
        "http-api-jwt-authorizer.html",
    ),
    Fault(
        "an issuer without https",
        lambda: authorizer(jwt_configuration={"issuer": "i.example", "audiences": ["a"]}),
        "authorizer: jwtConfiguration.issuer: ",
        "http-api-jwt-authorizer.html",
    ),
    Fault(
        "an authorizer's answer kept for 4,000 s",
        lambda: authorizer(
            authorizer_type="REQUEST",
            jwt_configuration=None,
            authorizer_uri="arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations",
            authorizer_payload_format_version="2.0",
            authorizer_result_ttl_in_seconds=4000,
        ),
        "authorizer: authorizerResultTtlInSeconds: ",
        "apis-apiid-authorizers.html",
    ),
    Fault(
        "an event pattern that is no JSON",
        lambda: rule(event_pattern='{"source":'),
        "created: eventPattern: ",
        "eb-event-patterns.html",
    ),
    Fault(
        "an empty event pattern",
        lambda: rule(event_pattern="{}"),
        "created: eventPattern: ",
        "eb-event-patterns.html",
    ),
    Fault(
        "an event pattern without a list",
        lambda: rule(event_pattern='{"source":"blog"}'),
        "created: eventPattern: ",
        "eb-event-patterns.html",
    ),
    Fault(
        "an event pattern of 5,000 characters",
        lambda: rule(event_pattern=json.dumps({"source": ["x" * 5000]})),
        "created: eventPattern: ",
        "API_PutRule.html",
    ),
    Fault("a rule's name of 65", lambda: rule(name="x" * 65), "created: Name: ", "F3033"),
    Fault("an unknown state of a rule", lambda: rule(state="ON"), "created: State: ", "W3030"),
    Fault(
        "a bus's name with a slash",
        lambda: aws.cloudwatch.EventBus("bus", name="aws.x/y"),
        "bus: name: ",
        "API_CreateEventBus.html",
    ),
    Fault(
        "a bus called default",
        lambda: aws.cloudwatch.EventBus("bus", name="default"),
        "bus: name: ",
        "API_CreateEventBus.html",
    ),
    Fault(
        "200 retries of a target",
        lambda: target(retry_policy={"maximumRetryAttempts": 200, "maximumEventAgeInSeconds": 30}),
        "target: retryPolicy.maximumRetryAttempts: ",
        "API_RetryPolicy.html",
    ),
    Fault(
        "two inputs of a target",
        lambda: target(input="{}", input_path="$.detail"),
        "target: inputPath: ",
        "API_Target.html",
    ),
    Fault(
        "negative retention of an archive",
        lambda: archive(retention_days=-1),
        "archive: RetentionDays: ",
        "F3034",
    ),
    Fault(
        "21 indexes",
        lambda: table(
            attributes=[{"name": "id", "type": "S"}],
            global_secondary_indexes=[index(f"index{i}") for i in range(21)],
        ),
        "posts: globalSecondaryIndexes: ",
        "API_CreateTable.html",
    ),
    Fault(
        "two indexes of a name",
        lambda: table(global_secondary_indexes=[index("aaa"), index("aaa")]),
        "posts: globalSecondaryIndexes: ",
        "API_CreateTable.html",
    ),
    Fault(
        "one attribute for both keys",
        lambda: table(range_key="id"),
        "posts: rangeKey: ",
        "API_KeySchemaElement.html",
    ),
    Fault(
        "an attribute twice",
        lambda: table(attributes=[{"name": "id", "type": "S"}, {"name": "id", "type": "N"}]),
        "posts: attributes: ",
        "API_CreateTable.html",
    ),
    Fault(
        "a projection of no attributes",
        lambda: table(global_secondary_indexes=[index("aaa", projectionType="INCLUDE")]),
        "posts: globalSecondaryIndexes.0.nonKeyAttributes: ",
        "API_Projection.html",
    ),
    Fault(
        "a projection of all and some attributes",
        lambda: table(global_secondary_indexes=[index("aaa", nonKeyAttributes=["x"])]),
        "posts: globalSecondaryIndexes.0.nonKeyAttributes: ",
        "API_Projection.html",
    ),
    Fault(
        "an unknown projection",
        lambda: table(global_secondary_indexes=[index("aaa", projectionType="SOME")]),
        "posts: GlobalSecondaryIndexes.0.Projection.ProjectionType: ",
        "W3030",
    ),
    Fault(
        "an index's name of 1",
        lambda: table(global_secondary_indexes=[index("a")]),
        "posts: GlobalSecondaryIndexes.0.IndexName: ",
        "F3033",
    ),
    Fault(
        "expiry without an attribute",
        lambda: table(ttl={"enabled": True}),
        "posts: ttl.attributeName: ",
        "API_TimeToLiveSpecification.html",
    ),
    Fault(
        "a stream without a view",
        lambda: table(stream_enabled=True),
        "posts: streamViewType: ",
        "API_StreamSpecification.html",
    ),
    Fault(
        "a view without a stream",
        lambda: table(stream_view_type="NEW_IMAGE"),
        "posts: streamEnabled: ",
        "API_StreamSpecification.html",
    ),
    Fault(
        "a mapping of a stream that is off",
        lambda: mapping(event_source_arn=table().stream_arn, starting_position="LATEST"),
        "posts: streamEnabled: ",
        "API_StreamSpecification.html",
    ),
    Fault(
        "recovery over 40 days",
        lambda: table(point_in_time_recovery={"enabled": True, "recoveryPeriodInDays": 40}),
        "posts: pointInTimeRecovery.recoveryPeriodInDays: ",
        "API_PointInTimeRecoverySpecification.html",
    ),
    Fault(
        "logs kept for 10 days", lambda: log_group(retention_in_days=10), "log: RetentionInDays: ", "W3030"
    ),
    Fault("a log group's name with a space", lambda: log_group(name="a b"), "log: LogGroupName: ", "F3031"),
    Fault(
        "an unknown class of logs", lambda: log_group(log_group_class="RARE"), "log: LogGroupClass: ", "W3030"
    ),
    Fault(
        "inline policies of more than 10,240 characters",
        lambda: role_policy(Resource=[f"{QUEUE_ARN}{i}{'x' * 100}" for i in range(100)]),
        "policy: policy: ",
        "reference_iam-quotas.html",
    ),
    Fault(
        "a role's name of 65",
        lambda: role(name="x" * 65, assume_role_policy=trust_policy()),
        "role: RoleName: ",
        "F3033",
    ),
    Fault(
        "sessions of 13 h",
        lambda: role(max_session_duration=50000, assume_role_policy=trust_policy()),
        "role: MaxSessionDuration: ",
        "F3034",
    ),
    Fault(
        "a resource in a trust policy",
        lambda: role(assume_role_policy=trust_policy(Resource="*")),
        "role: assumeRolePolicy.Statement.0.Resource: ",
        "reference_policies_elements_resource.html",
    ),
    Fault(
        "a policy without a resource",
        lambda: aws.iam.RolePolicy("policy", role="r", policy=trust_policy()),
        "policy: PolicyDocument.Statement.0: ",
        "E3510",
    ),
    Fault(
        "a principal in a role's policy",
        lambda: role_policy(Principal={"Service": "sqs.amazonaws.com"}),
        "policy: PolicyDocument.Statement.0.Principal: ",
        "E3510",
    ),
    Fault(
        "an action that is misspelt",
        lambda: role_policy(Action="dynamodb:GetItm"),
        "policy: policy.Statement.0: ",
        "reference.html",
    ),
    Fault(
        "an action without a service",
        lambda: role_policy(Action="SendMessage"),
        "policy: policy.Statement.0: ",
        "reference.html",
    ),
    Fault(
        "a queue's policy without a principal",
        lambda: aws.sqs.QueuePolicy(
            "queue-policy", queue_url="https://sqs.eu-west-1.amazonaws.com/123456789012/q", policy=policy()
        ),
        "queue-policy: policy.Statement.0.Principal: ",
        "reference_policies_elements_principal.html",
    ),
    Fault(
        "a bucket's name in capitals",
        lambda: bucket(bucket="Files"),
        "files: bucket: ",
        "bucketnamingrules.html",
    ),
    Fault(
        "a bucket's name with two dots",
        lambda: bucket(bucket="a..b"),
        "files: bucket: ",
        "bucketnamingrules.html",
    ),
    Fault(
        "a bucket's name like an IP address",
        lambda: bucket(bucket="192.168.5.4"),
        "files: bucket: ",
        "bucketnamingrules.html",
    ),
    Fault(
        "a bucket's name with a reserved prefix",
        lambda: bucket(bucket="xn--files"),
        "files: bucket: ",
        "bucketnamingrules.html",
    ),
    Fault(
        "a bucket's name with a reserved suffix",
        lambda: bucket(bucket="files-s3alias"),
        "files: bucket: ",
        "bucketnamingrules.html",
    ),
    Fault(
        "a bucket's name of 64", lambda: bucket(bucket="f" * 64), "files: bucket: ", "bucketnamingrules.html"
    ),
    Fault(
        "a root object with a slash",
        lambda: distribution(default_root_object="/index.html"),
        "site: defaultRootObject: ",
        "API_DistributionConfig.html",
    ),
    Fault(
        "an alias twice",
        lambda: distribution(
            aliases=["a.example", "a.example"],
            viewer_certificate={
                "acmCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a",
                "sslSupportMethod": "sni-only",
            },
        ),
        "site: aliases.1: ",
        "CNAMEs.html",
    ),
    Fault(
        "an alias with CloudFront's certificate",
        lambda: distribution(aliases=["a.example"]),
        "site: viewerCertificate: ",
        "API_ViewerCertificate.html",
    ),
    Fault(
        "a certificate in another region",
        lambda: distribution(
            aliases=["a.example"],
            viewer_certificate={
                "acmCertificateArn": f"arn:aws:acm:{OF_ACCOUNT}:certificate/1",
                "sslSupportMethod": "sni-only",
                "minimumProtocolVersion": "TLSv1.2_2021",
            },
        ),
        "site: viewerCertificate.acmCertificateArn: ",
        "API_ViewerCertificate.html",
    ),
    Fault(
        "a permission for any account",
        permission,
        "permission: sourceArn: ",
        "API_AddPermission.html",
    ),
    Fault(
        "a permission for `apigatway`",
        lambda: permission(
            principal="apigatway.amazonaws.com", source_arn=f"arn:aws:execute-api:{OF_ACCOUNT}:api/*"
        ),
        "permission: principal: ",
        "API_AddPermission.html",
    ),
    Fault(
        "an unknown action of a permission",
        lambda: aws.lambda_.Permission(
            "permission",
            action="lambda:Invoke",
            function="handler",
            principal="apigateway.amazonaws.com",
            source_arn=f"arn:aws:execute-api:{OF_ACCOUNT}:api/*",
        ),
        "permission: action: ",
        "API_AddPermission.html",
    ),
    Fault(
        "a batch of 10,001",
        lambda: mapping(event_source_arn=STREAM_ARN, starting_position="LATEST", batch_size=10001),
        "mapping: BatchSize: ",
        "F3034",
    ),
    Fault(
        "a window of 301 s",
        lambda: mapping(maximum_batching_window_in_seconds=301),
        "mapping: MaximumBatchingWindowInSeconds: ",
        "F3034",
    ),
    Fault(
        "parallelization of a queue",
        lambda: mapping(parallelization_factor=2),
        "mapping: parallelizationFactor: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault(
        "a position in a queue",
        lambda: mapping(starting_position="LATEST"),
        "mapping: startingPosition: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault(
        "bisection of a queue's batch",
        lambda: mapping(bisect_batch_on_function_error=True),
        "mapping: bisectBatchOnFunctionError: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault(
        "retries of a queue's mapping",
        lambda: mapping(maximum_retry_attempts=3),
        "mapping: maximumRetryAttempts: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault(
        "a window of a FIFO queue",
        lambda: mapping(event_source_arn=QUEUE_ARN + ".fifo", maximum_batching_window_in_seconds=5),
        "mapping: maximumBatchingWindowInSeconds: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault("a stream from no position", lambda: mapping(event_source_arn=STREAM_ARN), "mapping: ", "F3003"),
    Fault(
        "concurrency of a stream",
        lambda: mapping(
            event_source_arn=STREAM_ARN, starting_position="LATEST", scaling_config={"maximumConcurrency": 5}
        ),
        "mapping: scalingConfig: ",
        "API_CreateEventSourceMapping.html",
    ),
    Fault(
        "an unknown type of response",
        lambda: mapping(function_response_types=["BatchItemFailures"]),
        "mapping: FunctionResponseTypes.0: ",
        "W3030",
    ),
    Fault(
        "two kinds of user names",
        lambda: aws.cognito.UserPool("users", username_attributes=["email"], alias_attributes=["email"]),
        "users: aliasAttributes: ",
        "user-pool-settings-attributes.html",
    ),
    Fault(
        "a domain with a reserved word",
        lambda: aws.cognito.UserPoolDomain("domain", domain="my-aws-blog", user_pool_id="eu-west-1_a"),
        "domain: domain: ",
        "cognito-user-pools-assign-domain-prefix.html",
    ),
    Fault(
        "a domain in capitals",
        lambda: aws.cognito.UserPoolDomain("domain", domain="Blog", user_pool_id="eu-west-1_a"),
        "domain: Domain: ",
        "E3031",
    ),
    Fault(
        "a FIFO topic's name without .fifo",
        lambda: aws.sns.Topic("topic", fifo_topic=True, name="x"),
        "topic: name: ",
        "API_CreateTopic.html",
    ),
    Fault(
        "emails from a FIFO topic",
        lambda: subscription(topic=f"{TOPIC_ARN}.fifo"),
        "subscription: protocol: ",
        "fifo-message-delivery.html",
    ),
    Fault(
        "a filter policy without a list",
        lambda: subscription(filter_policy='{"a":"b"}'),
        "subscription: filterPolicy: ",
        "sns-subscription-filter-policies.html",
    ),
    Fault("a queue's name with a space", lambda: queue(name="a b"), "jobs: name: ", "API_CreateQueue.html"),
    Fault(
        "messages of 2 MB", lambda: queue(max_message_size=2_000_000), "jobs: MaximumMessageSize: ", "F3034"
    ),
    Fault(
        "100 MB of storage",
        lambda: function(ephemeral_storage={"size": 100}),
        "handler: EphemeralStorage.Size: ",
        "F3034",
    ),
]

SOUND = [
    alarm,
    archive,
    authorizer,
    bucket,
    client,
    distribution,
    function,
    log_group,
    mapping,
    queue,
    role,
    role_policy,
    rule,
    subscription,
    table,
    target,
    lambda: dashboard({}),
    lambda: permission(source_arn=f"arn:aws:execute-api:{OF_ACCOUNT}:api/*"),
    lambda: queue(fifo_queue=True),
    lambda: route("GET /posts/{id}", "GET /posts", "ANY /files/{path+}", "$default"),
    lambda: stage("$context.requestId"),
    lambda: table(global_secondary_indexes=[index("by-id")]),
    lambda: aws.sns.Topic("topic", fifo_topic=True),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_found_with_its_resource_its_property_and_the_rule(fault: Fault) -> None:
    found = list(find_violations(record(fault.program)))
    assert any(line.startswith(fault.place) and line.endswith(f"{fault.source})") for line in found), found


@pytest.mark.parametrize("program", SOUND)
def test_nothing_is_found_where_nothing_is_wrong(program: Callable[[], object]) -> None:
    assert not list(find_violations(record(program)))


def test_a_sixth_target_of_a_rule_is_found() -> None:
    def program() -> None:
        rule()
        for number in range(6):
            aws.cloudwatch.EventTarget(f"target{number}", rule="created", arn=QUEUE_ARN)

    assert any("at most 5 targets" in line for line in find_violations(record(program)))


def test_a_secret_is_judged_as_any_other_value() -> None:
    found = find_violations(record(lambda: queue(name=pulumi.Output.secret("a b"))))
    assert any(line.startswith("jobs: name: ") for line in found)
