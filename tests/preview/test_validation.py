"""Validation by AWS's own rules: it finds nothing in the stacks, and what is wrong in faulty ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from preview.recording import Recording
from preview.stack import stack_names
from preview.validation import find_violations
from tests.preview import recorded

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """A property of a resource that AWS refuses, or that would not work there."""

    what: str
    type: str
    name: str
    property: str
    value: Any

    def put_into(self, recording: Recording) -> Recording:
        """Copies a recording with the fault in it. A value that is a function changes what is there."""
        faulty = recording.one(self.type, self.name)
        value = self.value(faulty.inputs.get(self.property)) if callable(self.value) else self.value
        changed = {
            key: one for key, one in {**faulty.inputs, self.property: value}.items() if one is not None
        }
        resource = replace(faulty, inputs=changed, outputs={**faulty.outputs, **changed})
        return replace(
            recording, resources=[resource if one is faulty else one for one in recording.resources]
        )


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def with_environment(**variables: str) -> Callable[[Any], Any]:
    return lambda given: {"variables": {**given["variables"], **variables}}


POSTS = "blog-posts"
FUNCTION, MAPPING = "lambda/function:Function", "lambda/eventSourceMapping:EventSourceMapping"
RULE, TARGET = "cloudwatch/eventRule:EventRule", "cloudwatch/eventTarget:EventTarget"
ROLE, POLICY = "iam/role:Role", "iam/rolePolicy:RolePolicy"
PERMISSION = "lambda/permission:Permission"
API, ROUTE = "apigatewayv2/api:Api", "apigatewayv2/route:Route"
INTEGRATION, AUTHORIZER = "apigatewayv2/integration:Integration", "apigatewayv2/authorizer:Authorizer"
TABLE, QUEUE, TOPIC = "dynamodb/table:Table", "sqs/queue:Queue", "sns/topic:Topic"
POOL, LOG, BUCKET = "cognito/userPool:UserPool", "cloudwatch/logGroup:LogGroup", "s3/bucket:Bucket"
DISTRIBUTION = "cloudfront/distribution:Distribution"

FAULTS = [
    Fault("a timeout of 1,000 s", FUNCTION, POSTS, "timeout", 1000),
    Fault("a runtime that is no more", FUNCTION, POSTS, "runtime", "python3.6"),
    Fault("a runtime in its last days", FUNCTION, POSTS, "runtime", "python3.9"),
    Fault("a reserved variable", FUNCTION, POSTS, "environment", with_environment(AWS_REGION="x")),
    Fault("variables of over 4 KB", FUNCTION, POSTS, "environment", with_environment(BIG="x" * 5000)),
    Fault("a description of 300 characters", FUNCTION, POSTS, "description", "x" * 300),
    Fault("no handler", FUNCTION, POSTS, "handler", None),
    Fault("64 MB", FUNCTION, POSTS, "memorySize", 64),
    Fault("an unknown architecture", FUNCTION, POSTS, "architectures", ["arm65"]),
    Fault(
        "a level with logs as text",
        FUNCTION,
        POSTS,
        "loggingConfig",
        {"logFormat": "Text", "applicationLogLevel": "INFO"},
    ),
    Fault("a role that is no ARN", FUNCTION, POSTS, "role", "blog-posts"),
    Fault("a property that is misspelt", FUNCTION, POSTS, "memory", 512),
    Fault("a batch of 100 without a window", MAPPING, "realtime-push-mapping", "batchSize", 100),
    Fault("a batch of 20,000", MAPPING, "events-relay-mapping", "batchSize", 20_000),
    Fault("one batch at once", MAPPING, "realtime-push-mapping", "scalingConfig", {"maximumConcurrency": 1}),
    Fault("a stream from no position", MAPPING, "events-relay-mapping", "startingPosition", None),
    Fault("an unknown position", MAPPING, "events-relay-mapping", "startingPosition", "OLDEST"),
    Fault("a rule's name with a space", RULE, "events-creation", "name", "blog post"),
    Fault("a rule that waits for nothing", RULE, "events-creation", "eventPattern", None),
    Fault(
        "a schedule on a bus of one's own", RULE, "events-creation", "scheduleExpression", "rate(5 minutes)"
    ),
    Fault("`rate(1 minutes)`", RULE, "events-creation", "scheduleExpression", "rate(1 minutes)"),
    Fault("a target that is no ARN", TARGET, "events-emails-creation", "arn", "events-emails"),
    Fault(
        "a principal that is no service",
        ROLE,
        POSTS,
        "assumeRolePolicy",
        replaced("lambda.amazonaws.com", "lambda"),
    ),
    Fault(
        "an action that is misspelt", POLICY, POSTS, "policy", replaced("dynamodb:GetItem", "dynamodb:GetItm")
    ),
    Fault("an effect that is misspelt", POLICY, POSTS, "policy", replaced("Allow", "Alow")),
    Fault(
        "an unknown version of the language", POLICY, POSTS, "policy", replaced("2012-10-17", "2012-10-18")
    ),
    Fault(
        "an ARN that is cut off",
        POLICY,
        POSTS,
        "policy",
        replaced("arn:aws:dynamodb:eu-west-1:123456789012:table/", "arn:aws:dynamodb:"),
    ),
    Fault(
        "an action that is misspelt", POLICY, POSTS, "policy", replaced("dynamodb:GetItem", "dynamodb:GetItm")
    ),
    Fault(
        "an action on a resource that it is not about",
        POLICY,
        POSTS,
        "policy",
        replaced("dynamodb:GetItem", "sqs:SendMessage"),
    ),
    Fault(
        "a permission of an unknown action",
        PERMISSION,
        "blog-posts-routes-permission",
        "action",
        "lambda:InvokeFunktion",
    ),
    Fault("a route key without a slash", ROUTE, "blog-posts-routes-GET /posts", "routeKey", "GET posts"),
    Fault(
        "an unknown kind of authorization", ROUTE, "blog-posts-routes-POST /posts", "authorizationType", "JTW"
    ),
    Fault(
        "an integration that may take 40 s",
        INTEGRATION,
        "blog-posts-routes-integration",
        "timeoutMilliseconds",
        40_000,
    ),
    Fault(
        "an unknown type of integration",
        INTEGRATION,
        "blog-posts-routes-integration",
        "integrationType",
        "LAMBDA",
    ),
    Fault("an unknown kind of authorizer", AUTHORIZER, "blog-http-authorizer", "authorizerType", "TOKEN"),
    Fault("an unknown protocol", API, "blog-http", "protocolType", "HTTPS"),
    Fault(
        "a queue that shows what is being handled",
        QUEUE,
        "events-recognition",
        "visibilityTimeoutSeconds",
        10,
    ),
    Fault(
        "messages kept for 30 days",
        QUEUE,
        "events-recognition-dead-letters",
        "messageRetentionSeconds",
        30 * 86_400,
    ),
    Fault("messages hidden for 50,000 s", QUEUE, "events-recognition", "visibilityTimeoutSeconds", 50_000),
    Fault("a delay of 1,000 s", QUEUE, "events-recognition", "delaySeconds", 1000),
    Fault(
        "an attribute that is no key",
        TABLE,
        "events-emails-sent",
        "attributes",
        [{"name": "postId", "type": "S"}, {"name": "x", "type": "S"}],
    ),
    Fault("a key without a type", TABLE, "events-emails-sent", "hashKey", "other"),
    Fault("an unknown type", TABLE, "events-emails-sent", "attributes", [{"name": "postId", "type": "X"}]),
    Fault("throughput that is not said", TABLE, "events-emails-sent", "billingMode", "PROVISIONED"),
    Fault("an unknown view of the stream", TABLE, POSTS, "streamViewType", "BOTH"),
    Fault("logs kept for 10 days", LOG, POSTS, "retentionInDays", 10),
    Fault("passwords of 5 characters", POOL, "identity-users", "passwordPolicy", {"minimumLength": 5}),
    Fault("an unknown protection", POOL, "identity-users", "deletionProtection", "ON"),
    Fault("an unknown version of HTTP", DISTRIBUTION, "site-distribution", "httpVersion", "http4"),
    Fault(
        "an origin that is not there",
        DISTRIBUTION,
        "site-distribution",
        "defaultCacheBehavior",
        lambda given: {**given, "targetOriginId": "other"},
    ),
    Fault("a bucket's name in capitals", BUCKET, "site-files", "name", "Files"),
    Fault("a topic's name with a space", TOPIC, "events-emails", "name", "blog emails"),
]


@pytest.fixture(scope="module")
def stack() -> Recording:
    return recorded("prod")


@pytest.mark.parametrize("name", stack_names(ROOT))
def test_aws_has_nothing_against_any_stack(name: str) -> None:
    assert not list(find_violations(recorded(name)))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_aws_refuses_is_found_and_said_of_the_resource(fault: Fault, stack: Recording) -> None:
    found = list(find_violations(fault.put_into(stack)))
    assert any(violation.startswith(f"{fault.name}: ") for violation in found), found
