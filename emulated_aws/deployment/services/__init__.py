"""The tables of resource types and of data sources. Each file is named as the Pulumi module of its types."""

from emulated_aws.deployment.services import (
    apigatewayv2,
    cloudfront,
    cloudwatch,
    cognito,
    dynamodb,
    iam,
    index,
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

DATA_SOURCES = {
    **dynamodb.DATA_SOURCES,
    **index.DATA_SOURCES,
}
"""Pulumi's function token, to how such a question is answered."""
