"""A distribution is served at a path, to browsers at the emulated AWS's own address."""

from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import pytest
from pulumi.automation import OutputValue

from emulated_aws.emulator import Emulator

Outputs = dict[str, OutputValue]


@pytest.fixture
def site_url(website: Outputs) -> str:
    return str(website["siteUrl"].value)


def test_its_url_is_one_of_the_emulated_aws_without_tls(site_url: str, emulator: Emulator) -> None:
    assert site_url.startswith(f"{emulator.endpoint}/_aws/cloudfront/site-")


def test_its_root_is_the_default_object(site_url: str, web: httpx.Client) -> None:
    page = web.get(site_url, follow_redirects=True)
    assert page.text == "<p>Hello</p>"
    assert str(page.url) == f"{site_url}/"  # what the page refers to is relative to it


def test_an_object_has_its_type_and_caching(site_url: str, web: httpx.Client) -> None:
    page = web.get(f"{site_url}/index.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["content-length"] == str(len("<p>Hello</p>"))


def test_an_object_may_tell_the_sites_url(site_url: str, web: httpx.Client) -> None:
    assert web.get(f"{site_url}/config.json").json() == {"siteUrl": site_url}


def test_a_known_object_is_not_sent_again(site_url: str, web: httpx.Client) -> None:
    etag = web.get(f"{site_url}/").headers["etag"]
    assert web.get(f"{site_url}/", headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED


def test_a_head_request_has_the_headers_alone(site_url: str, web: httpx.Client) -> None:
    head = web.head(f"{site_url}/")
    assert head.headers["content-length"] == str(len("<p>Hello</p>"))
    assert head.content == b""


def test_the_policys_headers_are_sent_with_errors_too(site_url: str, web: httpx.Client) -> None:
    for path in ["", "nothing"]:
        headers = web.get(f"{site_url}/{path}").headers
        assert headers["content-security-policy"] == "default-src 'self'"
        assert headers["permissions-policy"] == "camera=()"
        assert headers["x-frame-options"] == "DENY"


def test_each_behavior_serves_its_own_paths(site_url: str, web: httpx.Client) -> None:
    assert "x-frame-options" not in web.get(f"{site_url}/plain/nothing").headers


def test_what_is_not_in_the_bucket_is_denied_as_by_a_bucket_that_may_not_be_listed(
    site_url: str, web: httpx.Client
) -> None:
    assert web.get(f"{site_url}/nothing").status_code == HTTPStatus.FORBIDDEN


def test_nobody_reads_the_bucket_past_the_distribution(
    website: Outputs, web: httpx.Client, emulator: Emulator
) -> None:
    bucket = website["aws:s3/bucket:Bucket"].value["bucket"]
    assert web.get(f"/{bucket}/index.html").status_code == HTTPStatus.FORBIDDEN
    assert emulator.client("s3").get_object(Bucket=bucket, Key="index.html")["ContentLength"]


def test_a_distribution_may_not_read_a_bucket_whose_policy_does_not_say_so(
    website: Outputs, web: httpx.Client, emulator: Emulator
) -> None:
    s3, bucket = emulator.client("s3"), website["aws:s3/bucket:Bucket"].value["bucket"]
    policy = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    s3.delete_bucket_policy(Bucket=bucket)
    try:
        assert web.get(f"{website['siteUrl'].value}/").status_code == HTTPStatus.FORBIDDEN
    finally:
        s3.put_bucket_policy(Bucket=bucket, Policy=policy)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_site_is_only_read(site_url: str, web: httpx.Client, method: str) -> None:
    assert web.request(method, f"{site_url}/index.html").status_code == HTTPStatus.FORBIDDEN


def test_there_is_nothing_where_no_distribution_is(web: httpx.Client) -> None:
    assert web.get("/_aws/cloudfront/none/").status_code == HTTPStatus.NOT_FOUND


def test_a_foreign_page_can_neither_frame_nor_fetch_it(site_url: str, web: httpx.Client) -> None:
    for headers in [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]:
        assert web.get(f"{site_url}/", headers=headers).status_code == HTTPStatus.FORBIDDEN


def test_its_origin_is_in_the_apis_cors_list(website: Outputs, emulator: Emulator, web: httpx.Client) -> None:
    preflight = {"Access-Control-Request-Method": "GET"}
    url = f"{website['apiUrl'].value}whoami"
    for origin in [emulator.endpoint, "https://example.org"]:
        allowed = web.options(url, headers=preflight | {"Origin": origin})
        assert allowed.headers["access-control-allow-origin"] == origin
    refused = web.options(url, headers=preflight | {"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in refused.headers


def test_the_page_and_the_mailbox_have_one_origin(site_url: str, web: httpx.Client) -> None:
    page = urlsplit(site_url)
    headers = {"Origin": f"{page.scheme}://{page.netloc}", "Sec-Fetch-Site": "same-origin"}
    assert web.get("/_local/mailbox", headers=headers).status_code == HTTPStatus.OK
