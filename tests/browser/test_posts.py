"""Writing, and watching the feed fill."""

import re

import httpx
from playwright.sync_api import Route, expect

from local.stack import LocalStack
from tests.browser.reader import Reader


def test_the_entities_are_marked_in_the_text_as_they_arrive(reader: Reader) -> None:
    reader.page.evaluate("window.notReloaded = true")
    reader.publish(title="My trip", body="Hi, I am Joe and I love Spain", topic="summer")
    marks = reader.article("My trip").locator("mark")
    expect(marks).to_have_text(["Joe", "Spain"])
    assert [mark.get_attribute("data-kind") for mark in marks.all()] == ["person", "place"]
    assert reader.page.evaluate("window.notReloaded")
    expect(reader.article("My trip").locator(".pending")).to_be_hidden()


def test_somebody_else_s_post_of_a_topic_that_is_shown_appears_by_itself(
    reader: Reader, blog: httpx.Client
) -> None:
    reader.publish(title="Roses", topic="gardens")
    expect(reader.connection).to_have_text("Live")
    draft = {"author": "Maria", "title": "Tulips", "body": "I flew to Berlin.", "topic": "Gardens"}
    blog.post("/posts", json=draft).raise_for_status()
    expect(reader.article("Tulips").locator("mark")).to_have_text(["Berlin"])
    expect(reader.page.get_by_role("log")).to_contain_text("New post by Maria: Tulips")


def test_a_topic_can_be_chosen_and_has_an_address(reader: Reader) -> None:
    reader.publish(title="Violins", topic="music")
    reader.publish(title="Easels", topic="painting")
    reader.article("Violins").get_by_role("link", name="music").click()
    expect(reader.page.get_by_role("heading", name="Latest in music")).to_be_visible()
    expect(reader.article("Violins")).to_be_visible()
    expect(reader.article("Easels")).to_have_count(0)
    assert reader.page.url.endswith("?topic=music")
    reader.page.go_back()
    expect(reader.article("Easels")).to_be_visible()


def test_older_posts_follow_when_they_are_asked_for(visitor: Reader, blog: httpx.Client) -> None:
    for number in range(21):
        draft = {"author": "Joe", "title": f"Page {number}", "body": "Text.", "topic": "diary & more"}
        blog.post("/posts", json=draft).raise_for_status()
    topic = visitor.page.get_by_role("search").get_by_label("Topic")
    topic.fill("diary & more")
    topic.press("Enter")
    expect(visitor.page.get_by_role("article")).to_have_count(20)
    visitor.button("Older posts").click()
    expect(visitor.article("Page 0")).to_be_visible()
    expect(visitor.button("Older posts")).to_be_hidden()


def test_a_page_that_stays_open_does_not_grow_for_ever(visitor: Reader) -> None:
    visitor.page.wait_for_load_state("networkidle")  # the page's own feed has listed its posts by then
    shown = visitor.page.evaluate("""async () => {
      const { Feed } = await import("./feed.js");
      document.querySelector("#posts").replaceChildren();
      const feed = new Feed({ get: async () => ({ posts: [] }) }, { has: () => false });
      await feed.show("");
      for (let number = 100; number < 700; number++) {
        const post = { id: `${number}`, title: `${number}`, topic: "t", topicKey: "t", author: "Joe" };
        await feed.hear({ ...post, createdAt: "2026-01-01T00:00:00Z", entities: {} });
      }
      const at = (selector) => document.querySelector(selector);
      return [at("#posts").children.length, at("#news").children.length, at("#feed > .message").textContent];
    }""")
    assert shown == [500, 5, "More was posted. Reload the page to see it."]


def test_text_that_looks_like_markup_stays_text(reader: Reader) -> None:
    title = "<img src=x onerror=alert(1)>"
    body = "Hi, I am Joe and I love Spain. <script>alert(2)</script> <b>bold</b> &lt;i&gt;"
    author = "'<a href=javascript:alert(3)>Joe</a>"
    reader.publish(title=title, body=body, topic='"><u>bold</u>', author=author)
    article = reader.article(title)
    expect(article.locator("mark", has_text="Spain")).to_be_visible()
    expect(article.locator(".body")).to_have_text(body)
    expect(article.locator(".author")).to_have_text(author)
    expect(article.locator("img, script, b, u, [href^=javascript]")).to_have_count(0)


def test_texts_that_are_older_than_the_rule_for_lines_are_shown_in_one(
    reader: Reader, blog: httpx.Client, stack: LocalStack
) -> None:
    draft = {"author": "Joe", "title": "Old", "body": "Text.", "topic": "old lines"}
    post_id = blog.post("/posts", json=draft).raise_for_status().json()["id"]
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["postsTableName"],
        Key={"id": {"S": post_id}},
        UpdateExpression="SET title = :title, author = :author, topic = :topic",
        ExpressionAttributeValues={
            ":title": {"S": "\u202egpj.exe\nby Admin"},
            ":author": {"S": "\u2069\u202eeoJ"},
            ":topic": {"S": "\u2067old\u2028lines"},
        },
    )
    reader.page.reload()
    article = reader.article("gpj.exe by Admin")
    expect(article.locator("h3")).to_have_text(re.compile("^gpj.exe by Admin$"))
    expect(article.locator(".author")).to_have_text(re.compile("^eoJ$"))
    article.get_by_role("link", name="old lines").click()
    expect(reader.page.get_by_role("heading", name="Latest in old lines")).to_be_visible()
    expect(article).to_be_visible()
    expect(reader.connection).to_have_text("Live")


def test_a_double_click_makes_one_post(reader: Reader, blog: httpx.Client) -> None:
    reader.write(title="Once", topic="double")
    reader.button("Publish").dblclick()
    expect(reader.article("Once")).to_be_visible()
    assert titles(blog, "double") == ["Once"]


def test_trying_again_after_an_answer_was_lost_makes_one_post(reader: Reader, blog: httpx.Client) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    reader.page.route("**/posts", lose_the_answer, times=1)
    reader.write(title="Twice sent", topic="retry")
    reader.button("Publish").click()
    expect(reader.page.get_by_text("The blog cannot be reached.")).to_be_visible()
    reader.button("Publish").click()
    expect(reader.page.get_by_text("Published.")).to_be_visible()
    assert titles(blog, "retry") == ["Twice sent"]


def test_a_broken_rule_is_told_at_its_field_and_nothing_is_lost(reader: Reader) -> None:
    reader.write(title="x" * 201, body="Kept", topic="rules")
    reader.button("Publish").click()
    title = reader.field("Title")
    expect(title).to_have_accessible_description("Title must have 1 to 200 characters.")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_be_focused()
    expect(reader.field("Text")).to_have_value("Kept")
    title.fill("Short enough")
    reader.button("Publish").click()
    expect(reader.article("Short enough")).to_be_visible()
    expect(title).not_to_have_attribute("aria-invalid", "true")


def titles(blog: httpx.Client, topic: str) -> list[str]:
    """Lists the posts of a topic."""
    answer = blog.get("/posts", params={"topic": topic}).raise_for_status()
    return [post["title"] for post in answer.json()["posts"]]


def test_a_post_that_names_more_than_is_marked_says_so(
    visitor: Reader, blog: httpx.Client, stack: LocalStack
) -> None:
    draft = {"author": "Joe", "title": "Calendar", "body": "Text.", "topic": "dates"}
    post_id = blog.post("/posts", json=draft).raise_for_status().json()["id"]
    stack.emulator.client("dynamodb").update_item(
        TableName=stack.outputs["postsTableName"],
        Key={"id": {"S": post_id}},
        UpdateExpression="SET moreEntities = :true",
        ExpressionAttributeValues={":true": {"BOOL": True}},
    )
    visitor.page.reload()
    expect(visitor.article("Calendar")).to_contain_text("It names more than is marked.")
