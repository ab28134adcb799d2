"""`SiteFiles` on its own."""

import json
from collections.abc import Sequence
from pathlib import Path

import pulumi
import pytest

from infra.site_files import SiteFiles
from preview.recording import Recording, record

PAGE = "<!doctype html><html><head><title>Page</title></head></html>"


ENDPOINTS = ("https://api.example/base", "wss://realtime.example/live")


def publish(folder: Path, endpoints: Sequence[str] = ENDPOINTS, later: Sequence[str] = ()) -> Recording:
    return record(
        lambda: SiteFiles(
            "site",
            {
                "bucket_name": "files",
                "folder": str(folder),
                "config": {"apiUrl": "https://api.example/base"},
                "endpoints": [*endpoints, *map(pulumi.Output.from_input, later)],
            },
        )
    )


@pytest.fixture
def site(tmp_path: Path) -> Recording:
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "app.js").write_text("// nothing")
    return publish(tmp_path)


def test_the_page_may_connect_to_the_endpoints_and_nowhere_else(site: Recording) -> None:
    page = site.one("s3/bucketObjectv2:BucketObjectv2", "site-index.html")
    assert "content=\"connect-src 'self' https://api.example wss://realtime.example\"" in page["content"]
    assert page["contentType"] == "text/html; charset=utf-8"


def test_the_page_finds_the_endpoints_in_its_configuration(site: Recording) -> None:
    config = site.one("s3/bucketObjectv2:BucketObjectv2", "site-config.json")
    assert json.loads(config["content"]) == {"apiUrl": "https://api.example/base"}


def test_every_file_is_in_the_bucket_under_its_path(site: Recording) -> None:
    files = site.of_type("s3/bucketObjectv2:BucketObjectv2")
    assert {file["key"] for file in files} == {"index.html", "app.js", "config.json"}
    assert {file["bucket"] for file in files} == {"files"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "no index.html"),
        ({"index.html": "<!doctype html><title>Page</title>"}, "content security policy"),
        ({"index.html": PAGE, "song.mp3": ""}, "song.mp3 is none of .css"),
        ({"index.html": PAGE, "config.json": "{}"}, "config.json in .* is made of the argument config"),
    ],
    ids=[
        "no page",
        "a page that would let itself connect anywhere",
        "another kind of file",
        "a configuration of its own",
    ],
)
def test_what_cannot_be_published_is_refused(tmp_path: Path, files: dict[str, str], told: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(pulumi.RunError, match=told):
        publish(tmp_path)


@pytest.mark.parametrize(
    "left_behind",
    [
        *(".DS_Store", "._index.html", ".app.js.swp", ".env", ".git/config.json", "drafts/.hidden/page.html"),
        *("app.js~", "#app.js#", ".#app.js", "Thumbs.db", "desktop.ini", "__MACOSX/index.html"),
    ],
)
def test_what_editors_and_systems_leave_behind_is_not_published(tmp_path: Path, left_behind: str) -> None:
    for name in (left_behind, ".well-known/change.json", "index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PAGE)
    files = publish(tmp_path).of_type("s3/bucketObjectv2:BucketObjectv2")
    assert {file["key"] for file in files} == {"index.html", ".well-known/change.json", "config.json"}


@pytest.mark.parametrize(
    "endpoint",
    [
        *(
            "api.example.com/x",
            "",
            "//api.example.com",
            "ftp://api.example.com",
            "javascript:alert(1)",
            "https://",
        ),
        *(
            "https://user@api.example.com",
            "https://[::1]:8000/",
            "https://*",
            "https://a.example; script-src *",
        ),
    ],
)
def test_an_endpoint_that_a_policy_cannot_name_is_refused(tmp_path: Path, endpoint: str) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    for given, later in (([endpoint], []), ([endpoint], ["https://a.example"]), ([], [endpoint])):
        with pytest.raises(pulumi.RunError, match=r"endpoints\.\d: must (be a URL with http|not be empty)"):
            publish(tmp_path, given, later)
