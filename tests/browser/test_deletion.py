"""Deleting what one posted, and seeing posts go."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, WebSocketRoute, expect

from tests.browser.reader import Reader


def test_who_posted_here_deletes_the_post_after_a_question(reader: Reader, blog: httpx.Client) -> None:
    reader.publish(title="Stays", topic="ends")
    reader.publish(title="Goes", topic="ends")
    delete = reader.article("Goes").get_by_role("button", name="Delete")
    delete.click()
    question = reader.page.get_by_role("dialog", name="Delete this post?")
    expect(question).to_contain_text("Goes")
    reader.page.keyboard.press("Enter")  # on what has the focus: "Keep"
    expect(question).to_be_hidden()
    expect(delete).to_be_focused()
    delete.click()
    question.get_by_role("button", name="Delete").click()
    expect(reader.article("Goes")).to_have_count(0)
    expect(reader.article("Stays").get_by_role("link")).to_be_focused()
    expect(reader.page.get_by_role("log")).to_contain_text("“Goes” was deleted.")
    assert [post["title"] for post in listed(blog, "ends")] == ["Stays"]
    reader.page.reload()
    expect(reader.article("Stays").get_by_role("button", name="Delete")).to_be_visible()
    expect(reader.article("Goes")).to_have_count(0)


def test_nobody_is_offered_to_delete_what_was_not_posted_here(reader: Reader, blog: httpx.Client) -> None:
    reader.publish(title="Mine", topic="offers")
    publish(blog, "Somebody's", "offers")
    expect(reader.article("Somebody's")).to_be_visible()
    expect(reader.article("Mine").get_by_role("button", name="Delete")).to_be_visible()
    expect(reader.article("Somebody's").get_by_role("button", name="Delete")).to_be_hidden()
    reader.sign_out()
    expect(reader.article("Mine").get_by_role("button", name="Delete")).to_be_hidden()


def test_why_a_post_could_not_be_deleted_is_told_in_the_question(
    visitor: Reader, blog: httpx.Client, token: str
) -> None:
    def lose_the_news(connection: WebSocketRoute) -> None:
        server = connection.connect_to_server()
        server.on_message(lambda message: None if "Removed" in str(message) else connection.send(message))

    visitor.page.route_web_socket(re.compile("ticket="), lose_the_news)
    visitor.use_token(token)
    visitor.publish(title="Reluctant", topic="problems")
    visitor.article("Reluctant").get_by_role("button", name="Delete").click()
    question = visitor.page.get_by_role("dialog")
    visitor.page.context.set_offline(offline=True)
    question.get_by_role("button", name="Delete").click()
    expect(question.get_by_role("alert")).to_contain_text("The blog cannot be reached.")
    visitor.page.context.set_offline(offline=False)
    post_id = listed(blog, "problems")[0]["id"]
    blog.delete(f"/posts/{post_id}").raise_for_status()
    question.get_by_role("button", name="Delete").click()
    problem = blog.delete(f"/posts/{post_id}").json()
    expect(question.get_by_role("alert")).to_contain_text(problem["detail"])
    question.get_by_role("button", name="Keep").click()
    expect(question).to_be_hidden()


def test_a_post_that_somebody_deletes_goes_and_the_reader_keeps_the_place(
    reader: Reader, blog: httpx.Client
) -> None:
    titles = [f"Verse {number}" for number in range(12)]
    ids = [publish(blog, title, "poems") for title in titles]
    reader.page.goto(f"{reader.page.url}?topic=poems")
    expect(reader.connection).to_have_text("Live")
    for title in reversed(titles[3:]):
        reader.article(title).scroll_into_view_if_needed()
        expect(reader.article(title).locator(".body")).not_to_be_empty()
    place = top(reader.article(titles[3]))
    blog.delete(f"/posts/{ids[9]}").raise_for_status()
    expect(reader.article(titles[9])).to_have_count(0)
    assert top(reader.article(titles[3])) == pytest.approx(place, abs=1)


def test_who_was_offline_finds_gone_what_was_deleted_meanwhile(reader: Reader, blog: httpx.Client) -> None:
    post_id = publish(blog, "Ephemeral", "mayflies")
    publish(blog, "Lasting", "mayflies")
    reader.page.goto(f"{reader.page.url}?topic=mayflies")
    expect(reader.connection).to_have_text("Live")
    expect(reader.article("Ephemeral")).to_be_visible()
    reader.page.context.set_offline(offline=True)
    expect(reader.connection).to_have_text("You are offline")
    blog.delete(f"/posts/{post_id}").raise_for_status()
    reader.page.context.set_offline(offline=False)
    expect(reader.article("Ephemeral")).to_have_count(0)
    expect(reader.article("Lasting")).to_be_visible()


def publish(blog: httpx.Client, title: str, topic: str) -> str:
    """Posts from elsewhere. Returns the post's id."""
    draft = {"author": "Maria", "title": title, "body": f"{title}, and more.", "topic": topic}
    return str(blog.post("/posts", json=draft).raise_for_status().json()["id"])


def listed(blog: httpx.Client, topic: str) -> list[dict[str, str]]:
    """Lists the posts of a topic."""
    posts: list[dict[str, str]] = (
        blog.get("/posts", params={"topic": topic}).raise_for_status().json()["posts"]
    )
    return posts


def top(article: Locator) -> float:
    """Says where on the screen a post begins."""
    return float(article.evaluate("article => article.getBoundingClientRect().top"))
