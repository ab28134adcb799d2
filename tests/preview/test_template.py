"""CloudFormation template of a stack's resources."""

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest

from preview.recording import record
from preview.template import UnmappedTypeError, make_template


def resources_of(program: Callable[[], object]) -> dict[str, Any]:
    resources: dict[str, Any] = make_template(record(program))["Resources"]
    return {name[:-8]: resource for name, resource in resources.items()}  # without the digests of URNs


def test_properties_have_cloudformation_s_names() -> None:
    def program() -> None:
        aws.sqs.Queue("jobs", visibility_timeout_seconds=60, delay_seconds=1, tags={"team": "blog"})

    assert resources_of(program) == {
        "QueueJobs": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": "jobs",
                "VisibilityTimeout": 60,
                "DelaySeconds": 1,
                "Tags": [{"Key": "team", "Value": "blog"}],
            },
        }
    }


def test_a_table_is_arranged_as_dynamodb_s_own_api_has_it() -> None:
    def program() -> None:
        aws.dynamodb.Table(
            "posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            range_key="day",
            attributes=[{"name": "id", "type": "S"}, {"name": "day", "type": "S"}],
            deletion_protection_enabled=True,
            stream_enabled=True,
            stream_view_type="NEW_IMAGE",
            ttl={"attribute_name": "expiresAt", "enabled": True},
        )

    assert resources_of(program)["TablePosts"]["Properties"] == {
        "AttributeDefinitions": [
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "day", "AttributeType": "S"},
        ],
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "KeySchema": [
            {"AttributeName": "id", "KeyType": "HASH"},
            {"AttributeName": "day", "KeyType": "RANGE"},
        ],
        "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
        "TableName": "posts",
        "TimeToLiveSpecification": {"AttributeName": "expiresAt", "Enabled": True},
    }


def test_targets_are_a_part_of_their_rule() -> None:
    def program() -> None:
        bus = aws.cloudwatch.EventBus("bus")
        for name in ("created", "removed"):
            rule = aws.cloudwatch.EventRule(
                name, event_bus_name=bus.name, event_pattern='{"source": ["blog"]}'
            )
            queue = aws.sqs.Queue(f"{name}-queue")
            aws.cloudwatch.EventTarget(
                f"{name}-target", rule=rule.name, event_bus_name=bus.name, arn=queue.arn
            )

    rule = resources_of(program)["EventRuleCreated"]["Properties"]
    assert rule["EventPattern"] == {"source": ["blog"]}
    assert rule["Targets"] == [
        {"Id": "created-target", "Arn": "arn:aws:sqs:eu-west-1:123456789012:created-queue"}
    ]


def test_a_type_that_nobody_mapped_is_refused_by_name() -> None:
    with pytest.raises(UnmappedTypeError, match="aws:kinesis/stream:Stream"):
        resources_of(lambda: aws.kinesis.Stream("stream"))


def test_a_property_that_is_not_known_stays_for_aws_to_judge() -> None:
    def program() -> None:
        aws.dynamodb.Table(
            "posts",
            billing_mode="PAY_PER_REQUEST",
            hash_key="id",
            attributes=[{"name": "id", "type": "S"}],
            table_class="STANDARD",
        )

    assert resources_of(program)["TablePosts"]["Properties"]["TableClass"] == "STANDARD"


def test_parts_of_a_bucket_and_of_a_function_are_their_properties() -> None:
    def program() -> None:
        bucket = aws.s3.Bucket("files", bucket="blog-files")
        aws.s3.BucketPublicAccessBlock("private", bucket=bucket.id, block_public_acls=True)
        aws.s3.BucketVersioning(
            "versions", bucket=bucket.bucket, versioning_configuration={"status": "Enabled"}
        )
        function = aws.lambda_.Function("relay", role="arn:aws:iam::123456789012:role/relay")
        aws.lambda_.FunctionRecursionConfig("once", function_name=function.name, recursive_loop="Allow")

    resources = resources_of(program)
    assert resources.keys() == {"BucketFiles", "FunctionRelay"}
    assert resources["BucketFiles"]["Properties"] == {
        "BucketName": "blog-files",
        "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
        "VersioningConfiguration": {"Status": "Enabled"},
    }
    assert resources["FunctionRelay"]["Properties"]["RecursiveLoop"] == "Allow"


def test_resources_whose_names_are_alike_are_two() -> None:
    def program() -> None:
        aws.sqs.Queue("jobs-1")
        aws.sqs.Queue("jobs1")

    assert len(make_template(record(program))["Resources"]) == 2
