"""S3: buckets, who may reach them, and objects."""

from urllib.parse import urlencode

import pulumi

from emulated_aws.deployment.resource_type import FollowUp, Properties, ResourceType, template


def _object(inputs: Properties) -> Properties:
    """Makes a text an asset, and tags what the request has as a query."""
    sent = dict(inputs)
    if "content" in sent:
        sent["source"] = pulumi.StringAsset(sent.pop("content"))
    if "tags" in sent:
        sent["tagging"] = urlencode(sent.pop("tags"))
    return sent


_PUBLIC_ACCESS_BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

RESOURCE_TYPES = {
    "aws:s3/bucket:Bucket": ResourceType(
        service="s3",
        create="CreateBucket",
        id=template("{bucket}"),
        auto_named="bucket",
        # User guide, "General purpose bucket naming rules".
        limits={"bucket": r"(?!xn--|sthree-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"},
        located=True,
        renames={"region": "CreateBucketConfiguration.LocationConstraint"},
        follow_ups={"tags": FollowUp("PutBucketTagging", {"bucket": "Bucket", "tags": "Tagging.TagSet"})},
        not_sent=("forceDestroy",),
        outputs={
            "arn": template("arn:aws:s3:::{bucket}"),
            "bucketRegionalDomainName": template("{bucket}.s3.{region}.amazonaws.com"),
        },
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": ResourceType(
        service="s3",
        create="PutObject",
        id=template("{bucket}/{key}"),
        arrange=_object,
        renames={"source": "Body"},
        # The hashes tell the provider when the content changed.
        not_sent=("etag", "forceDestroy", "sourceHash"),
        outputs={"arn": template("arn:aws:s3:::{bucket}/{key}")},
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
    ),
}
