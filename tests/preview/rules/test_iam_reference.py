"""Statements of policies against AWS's service authorization reference."""

from typing import Any

import pytest

from preview.rules.iam_reference import find_mistakes

QUEUE, TOPIC = "arn:aws:sqs:*:*:blog-*", "arn:aws:sns:*:*:blog-*"
BUCKET = "arn:aws:s3:::site"
TABLE = "arn:aws:dynamodb:*:*:table/posts"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:push"
LOG = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/push"


def condition(key: str, value: str = "x") -> dict[str, dict[str, str]]:
    return {"StringEquals": {key: value}}


@pytest.mark.parametrize(
    "statement",
    [
        {"Action": "sqs:SendMessage", "Resource": QUEUE},
        {"Action": "SQS:sendmessage", "Resource": QUEUE},
        {"Action": ["sqs:SendMessage", "sns:Publish"], "Resource": [QUEUE, TOPIC]},
        {"Action": "sqs:*", "Resource": QUEUE},
        {"Action": "*", "Resource": QUEUE},
        {"Action": "sns:Unsubscribe", "Resource": "*"},
        {"Action": "comprehend:DetectEntities", "Resource": "*"},
        {"Action": ["s3:ListBucket", "s3:GetObject"], "Resource": [BUCKET, f"{BUCKET}/*"]},
        {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::*"},
        {"Action": "dynamodb:Query", "Resource": [TABLE, f"{TABLE}/index/*"]},
        {"Action": "dynamodb:GetRecords", "Resource": f"{TABLE}/stream/*"},
        {"Action": "logs:PutLogEvents", "Resource": f"{LOG}:*"},
        {"Action": "lambda:InvokeFunction", "Resource": [FUNCTION, f"{FUNCTION}:live"]},
        {"Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:*:*:function:*"},
        {"Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}},
        {
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": condition("kms:EncryptionContext:aws:sqs:arn"),
        },
        {"Action": "sqs:SendMessage", "Resource": QUEUE, "Condition": condition("aws:sourcearn")},
        {"Action": "sqs:SendMessage", "Resource": QUEUE, "Condition": condition("aws:PrincipalTag/team")},
        {
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": condition("token.actions.githubusercontent.com:sub"),
        },
        {"NotAction": "iam:*", "Resource": "*"},
    ],
    ids=str,
)
def test_what_iam_knows_is_right(statement: dict[str, Any]) -> None:
    assert list(find_mistakes(statement)) == []


@pytest.mark.parametrize(
    ("statement", "mistake"),
    [
        ({"Action": "sqs:SendMessages", "Resource": QUEUE}, "sqs:SendMessages is no action that IAM knows"),
        ({"Action": "s3:REST.PUT.OBJECT", "Resource": "*"}, "s3:REST.PUT.OBJECT is no action that IAM knows"),
        ({"Action": "sqss:SendMessage", "Resource": "*"}, "sqss:SendMessage is no action that IAM knows"),
        ({"Action": "sqs:Sent*", "Resource": QUEUE}, "sqs:Sent* is no action that IAM knows"),
        ({"Action": "sns:Unsubscribe", "Resource": TOPIC}, f"sns:Unsubscribe is about *, not about {TOPIC}"),
        ({"Action": "sqs:SendMessage", "Resource": TOPIC}, "not about arn:aws:sns"),
        ({"Action": "s3:ListBucket", "Resource": f"{BUCKET}/*"}, "not about arn:aws:s3:::site/*"),
        ({"Action": "s3:GetObject", "Resource": BUCKET}, "not about arn:aws:s3:::site"),
        ({"Action": "dynamodb:PutItem", "Resource": f"{TABLE}/index/*"}, "table/${TableName}, not about"),
        ({"Action": "dynamodb:GetRecords", "Resource": TABLE}, "stream/${StreamLabel}, not about"),
        ({"Action": "sqs:SendMessage", "Resource": [QUEUE, TOPIC]}, f"no action here is about {TOPIC}"),
        (
            {"Action": "sqs:SendMessage", "Resource": QUEUE, "Condition": condition("aws:SorceArn")},
            "sqs:SendMessage has no condition key aws:SorceArn",
        ),
        (
            {"Action": "sqs:SendMessage", "Resource": QUEUE, "Condition": condition("kms:ViaService")},
            "sqs:SendMessage has no condition key kms:ViaService",
        ),
    ],
    ids=str,
)
def test_what_iam_does_not_know_is_found(statement: dict[str, Any], mistake: str) -> None:
    [found] = find_mistakes(statement)
    assert mistake in found
