"""The table of resource types. Each file is named as the Pulumi module of its types."""

from emulated_aws.deployment.services import (
    apigatewayv2,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    iam,
    lambda_,
    s3,
    sns,
    sqs,
)

RESOURCE_TYPES = {
    **apigatewayv2.RESOURCE_TYPES,
    **cloudfront.RESOURCE_TYPES,
    **cloudwatch.RESOURCE_TYPES,
    **cognito.RESOURCE_TYPES,
    **dynamodb.RESOURCE_TYPES,
    **iam.RESOURCE_TYPES,
    **lambda_.RESOURCE_TYPES,
    **s3.RESOURCE_TYPES,
    **sns.RESOURCE_TYPES,
    **sqs.RESOURCE_TYPES,
}
"""Pulumi's type token, to how such a resource is created."""
