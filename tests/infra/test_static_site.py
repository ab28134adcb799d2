"""`StaticSite` on its own."""

import json
from pathlib import Path

import pytest

from infra.static_site import StaticSite
from preview.recording import Recording, record

PAGE = "<!doctype html><html><head><title>Page</title></head></html>"


@pytest.fixture
def site(tmp_path: Path) -> Recording:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "app.js").write_text("// nothing")

    def program() -> None:
        StaticSite("site", {}).publish(
            tmp_path,
            config={"apiUrl": "https://api.example/base", "mailboxUrl": None},
            endpoints=["https://api.example/base", "wss://realtime.example/live"],
        )

    return record(program)


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


def test_the_page_may_connect_to_the_endpoints_and_nowhere_else(site: Recording) -> None:
    page = site.one("s3/bucketObjectv2:BucketObjectv2", "site-index.html")
    assert "content=\"connect-src 'self' https://api.example wss://realtime.example\"" in page["content"]
    assert page["contentType"] == "text/html; charset=utf-8"


def test_the_page_finds_the_endpoints_in_its_configuration(site: Recording) -> None:
    config = site.one("s3/bucketObjectv2:BucketObjectv2", "site-config.json")
    assert json.loads(config["content"]) == {"apiUrl": "https://api.example/base"}


def test_a_page_that_would_let_itself_connect_anywhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Page</title>")
    with pytest.raises(ValueError, match="content security policy"):
        record(lambda: StaticSite("site", {}).publish(tmp_path, {}, ["https://api.example"]))
