"""`SiteFiles` on its own."""

import json
from pathlib import Path

import pulumi
import pytest

from infra.site_files import SiteFiles
from preview.recording import Recording, record

PAGE = "<!doctype html><html><head><title>Page</title></head></html>"


def publish(folder: Path) -> Recording:
    return record(
        lambda: SiteFiles(
            "site",
            {
                "bucket_name": "files",
                "folder": str(folder),
                "config": {"apiUrl": "https://api.example/base"},
                "endpoints": ["https://api.example/base", "wss://realtime.example/live"],
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
    ],
    ids=["no page", "a page that would let itself connect anywhere", "another kind of file"],
)
def test_what_cannot_be_published_is_refused(tmp_path: Path, files: dict[str, str], told: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(pulumi.RunError, match=told):
        publish(tmp_path)
