"""Static site: private files behind a content delivery network."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NotRequired, TypedDict
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from infra.parts.policy import resource_policy
from infra.parts.rules import check_arguments

# The kinds of files that a site may have. A machine's own table would differ from the next machine's.
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}

# AWS's managed cache policy `CachingOptimized`:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"

# For browsers as for the network: a page that was published is there at the next reload.
_CACHE_CONTROL = "no-cache"

_ONE_YEAR = 365 * 24 * 60 * 60  # seconds, as browsers' lists of HTTPS-only sites ask for

# Where a page may connect to is not known when the distribution is made: see `_OWN_POLICY`.
_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src *; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)

# The policies of a page all apply. The page's own comes with its file, when the endpoints are known.
_OWN_POLICY = '<meta http-equiv="Content-Security-Policy" content="connect-src {origins}">'


class StaticSiteArgs(TypedDict):
    """Arguments of `StaticSite`."""

    response_headers_policy_id: NotRequired[str | None]
    """The CloudFront policy that adds headers to answers. Default: one is made, of which AWS allows 20 in an
    account: so stacks that come and go share one."""


class StaticSite(pulumi.ComponentResource):
    """A private S3 bucket behind CloudFront, which alone may read it.

    The files are published in a second step, because they name the APIs, and the APIs' lists of allowed
    origins name the site.
    """

    url: pulumi.Output[str]
    """The site's URL, without a slash at its end. It is its origin, too."""

    bucket_name: pulumi.Output[str]
    """The name of the bucket, for files that are not published by `publish`."""

    distribution_id: pulumi.Output[str]
    """The id of the CloudFront distribution."""

    def __init__(self, name: str, args: StaticSiteArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Creates the bucket and the distribution, without files."""
        super().__init__("blog:index:StaticSite", name, None, opts)
        check_arguments(self, args, StaticSiteArgs)
        child = pulumi.ResourceOptions(parent=self)

        # Its files can be published again at any time: they need not outlive the stack.
        bucket = aws.s3.Bucket(f"{name}-files", force_destroy=True, opts=child)
        _block_public_access(name, bucket, child)
        headers_policy_id = args.get("response_headers_policy_id") or _create_headers_policy(name, child).id
        distribution = _distribute(name, bucket, headers_policy_id, child)
        _let_in(name, bucket, distribution, child)

        self.url = pulumi.Output.concat("https://", distribution.domain_name)
        self._name = name
        self.bucket_name = bucket.bucket
        self.distribution_id = distribution.id
        self.register_outputs({"url": self.url})

    def publish(
        self,
        folder: Path,
        config: Mapping[str, pulumi.Input[str] | None],
        endpoints: Sequence[pulumi.Input[str]],
    ) -> None:
        """Puts files onto the site.

        Args:
            folder: The files, of the kinds in `_MEDIA_TYPES`; one of them is `index.html`.
            config: What the page finds in `config.json`; what is `None` is left out.
            endpoints: URLs that the page may connect to, besides its own origin.
        """
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            key = file.relative_to(folder).as_posix()
            if key == "index.html":
                page = pulumi.Output.all(file.read_text(), *endpoints)
                self._put(key, content=page.apply(lambda page_and_urls: _allow_to_connect(*page_and_urls)))
            else:
                self._put(key, source=pulumi.FileAsset(os.path.relpath(file)))
        given = {key: value for key, value in config.items() if value is not None}
        self._put("config.json", content=pulumi.Output.json_dumps(given))

    def _put(
        self, key: str, content: pulumi.Input[str] | None = None, source: pulumi.Asset | None = None
    ) -> None:
        aws.s3.BucketObjectv2(
            f"{self._name}-{key}",
            bucket=self.bucket_name,
            key=key,
            content=content,
            source=source,
            content_type=_MEDIA_TYPES[PurePosixPath(key).suffix],
            cache_control=_CACHE_CONTROL,
            opts=pulumi.ResourceOptions(parent=self),
        )


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


def _allow_to_connect(page: str, *urls: str) -> str:
    """Lets a page connect to its own origin and to those of some URLs, and to no other."""
    head, found, rest = page.partition("<head>")
    if not found:
        raise ValueError("index.html has no <head> for its content security policy")
    origins = dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in map(urlsplit, urls))
    return head + found + _OWN_POLICY.format(origins=" ".join(["'self'", *origins])) + rest
