"""Losing the connection, and having it again."""

import re

import httpx
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.reader import Reader


def test_who_was_offline_reads_what_came_meanwhile(reader: Reader, blog: httpx.Client) -> None:
    reader.publish(title="Before", topic="tides")
    reader.page.context.set_offline(offline=True)
    expect(reader.connection).to_have_text("You are offline")
    draft = {"author": "Maria", "title": "Meanwhile", "body": "I saw Lisbon.", "topic": "tides"}
    blog.post("/posts", json=draft).raise_for_status()
    reader.page.context.set_offline(offline=False)
    expect(reader.connection).to_have_text("Live")
    expect(reader.article("Meanwhile").locator("mark")).to_have_text(["Lisbon"])
    reader.publish(title="After", body="Now in Paris.", topic="tides")
    expect(reader.article("After").locator("mark")).to_have_text(["Paris"])


def test_a_connection_that_is_cut_comes_back_with_a_new_ticket(visitor: Reader, token: str) -> None:
    connections: list[WebSocketRoute] = []

    def relay(connection: WebSocketRoute) -> None:
        connection.connect_to_server()
        connections.append(connection)

    visitor.page.route_web_socket(re.compile("ticket="), relay)
    visitor.use_token(token)
    expect(visitor.connection).to_have_text("Live")
    connections[0].close()
    expect(visitor.connection).not_to_have_text("Live")
    expect(visitor.connection).to_have_text("Live")
    assert len({connection.url for connection in connections}) == 2
    visitor.publish(title="Still here", body="Spain it is.", topic="cuts")
    expect(visitor.article("Still here").locator("mark")).to_have_text(["Spain"])
