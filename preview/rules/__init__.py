"""Rules of AWS that its validator of templates does not know: a file for each service."""

from collections.abc import Iterator

from preview.recording import Recording
from preview.rules import (
    api_gateway,
    aws_lambda,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    eventbridge,
    iam,
    s3,
    sns,
    sqs,
    tags,
)

RULES = (
    *api_gateway.RULES,
    *aws_lambda.RULES,
    *cloudfront.RULES,
    *cloudwatch.RULES,
    *cognito.RULES,
    *dynamodb.RULES,
    *eventbridge.RULES,
    *iam.RULES,
    *s3.RULES,
    *sns.RULES,
    *sqs.RULES,
    *tags.RULES,
)


def find_broken_rules(recording: Recording) -> Iterator[str]:
    """Finds what AWS would refuse, or what would not work there.

    Args:
        recording: A stack's resources.

    Yields:
        A line for each violation: `<resource>: <property>: <rule> (<URL of AWS's document>)`.
    """
    for rule in RULES:
        yield from rule.violations(recording)
