"""Rules of S3."""

from preview.rules.rule import at_most, like, must

_BUCKET, _OBJECT = "s3/bucket:Bucket", "s3/bucketObjectv2:BucketObjectv2"

_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
_NAMING = f"{_GUIDE}/bucketnamingrules.html"

_PREFIXES = ("amzn-s3-demo-", "sthree-", "xn--")
_SUFFIXES = ("--ol-s3", "--table-s3", "--x-s3", "-s3alias", ".mrap")

RULES = (
    like(
        _BUCKET,
        "bucket",
        # Neither two dots in a row nor the form of an IP address.
        r"(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        "3 to 63 small letters, digits, '.' or '-'",
        _NAMING,
    ),
    must(
        _BUCKET,
        "bucket",
        f"a name that does not begin with {', '.join(_PREFIXES)} or end with {', '.join(_SUFFIXES)}",
        _NAMING,
        lambda name: not name.startswith(_PREFIXES) and not name.endswith(_SUFFIXES),
    ),
    at_most(_OBJECT, "tags", 10, f"{_GUIDE}/object-tagging.html"),
)
