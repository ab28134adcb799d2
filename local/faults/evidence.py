"""Evidence of what became of posts: in the table, on the bus, in the mailbox, in the log, and at readers."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from emulated_aws.faults.proxy import Incident
from emulated_aws.faults.schedule import Fault
from functions.domain.events import BlogPostEnriched
from local.faults.outcome import Outcome
from local.faults.reader import CREATED, ENRICHED, Message, Reader
from local.faults.writer import Post
from local.stack import LocalStack

_SEND = "execute-api.POST @connections"
_POST_ID = re.compile(rb"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_ERROR = '"level": "ERROR"'
_NOT_SENT = '"email may not have been sent"'


@dataclass(frozen=True)
class Evidence:
    """What is left of a run, once all has settled.

    Attributes:
        stack: The stack, with its table, its mailbox and its log.
        events: What was on the bus.
        readers: Who followed topics.
        subscribers: The topics that emails were wanted about, by address.
        incidents: The faults that happened.
    """

    stack: LocalStack
    events: Iterator[dict[str, Any]]
    readers: Sequence[Reader]
    subscribers: Mapping[str, Sequence[str]]
    incidents: Sequence[Incident]

    def judge(self, posts: Sequence[Post], thawed: Sequence[Post]) -> Outcome:
        """Counts what became of posts.

        Args:
            posts: Those that were written while calls failed.
            thawed: Those that were written afterwards, each when all connections had died in a freeze.
        """
        ids = {post.id for post in posts}
        mails = self._count_mails(posts)
        not_mailed = {post.id for post, counts in mails.items() if 0 in counts}
        repeated: Counter[Message] = Counter()
        for reader in self.readers:
            repeated += Counter(reader.messages) - Counter(set(reader.messages))
        doubtful = count_doubtful_sends(self.incidents, len(self.readers))
        return Outcome(
            answered=len(posts),
            not_mailed=len(not_mailed),
            messages_repeated=repeated.total(),
            lost=len(ids - self._find_enriched()),
            enriched_twice=sum(count > 1 for count in self._count_enrichments(thawed[-1]).values()),
            silently_not_mailed=len(not_mailed - self._find_doubtful_mails()),
            mailed_twice=sum(max(counts) > 1 for counts in mails.values()),
            unheard=len({post.id for reader in self.readers for post in _find_unheard(posts, reader)}),
            out_of_order=len({post_id for reader in self.readers for post_id in find_overtaken(reader)}),
            needlessly_repeated=(repeated - doubtful).total(),
            harmed_by_freezes=len(self._find_harmed(thawed)),
        )

    def _find_enriched(self) -> set[str]:
        scan = self.stack.emulator.client("dynamodb").get_paginator("scan")
        pages = scan.paginate(
            TableName=self.stack.outputs["postsTableName"],
            FilterExpression="attribute_exists(entities)",
            ProjectionExpression="id",
            ConsistentRead=True,
        )
        return {item["id"]["S"] for page in pages for item in page["Items"]}

    def _count_enrichments(self, last: Post) -> Counter[str]:
        """Counts, by post, the events about its entities. An event that was published again is one.

        Args:
            last: The post whose entities were announced last.
        """
        found = set()
        for event in self.events:
            detail = event["detail"]
            if event["detail-type"] == BlogPostEnriched.detail_type:
                found.add((detail["post"]["id"], detail["id"]))
                if detail["post"]["id"] == last.id:
                    break
        return Counter(post_id for post_id, _ in found)

    def _count_mails(self, posts: Iterable[Post]) -> dict[Post, list[int]]:
        """Counts, by post, the emails that name it to each address which wants them."""
        mailbox = f"{self.stack.emulator.endpoint}/_local/mailbox"
        mails = httpx.get(mailbox, trust_env=False).raise_for_status().json()
        lines = Counter((mail["to"], line) for mail in mails for line in mail["body"].splitlines())
        return {
            post: [
                lines[email, post.title] for email, topics in self.subscribers.items() if post.topic in topics
            ]
            for post in posts
        }

    def _find_harmed(self, thawed: Iterable[Post]) -> set[str]:
        mails = self._count_mails(thawed)
        errors = self._find_lines(_ERROR)
        return {one.id for one in thawed if 0 in mails[one] or any(one.id in line for line in errors)}

    def _find_lines(self, text: str) -> list[str]:
        lines = self.stack.emulator.log_path.read_text("utf-8", "replace").splitlines()
        return [line for line in lines if text in line]

    def _find_doubtful_mails(self) -> set[str]:
        records = [json.loads(line[line.index("{") :]) for line in self._find_lines(_NOT_SENT)]
        return {post_id for record in records for post_id in record["postIds"]}


def count_doubtful_sends(incidents: Iterable[Incident], readers: int) -> Counter[Message]:
    """Counts how often each message may have been sent without its sender's learning of it.

    Args:
        incidents: The faults that happened.
        readers: How many may get one message. A function that is killed may have sent it to all of them.
    """
    doubtful: Counter[Message] = Counter()
    for incident in incidents:
        call = incident.call
        if incident.fault in {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}:
            for post_id in set(_POST_ID.findall(call.body)):
                for kind in (CREATED, ENRICHED):
                    doubtful[Message(kind, post_id.decode())] += readers
        elif incident.fault is Fault.ANSWER_LOST and call.name == _SEND:
            doubtful[Message.read(call.body)] += 1
    return doubtful


def _find_unheard(posts: Iterable[Post], reader: Reader) -> Iterator[Post]:
    heard = {message.post_id for message in reader.messages if message.type == ENRICHED}
    return (post for post in posts if post.topic in reader.topics and post.id not in heard)


def find_overtaken(reader: Reader) -> Iterator[str]:
    """Finds the posts whose news came after their entities."""
    enriched = set()
    for message in reader.messages:
        if message.type == ENRICHED:
            enriched.add(message.post_id)
        elif message.type == CREATED and message.post_id in enriched:
            yield message.post_id
