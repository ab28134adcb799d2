"""`StaticSite` on its own."""

import json

import pytest

from infra.static_site import StaticSite
from preview.recording import Recording, record


@pytest.fixture
def site() -> Recording:
    return record(lambda: StaticSite("site", {}))


def test_the_files_are_private_and_the_distribution_alone_may_read_them(site: Recording) -> None:
    [access] = site.of_type("s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    assert all(
        access[setting]
        for setting in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    )
    [distribution] = site.of_type("cloudfront/distribution:Distribution")
    [policy] = site.of_type("s3/bucketPolicy:BucketPolicy")
    [statement] = json.loads(policy["policy"])["Statement"]
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert statement["Action"] == "s3:GetObject"
    assert statement["Condition"] == {"StringEquals": {"aws:SourceArn": [distribution["arn"]]}}


def test_the_distribution_signs_its_requests_and_speaks_https_only(site: Recording) -> None:
    [distribution] = site.of_type("cloudfront/distribution:Distribution")
    [access] = site.of_type("cloudfront/originAccessControl:OriginAccessControl")
    [origin] = distribution["origins"]
    assert origin["originAccessControlId"] == access["id"]
    assert access["signingBehavior"] == "always"
    assert distribution["defaultCacheBehavior"]["viewerProtocolPolicy"] == "redirect-to-https"


def test_browsers_are_told_to_be_careful(site: Recording) -> None:
    [policy] = site.of_type("cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")
    headers = policy["securityHeadersConfig"]
    content = headers["contentSecurityPolicy"]["contentSecurityPolicy"]
    assert "default-src 'none'" in content
    assert "frame-ancestors 'none'" in content
    assert "unsafe" not in content
    assert headers["frameOptions"]["frameOption"] == "DENY"
    assert headers["strictTransportSecurity"]["accessControlMaxAgeSec"] == 31_536_000
