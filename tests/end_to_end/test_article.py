"""The article's scenario, byte for byte where it gives an example, but for what topics are compared by."""

import json
import re

from tests.end_to_end.client import Blog

KEY = ',"topicKey":"summer"'


def test_a_post_is_answered_enriched_and_pushed_as_the_article_shows(blog: Blog) -> None:
    draft = (
        '{"author":"Joe","title":"My trip to Spain",'
        '"body":"Hi, I am Joe and I love travelling to Spain","topic":"summer"}'
    )
    answer = blog.http.post("/posts", content=draft, headers={"content-type": "application/json"})

    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    post = answer.json()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", post["createdAt"])
    created = f'"id":"{post["id"]}","createdAt":"{post["createdAt"]}"'
    assert answer.text == "{" + created + "," + draft.removeprefix("{").removesuffix("}") + KEY + "}"

    update = blog.wait_until_enriched(post["id"])
    assert json.dumps(update["entities"]) == '{"locations": ["Spain"], "persons": ["Joe"]}'
    assert update == {
        "type": "blogPostEnriched",
        **{key: post[key] for key in ("id", "createdAt", "author", "title", "topic", "topicKey")},
        "entities": {"locations": ["Spain"], "persons": ["Joe"]},
    }
    assert blog.read(post["id"]) == {**post, "entities": update["entities"]}


def test_the_location_of_a_new_post_leads_to_it(blog: Blog) -> None:
    answer = blog.http.post(
        "/posts", json={"author": "Ann", "title": "Where", "body": "Here.", "topic": "places"}
    )
    location = answer.url.join(answer.headers["location"])
    found = blog.http.get(location).json()
    found.pop("entities", None)  # they may be there already
    assert found == answer.json()


def test_ids_sort_by_time(blog: Blog) -> None:
    ids = [blog.post()["id"] for _ in range(5)]
    assert ids == sorted(ids)
