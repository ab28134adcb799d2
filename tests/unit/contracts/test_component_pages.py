import pulumi
import pulumi_aws as aws
import pytest

from contracts.component_pages import documents
from contracts.picture import draw
from infra.parts.dead_letter_queue import DeadLetterQueue
from infra.parts.queue_consumer import QueueConsumer
from plugin.provider import COMPONENTS
from preview.recording import record


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {path.as_posix(): text for path, text in documents().items()}


def test_each_component_has_a_page_that_the_index_names(pages: dict[str, str]) -> None:
    index = pages["docs/components/README.md"]
    own = pages.keys() - {"docs/components/README.md"}
    assert len(own) == len(COMPONENTS)
    assert all(f"]({page.rpartition('/')[2]}): " in index for page in own)


def test_a_page_says_what_a_component_takes_gives_makes_may_do_and_tells(pages: dict[str, str]) -> None:
    page = pages["docs/components/event-pipeline.md"]
    assert "| **`postsStreamArn`** | string | " in page
    assert "| `httpApi` | [HttpApiReference](README.md#httpapireference) | " in page
    assert "| `creationRule` | [EventRuleReference](README.md#eventrulereference) | " in page
    assert "| `aws:cloudwatch/eventBus:EventBus` | 1 | each event that is put on it |" in page
    assert "| `events-recognition` | `comprehend:DetectEntities` | `*` |" in page
    assert "| `events-relay-lag` | events-relay announces posts minutes late" in page


def test_a_picture_shows_what_feeds_a_function_what_it_uses_and_what_is_given_up() -> None:
    table = "arn:aws:dynamodb:eu-west-1:123456789012:table/counts"

    def program() -> None:
        rule = aws.cloudwatch.EventRule("posted", event_bus_name="posts", event_pattern="{}")
        QueueConsumer(
            "counter",
            {
                "rules": {"posted": {"name": rule.name, "arn": rule.arn, "bus_name": "posts"}},
                "function": {
                    "code": pulumi.AssetArchive({}),
                    "handler": "counting.handle",
                    "description": "Counts",
                    "statements": [{"actions": ["dynamodb:UpdateItem"], "resources": [table]}],
                },
            },
        )

    assert (
        draw(record(program))
        == """\
flowchart LR
    n0>"posted"]
    n1[/"counter λ"/]
    n2[["counter"]]
    n3[["counter-dead-letters"]]
    n4("counts")
    n5("posts")
    n0 --> n2
    n0 -.-> n3
    n1 --> n4
    n2 --> n1
    n2 -.-> n3
    n5 --> n0
"""
    )


def test_what_stands_alone_is_a_picture_of_one() -> None:
    assert draw(record(lambda: DeadLetterQueue("given-up", {}))) == 'flowchart LR\n    n0[["given-up"]]\n'
