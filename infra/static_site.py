"""Static site: private files behind a content delivery network."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from infra.parts.arguments import check_arguments
from infra.parts.policy import resource_policy

# AWS's managed cache policy `CachingOptimized`:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"

_ONE_YEAR = 365 * 24 * 60 * 60  # seconds, as browsers' lists of HTTPS-only sites ask for

# Where a page may connect to is not known when the distribution is made: see `infra.site_files`.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src *; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)


class StaticSiteArgs(TypedDict):
    """Arguments of `StaticSite`."""

    response_headers_policy_id: NotRequired[str | None]
    """The CloudFront policy that adds headers to answers. Default: one is made, of which AWS allows 20 in an
    account: so stacks that come and go share one."""


class StaticSite(pulumi.ComponentResource):
    """A private S3 bucket behind CloudFront, which alone may read it.

    The files are a component of their own, `SiteFiles`, because they name the APIs, and the APIs' lists of
    allowed origins name the site.
    """

    url: pulumi.Output[str]
    """The site's URL, without a slash at its end. It is its origin, too."""

    bucket_name: pulumi.Output[str]
    """The name of the bucket, which `SiteFiles` puts files into."""

    distribution_id: pulumi.Output[str]
    """The id of the CloudFront distribution."""

    def __init__(self, name: str, args: StaticSiteArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the bucket and the distribution, without files."""
        super().__init__("blog:index:StaticSite", name, None, opts)
        args = check_arguments(self, args, StaticSiteArgs)
        child = pulumi.ResourceOptions(parent=self)

        # Its files can be published again at any time: they need not outlive the stack.
        bucket = aws.s3.Bucket(f"{name}-files", force_destroy=True, opts=child)
        _block_public_access(name, bucket, child)
        headers_policy_id = args.get("response_headers_policy_id") or _create_headers_policy(name, child).id
        distribution = _distribute(name, bucket, headers_policy_id, child)
        _let_in(name, bucket, distribution, child)

        self.url = pulumi.Output.concat("https://", distribution.domain_name)
        self.bucket_name = bucket.bucket
        self.distribution_id = distribution.id
        self.register_outputs({"url": self.url})


def _block_public_access(name: str, bucket: aws.s3.Bucket, child: pulumi.ResourceOptions) -> None:
    aws.s3.BucketPublicAccessBlock(
        f"{name}-no-public-access",
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child,
    )


def _create_headers_policy(name: str, child: pulumi.ResourceOptions) -> aws.cloudfront.ResponseHeadersPolicy:
    return aws.cloudfront.ResponseHeadersPolicy(
        f"{name}-headers",
        security_headers_config={
            "content_security_policy": {
                "content_security_policy": _CONTENT_SECURITY_POLICY,
                "override": True,
            },
            "content_type_options": {"override": True},
            "frame_options": {"frame_option": "DENY", "override": True},
            "referrer_policy": {"referrer_policy": "no-referrer", "override": True},
            "strict_transport_security": {
                "access_control_max_age_sec": _ONE_YEAR,
                "include_subdomains": True,
                "override": True,
            },
        },
        opts=child,
    )


def _distribute(
    name: str, bucket: aws.s3.Bucket, headers_policy_id: pulumi.Input[str], child: pulumi.ResourceOptions
) -> aws.cloudfront.Distribution:
    access = aws.cloudfront.OriginAccessControl(
        f"{name}-access",
        origin_access_control_origin_type="s3",
        signing_behavior="always",
        signing_protocol="sigv4",
        opts=child,
    )
    return aws.cloudfront.Distribution(
        f"{name}-distribution",
        enabled=True,
        is_ipv6_enabled=True,
        http_version="http2and3",
        default_root_object="index.html",
        origins=[
            {
                "origin_id": "files",
                "domain_name": bucket.bucket_regional_domain_name,
                "origin_access_control_id": access.id,
            }
        ],
        default_cache_behavior={
            "target_origin_id": "files",
            "viewer_protocol_policy": "redirect-to-https",
            "allowed_methods": ["GET", "HEAD"],
            "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": _CACHING_OPTIMIZED,
            "response_headers_policy_id": headers_policy_id,
            "compress": True,
        },
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate={"cloudfront_default_certificate": True},
        # Minutes, for which nothing else of the stack needs to wait.
        wait_for_deployment=False,
        opts=child,
    )


def _let_in(
    name: str,
    bucket: aws.s3.Bucket,
    distribution: aws.cloudfront.Distribution,
    child: pulumi.ResourceOptions,
) -> None:
    aws.s3.BucketPolicy(
        f"{name}-policy",
        bucket=bucket.bucket,
        policy=resource_policy(
            "s3",
            pulumi.Output.concat(bucket.arn, "/*"),  # all files, of this bucket alone
            {"cloudfront.amazonaws.com": [distribution.arn]},
        ),
        opts=child,
    )
