"""A fraud check for the blog, in a project of its own: it listens to the blog's bus, with its own code."""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

from infra.parts.packaging import Platform, package_function
from infra.parts.queue_consumer import QueueConsumer

PROJECT = Path(__file__).parent

config = pulumi.Config()
platform = Platform(config.get("platform", Platform.LAMBDA))

suspicions = aws.dynamodb.Table(
    "suspicions",
    billing_mode="PAY_PER_REQUEST",
    hash_key="postId",
    attributes=[{"name": "postId", "type": "S"}],
)
creation = aws.cloudwatch.EventRule(
    "creation",
    description="New posts of the blog: to the fraud check",
    event_bus_name=config.require("busName"),
    event_pattern=json.dumps({"source": ["blog.posts"], "detail-type": ["BlogPostCreated"]}),
)
QueueConsumer(
    "fraud-check",
    {
        "rules": {
            "creation": {
                "name": creation.name,
                "arn": creation.arn,
                "bus_name": config.require("busName"),
            }
        },
        "function_settings": {"platform": platform},
        "function": {
            **package_function(
                "fraud_check.handler.handle",
                root=PROJECT,
                lock=PROJECT / "fraud_check" / "requirements.txt",
                include=["fraud_check/phrases.txt"],
                platform=platform,
            ),
            "description": "Keeps which posts look like a swindle",
            "environment": {"SUSPICIONS_TABLE": suspicions.name},
            "statements": [{"actions": ["dynamodb:PutItem"], "resources": [suspicions.arn]}],
        },
    },
)

pulumi.export("suspicionsTableName", suspicions.name)
