from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.stub import Stubber

from functions.blog_api.posts.feed import SHARDS, Feed, index_keys
from functions.blog_api.posts.models import ListedPost
from functions.domain.post import Post
from functions.runtime.aws.client import Client, Operation
from functions.runtime.clients import make_client
from functions.runtime.items import read_item, write_item
from tests.events import load_event

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

POST = Post.model_validate(read_item(load_event("stream_modify")["dynamodb"]["NewImage"]))


def post_id(number: int) -> str:
    return f"01KJMBQDE0{number:016}"


def item(number: int, title: str = "My trip") -> dict[str, Any]:
    post = POST.model_copy(update={"id": post_id(number), "title": title})
    return {**write_item(post.model_dump(mode="json", exclude_none=True)), **index_keys(post)}


class Table:
    """Queries like DynamoDB's, over posts that the indexes project, with pages of at most some bytes."""

    def __init__(self, *items: dict[str, Any], page_size: int = 1000) -> None:
        self._items = items
        self._page_size = page_size
        self.asked: list[tuple[str, int]] = []

    @property
    def query(self) -> Operation:
        return Operation(cast("Client", self), "Query")

    def call_each(self, _operation: str, calls: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [self._query(request) for request in calls]

    def _query(self, request: dict[str, Any]) -> dict[str, Any]:
        values = request["ExpressionAttributeValues"]
        attribute = request["KeyConditionExpression"].partition(" ")[0]
        self.asked.append((values[":shard"]["S"], request["Limit"]))
        found = sorted(
            (
                i
                for i in self._items
                if i[attribute] == values[":shard"] and i["id"]["S"] < values[":before"]["S"]
            ),
            key=lambda i: str(i["id"]["S"]),
            reverse=True,
        )
        count = min(request["Limit"], self._page_size)
        more = {"LastEvaluatedKey": found[count - 1]} if len(found) >= count else {}
        projected = [{k: v for k, v in i.items() if k not in ("body", "subject")} for i in found[:count]]
        return {"Items": projected, **more}


def feed_of(table: Table) -> Feed:
    return Feed(cast("DynamoDBClient", table), "posts")


def numbers(posts: list[Any]) -> list[int]:
    return [int(post.id[10:]) for post in posts]


def read_all(feed: Feed, limit: int) -> list[ListedPost]:
    """Reads page by page, as clients do."""
    found: list[ListedPost] = []
    posts, older = feed.read(None, None, limit)
    found += posts
    while older is not None:
        posts, older = feed.read(None, older, limit)
        assert len(posts) <= limit
        found += posts
    return found


def test_posts_of_all_shards_come_newest_first() -> None:
    feed = feed_of(Table(*(item(number) for number in range(40))))
    posts, older = feed.read(None, None, 100)
    assert numbers(posts) == list(range(39, -1, -1))
    assert older is None


@pytest.mark.parametrize("page_size", [1, 3, 1000])
@pytest.mark.parametrize("limit", [1, 7, 39, 40, 41])
def test_page_by_page_every_post_comes_once(limit: int, page_size: int) -> None:
    feed = feed_of(Table(*(item(number) for number in range(40)), page_size=page_size))
    assert numbers(read_all(feed, limit)) == list(range(39, -1, -1))


@pytest.mark.parametrize("limit", [1, 2, 3, 20])
@pytest.mark.parametrize(
    "unreadable",
    [
        {"note": {"S": "made by hand"}},
        {"status": {"S": "PINNED"}, "author": {"N": "1"}},
        {"entities": {"S": "none"}},
    ],
)
def test_an_item_that_is_no_post_is_passed_over_and_logged(
    unreadable: dict[str, Any], limit: int, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    keys = {name: value for name, value in item(5).items() if name in ("id", "feedShard", "topicShard")}
    items = [item(number) for number in range(10) if number != 5]
    posts = read_all(feed_of(Table(*items, {**keys, **unreadable})), limit)
    assert numbers(posts) == [9, 8, 7, 6, 4, 3, 2, 1, 0]
    assert [(record["message"], record["postId"]) for record in logged()] == [("unreadable post", post_id(5))]


def test_a_list_of_nothing_that_can_be_read_comes_to_its_end() -> None:
    keys = ("id", "feedShard", "topicShard")
    items = [{name: item(number)[name] for name in keys} for number in range(30)]
    assert read_all(feed_of(Table(*items)), 3) == []


def test_an_item_whose_id_is_no_post_s_does_not_end_a_list() -> None:
    named = {**item(5), "id": {"S": "0-by-hand"}}
    assert numbers(read_all(feed_of(Table(item(9), named, item(1))), 1)) == [9, 1]


def test_an_empty_feed_has_no_posts() -> None:
    assert feed_of(Table()).read(None, None, 20) == ([], None)


def test_a_list_of_which_a_shard_cannot_be_read_fails_as_the_table_does(dynamodb: Stubber) -> None:
    for _ in SHARDS[1:]:
        dynamodb.add_response("query", {"Items": []})
    dynamodb.add_client_error("query", "InternalServerError")
    client = make_client("dynamodb")
    with pytest.raises(client.exceptions.InternalServerError):
        Feed(client, "posts").read(None, None, 20)


def test_posts_of_a_topic_are_read_from_its_own_shards() -> None:
    table = Table(item(1))
    posts, _ = feed_of(table).read({"summer"}, None, 20)
    assert numbers(posts) == [1]
    assert sorted(table.asked) == [(f"summer#{shard}", 21) for shard in SHARDS]
    assert feed_of(table).read({"winter"}, None, 20) == ([], None)


def test_a_page_ends_before_it_is_too_large_to_answer() -> None:
    table = Table(*(item(number, title="x" * 600_000) for number in range(5)))
    posts, older = feed_of(table).read(None, None, 20)
    assert numbers(posts) == [4, 3, 2]
    assert older == post_id(2)


def test_posts_spread_over_all_shards() -> None:
    assert {item(number)["feedShard"]["S"] for number in range(40)} == {f"{shard}" for shard in SHARDS}


def test_an_index_is_asked_as_dynamodb_wants_it(dynamodb: Stubber) -> None:
    for shard in SHARDS:
        dynamodb.add_response(
            "query",
            {"Items": []},
            {
                "TableName": "posts",
                "IndexName": "topic-index",
                "KeyConditionExpression": "topicShard = :shard AND id < :before",
                "ExpressionAttributeValues": {":shard": {"S": f"summer#{shard}"}, ":before": {"S": POST.id}},
                "ScanIndexForward": False,
                "Limit": 21,
            },
        )
    # The stub expects an order, which only one thread keeps.
    feed = Feed(make_client("dynamodb"), "posts")
    assert feed.read({"summer"}, POST.id, 20) == ([], None)
