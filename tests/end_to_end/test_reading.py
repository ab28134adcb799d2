"""Reading posts, one by one and in lists."""

from typing import Any

import httpx
import pytest

from tests.end_to_end.client import Blog

# What an answer's headers say of its content.
SAID = ("content-type", "etag", "cache-control")


def ids(posts: list[dict[str, Any]]) -> list[str]:
    return [post["id"] for post in posts]


def pages(blog: Blog, **query: str | int) -> list[dict[str, Any]]:
    """Follows a list's cursors to its end."""
    posts: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = blog.http.get("/posts", params={**query, **cursor}).raise_for_status().json()
        posts += page["posts"]
        if "cursor" not in page:
            return posts
        cursor = {"cursor": page["cursor"]}


def test_the_posts_of_a_topic_come_newest_first_page_by_page(blog: Blog) -> None:
    posted = [blog.post(topic="Paging", title=str(number))["id"] for number in range(7)]
    blog.post(topic="something else")
    assert ids(pages(blog, topic="paging", limit=3)) == posted[::-1]


def test_a_list_over_all_topics_begins_with_the_newest(blog: Blog) -> None:
    posted = [blog.post(topic=topic)["id"] for topic in ("a", "b", "c")]
    page = blog.http.get("/posts", params={"limit": 3}).json()
    assert ids(page["posts"]) == posted[::-1]
    assert page["cursor"]


def test_lists_show_entities_and_no_bodies(blog: Blog) -> None:
    post = blog.post(topic="listed")
    blog.wait_until_enriched(post["id"])
    [listed] = pages(blog, topic="listed")
    assert listed == {
        **{key: post[key] for key in ("id", "createdAt", "author", "title", "topic", "topicKey")},
        "entities": {"locations": ["Spain"], "persons": ["Joe"]},
    }


def test_a_topic_without_posts_is_an_empty_list(blog: Blog) -> None:
    page = blog.http.get("/posts", params={"topic": "Nobody writes of this"}).json()
    assert page == {"posts": [], "topicKey": "nobody writes of this"}


@pytest.mark.parametrize("path", ["/posts?topic=heads", "/posts/{id}", "/openapi.json"])
def test_head_tells_what_get_would_but_for_the_body(blog: Blog, path: str) -> None:
    post = blog.post(topic="heads")
    blog.wait_until_enriched(post["id"])
    path = path.format(id=post["id"])
    get, head = blog.http.get(path), blog.http.head(path)
    assert (head.status_code, head.content) == (httpx.codes.OK, b"")
    assert {name: head.headers[name] for name in SAID} == {name: get.headers[name] for name in SAID}
    assert blog.http.head(path, headers={"if-none-match": get.headers["etag"]}).status_code == 304
    assert blog.http.head("/posts/nothing").status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(
    "query", [{"limit": "0"}, {"limit": "101"}, {"limit": "x"}, {"cursor": "nonsense"}, {"limt": "2"}]
)
def test_a_bad_parameter_is_named(blog: Blog, query: dict[str, str]) -> None:
    answer = blog.http.get("/posts", params=query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert next(iter(query)) in answer.text


def test_parameters_of_others_change_nothing(blog: Blog) -> None:
    post = blog.post(topic="Links")
    linked = blog.http.get("/posts?topic=links&utm_source=mail&utm_source=x&fbclid=a&_=1&x=%ff")
    assert ids(linked.raise_for_status().json()["posts"]) == [post["id"]]
    blog.http.get(f"/posts/{post['id']}?limt=1&utm_source=mail").raise_for_status()


def test_who_has_the_post_already_gets_304_until_it_changes(blog: Blog) -> None:
    post = blog.post()
    blog.wait_until_enriched(post["id"])
    first = blog.http.get(f"/posts/{post['id']}")
    etag = first.headers["etag"]
    assert etag.startswith('"')
    again = blog.http.get(f"/posts/{post['id']}", headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    other = blog.http.get(f"/posts/{post['id']}", headers={"if-none-match": '"other"'})
    assert other.json() == first.json()
    assert blog.http.get(f"/posts/{post['id']}", headers={"if-match": '"other"'}).status_code == 412


def test_an_id_may_be_percent_encoded(blog: Blog) -> None:
    post_id = blog.post()["id"]
    assert blog.read(f"%{ord(post_id[0]):x}{post_id[1:]}")["id"] == post_id
