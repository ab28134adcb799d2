"""The text that a stack's resources are reviewed by."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from preview.document import document_of, read_document, write_document
from preview.recording import record


def document(program: Callable[[], object]) -> dict[str, Any]:
    return read_document(write_document(document_of(record(program))))


class Component(pulumi.ComponentResource):
    """A component with one resource in it."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Component", name, None, opts)
        aws.sns.Topic(f"{name}-topic", opts=pulumi.ResourceOptions(parent=self, protect=True))


def test_a_resource_stands_in_its_parent_with_its_properties_and_options() -> None:
    assert document(lambda: Component("own"))["resources"] == {
        "own (test:index:Component)": {"own-topic (aws:sns/topic:Topic)": {"(protect)": True}}
    }


def test_an_alias_is_shown() -> None:
    tree = document(lambda: Component("new", pulumi.ResourceOptions(aliases=[pulumi.Alias(name="old")])))
    component = tree["resources"]["new (test:index:Component)"]
    assert component["(aliases)"] == ["urn:pulumi:test::project::test:index:Component::old"]


def test_what_a_resource_waits_for_is_shown_unless_its_properties_say_so() -> None:
    def program() -> None:
        topic = aws.sns.Topic("topic")
        queue = aws.sqs.Queue("queue")
        aws.sqs.QueuePolicy(
            "policy", queue_url=queue.url, policy="{}", opts=pulumi.ResourceOptions(depends_on=[topic])
        )

    policy = document(program)["resources"]["policy (aws:sqs/queuePolicy:QueuePolicy)"]
    assert policy["(waits for)"] == ["topic.topic"]


def test_a_role_has_a_line_for_each_statement_of_all_its_policies() -> None:
    def policy(action: str) -> pulumi.Output[str]:
        statement = {"Effect": "Allow", "Action": action, "Resource": queue_arn[0]}
        return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [statement]})

    queue_arn = []

    def program() -> None:
        queue_arn.append(aws.sqs.Queue("queue").arn)
        role = aws.iam.Role("role", assume_role_policy="{}")
        for action in ("sqs:SendMessage", "sqs:DeleteMessage"):
            aws.iam.RolePolicy(action, role=role.name, policy=policy(action))

    recorded = write_document(document_of(record(program)))
    assert recorded.endswith(
        "roles:\n"
        "  role.role:\n"
        "  - Allow sqs:DeleteMessage on ${queue.queue.arn}\n"
        "  - Allow sqs:SendMessage on ${queue.queue.arn}\n"
    )


def test_a_long_text_is_told_by_its_digest() -> None:
    def program(text: str) -> dict[str, Any]:
        return document(lambda: aws.s3.BucketObjectv2("page", bucket="files", key="page", content=text))

    assert program("x" * 1000) != program("x" * 1001)
    assert "xxx" not in json.dumps(program("x" * 1000))


def test_a_file_is_told_by_its_digest_and_not_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("page")
    tree = document(
        lambda: aws.s3.BucketObjectv2(
            "page", bucket="files", key="page", source=pulumi.FileAsset(str(tmp_path / "page"))
        )
    )
    [page] = tree["resources"].values()
    assert page["source"].startswith("sha256:")
    assert str(tmp_path) not in json.dumps(tree)
