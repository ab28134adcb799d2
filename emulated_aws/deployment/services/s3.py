"""S3: buckets, who may reach them, and objects."""

from urllib.parse import urlencode

import pulumi

from emulated_aws.deployment.resource_type import Created, FollowUp, Properties, ResourceType, template


def _object(inputs: Properties) -> Properties:
    """Makes a text an asset, and tags what the request has as a query."""
    sent = dict(inputs)
    if "content" in sent:
        sent["source"] = pulumi.StringAsset(sent.pop("content"))
    if "tags" in sent:
        sent["tagging"] = urlencode(sent.pop("tags"))
    return sent


def _ownership_controls(inputs: Properties) -> Properties:
    return {"bucket": inputs["bucket"], "ownershipControls": {"rules": [inputs["rule"]]}}


def _etag(created: Created) -> str:
    return str(created.response["ETag"]).strip('"')


_PUBLIC_ACCESS_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

RESOURCE_TYPES = {
    "aws:s3/bucket:Bucket": ResourceType(
        service="s3",
        create="CreateBucket",
        id=template("{bucket}"),
        auto_named="bucket",
        follow_ups={"tags": FollowUp("PutBucketTagging", {"bucket": "Bucket", "tags": "Tagging.TagSet"})},
        not_sent=("forceDestroy",),
        outputs={
            "arn": template("arn:aws:s3:::{bucket}"),
            "bucketDomainName": template("{bucket}.s3.amazonaws.com"),
            "bucketRegion": template("{region}"),
            "bucketRegionalDomainName": template("{bucket}.s3.{region}.amazonaws.com"),
        },
        absent=(
            "accelerationStatus",
            "acl",
            "bucketNamespace",
            "bucketPrefix",
            "corsRules",
            "grants",
            "hostedZoneId",
            "lifecycleRules",
            "logging",
            "objectLockConfiguration",
            "objectLockEnabled",
            "policy",
            "replicationConfiguration",
            "requestPayer",
            "serverSideEncryptionConfiguration",
            "versioning",
            "website",
            "websiteDomain",
            "websiteEndpoint",
        ),
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": ResourceType(
        service="s3",
        create="PutObject",
        id=template("{bucket}/{key}"),
        defaults={"contentType": "binary/octet-stream", "storageClass": "STANDARD"},
        arrange=_object,
        renames={"source": "Body"},
        # The hashes tell the provider when the content changed.
        not_sent=("etag", "forceDestroy", "sourceHash"),
        outputs={"arn": template("arn:aws:s3:::{bucket}/{key}"), "etag": _etag},
        absent=(
            "acl",
            "bucketKeyEnabled",
            "checksumCrc32",
            "checksumCrc32c",
            "checksumCrc64nvme",
            "checksumSha1",
            "checksumSha256",
            "key",
            "kmsKeyId",
            "serverSideEncryption",
            "versionId",
        ),
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ResourceType(
        service="s3",
        create="PutBucketOwnershipControls",
        id=template("{bucket}"),
        arrange=_ownership_controls,
    ),
    "aws:s3/bucketPolicy:BucketPolicy": ResourceType(
        service="s3", create="PutBucketPolicy", id=template("{bucket}"), documents=("policy",)
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ResourceType(
        service="s3",
        create="PutPublicAccessBlock",
        id=template("{bucket}"),
        renames={name: f"PublicAccessBlockConfiguration.{name}" for name in _PUBLIC_ACCESS_BLOCKS},
        not_sent=("skipDestroy",),
        absent=_PUBLIC_ACCESS_BLOCKS,
    ),
}
