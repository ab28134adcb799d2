"""CloudFront: distributions, and what they refer to."""

from collections.abc import Mapping
from typing import Any

from emulated_aws.deployment.resource_type import Properties, ResourceType, response, template

PATH = "/_aws/cloudfront/"
"""Where the emulated AWS serves distributions (see `emulated_aws.server.distributions`)."""


def _distribution(inputs: Properties) -> Properties:
    """Puts the inputs where CloudFront has them, and adds what it wants even when there is nothing to say."""
    config = {"comment": "", **inputs}
    tags = config.pop("tags", {})
    config["origins"] = [_origin(origin) for origin in inputs["origins"]]
    config["defaultCacheBehavior"] = _behavior(inputs["defaultCacheBehavior"])
    if "orderedCacheBehaviors" in inputs:
        config["cacheBehaviors"] = [_behavior(one) for one in config.pop("orderedCacheBehaviors")]
    return {"distributionConfigWithTags": {"distributionConfig": config, "tags": {"items": tags}}}


def _origin(origin: Mapping[str, Any]) -> Mapping[str, Any]:
    """Makes an origin without a configuration of its own a bucket, as the provider does."""
    if {"customOriginConfig", "vpcOriginConfig"} & origin.keys():
        return origin
    return {"s3OriginConfig": {"originAccessIdentity": ""}, **origin}


def _behavior(behavior: Mapping[str, Any]) -> dict[str, Any]:
    """Puts the methods that are cached among those that are allowed."""
    methods = {"items": behavior["allowedMethods"], "cachedMethods": behavior["cachedMethods"]}
    rest = {key: value for key, value in behavior.items() if key != "cachedMethods"}
    return {**rest, "allowedMethods": methods}


def _origin_access_control(inputs: Properties) -> Properties:
    return {"originAccessControlConfig": inputs}


def _response_headers_policy(inputs: Properties) -> Properties:
    return {"responseHeadersPolicyConfig": inputs}


_CONFIG = "distributionConfigWithTags.distributionConfig"

RESOURCE_TYPES = {
    "aws:cloudfront/distribution:Distribution": ResourceType(
        service="cloudfront",
        create="CreateDistributionWithTags",
        id=response("Distribution", "Id"),
        auto_named="callerReference",
        arrange=_distribution,
        renames={
            f"{_CONFIG}.origins.originId": "Id",
            f"{_CONFIG}.restrictions.geoRestriction.locations": "Items",
        },
        not_sent=("retainOnDelete", "waitForDeployment"),
        outputs={
            "arn": response("Distribution", "ARN"),
            # On AWS a host of its own.
            "domainName": template(f"{{host}}{PATH}{{callerReference}}"),
        },
    ),
    "aws:cloudfront/originAccessControl:OriginAccessControl": ResourceType(
        service="cloudfront",
        create="CreateOriginAccessControl",
        id=response("OriginAccessControl", "Id"),
        auto_named="name",
        arrange=_origin_access_control,
    ),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": ResourceType(
        service="cloudfront",
        create="CreateResponseHeadersPolicy",
        id=response("ResponseHeadersPolicy", "Id"),
        auto_named="name",
        arrange=_response_headers_policy,
    ),
}
