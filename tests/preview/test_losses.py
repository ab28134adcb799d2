"""Losses of resources that hold state, by a change."""

from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws

from preview.document import document_of
from preview.losses import find_losses
from preview.recording import record


def losses(old: Callable[[], object], new: Callable[[], object]) -> list[str]:
    return list(find_losses(document_of(record(old)), document_of(record(new))))


def table(name: str = "posts", *, protect: bool = False, alias: str = "", **changes: Any) -> None:  # noqa: ANN401 - properties of a table
    index = {
        "name": "feed",
        "key_schemas": [{"attribute_name": "day", "key_type": "HASH"}],
        "projection_type": "ALL",
    }
    properties: dict[str, Any] = {
        "hash_key": "id",
        "attributes": [{"name": "id", "type": "S"}, {"name": "day", "type": "S"}],
        "global_secondary_indexes": [index],
        "stream_enabled": True,
        "stream_view_type": "NEW_AND_OLD_IMAGES",
        "point_in_time_recovery": {"enabled": True},
        **changes,
    }
    aliases = [pulumi.Alias(name=alias)] if alias else []
    aws.dynamodb.Table(name, **properties, opts=pulumi.ResourceOptions(protect=protect, aliases=aliases))


def test_a_table_that_is_as_it_was_loses_nothing() -> None:
    assert losses(table, table) == []


def test_tags_take_nothing() -> None:
    assert losses(table, lambda: table(tags={"team": "blog"}, billing_mode="PAY_PER_REQUEST")) == []


def test_a_table_that_is_no_more_is_deleted() -> None:
    [loss] = losses(table, lambda: None)
    assert loss == (
        "DELETES posts (aws:dynamodb/table:Table) with its items."
        " If it has only been renamed, it needs an alias."
    )


def test_another_key_replaces_a_table() -> None:
    [loss] = losses(table, lambda: table(hash_key="day"))
    assert loss == (
        "REPLACES posts (aws:dynamodb/table:Table): hashKey changes from id to day,"
        " and its items will be gone"
    )


def test_another_type_of_a_key_replaces_a_table() -> None:
    attributes = [{"name": "id", "type": "N"}, {"name": "day", "type": "S"}]
    [loss] = losses(table, lambda: table(attributes=attributes))
    assert loss.startswith("REPLACES posts (aws:dynamodb/table:Table): the type of its key id changes")


def test_an_index_that_changes_is_rebuilt() -> None:
    index = {
        "name": "feed",
        "key_schemas": [{"attribute_name": "day", "key_type": "HASH"}],
        "projection_type": "KEYS_ONLY",
    }
    [loss] = losses(table, lambda: table(global_secondary_indexes=[index]))
    assert loss.startswith("REBUILDS index feed of posts")


def test_an_index_that_is_no_more_is_deleted() -> None:
    [loss] = losses(table, lambda: table(global_secondary_indexes=[]))
    assert loss.startswith("DELETES index feed of posts")


def test_another_view_type_ends_a_stream() -> None:
    [loss] = losses(table, lambda: table(stream_view_type="KEYS_ONLY"))
    assert loss.startswith("ENDS the stream of posts")


def test_protection_that_is_taken_away_is_told() -> None:
    assert losses(
        lambda: table(protect=True, deletion_protection_enabled=True),
        lambda: table(point_in_time_recovery={"enabled": False}),
    ) == [
        "UNGUARDS posts (aws:dynamodb/table:Table): it loses protect",
        "UNGUARDS posts (aws:dynamodb/table:Table): it loses deletionProtectionEnabled",
        "UNGUARDS posts (aws:dynamodb/table:Table): it loses pointInTimeRecovery",
    ]


def test_another_name_takes_nothing_with_an_alias() -> None:
    assert losses(table, lambda: table("articles", alias="posts")) == []
    [loss] = losses(table, lambda: table("articles"))
    assert loss.startswith("DELETES posts")


def test_what_is_in_a_component_keeps_its_state_when_the_component_is_renamed_with_an_alias() -> None:
    class Component(pulumi.ComponentResource):
        def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
            super().__init__("test:index:Component", name, None, opts)
            aws.sns.Topic(f"{name}-topic", opts=pulumi.ResourceOptions(parent=self))

    alias = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")])
    assert losses(lambda: Component("old"), lambda: Component("new", alias)) == []
    [loss] = losses(lambda: Component("old"), lambda: Component("new"))
    assert loss.startswith("DELETES old-topic (aws:sns/topic:Topic) with its subscriptions")


def test_a_user_pool_that_tells_names_apart_otherwise_is_another_one() -> None:
    def pool(*, case_sensitive: bool) -> Callable[[], object]:
        return lambda: aws.cognito.UserPool(
            "users", username_configuration={"case_sensitive": case_sensitive}
        )

    [loss] = losses(pool(case_sensitive=False), pool(case_sensitive=True))
    assert loss.startswith("REPLACES users (aws:cognito/userPool:UserPool): usernameConfiguration changes")
