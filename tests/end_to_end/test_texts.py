"""Texts at the limits of what is allowed."""

from tests.end_to_end.client import Blog


def test_text_in_any_script_comes_back_as_it_was_sent(blog: Blog) -> None:
    post = blog.post(
        author="Zoë 👩‍💻", title="东京の夏 — صيف", body="Ich heiße Zoë.\n\tגשם 🌧️ in Berlin.", topic="Été"
    )
    stored = blog.read(post["id"])
    assert stored["author"] == "Zoë 👩‍💻"
    assert stored["title"] == "东京の夏 — صيف"
    assert stored["body"] == "Ich heiße Zoë.\n\tגשם 🌧️ in Berlin."
    assert stored["topic"] == "Été"
    assert "Berlin" in blog.wait_until_enriched(post["id"])["entities"]["locations"]


def test_a_body_of_100_000_bytes_is_kept_and_enriched(blog: Blog) -> None:
    end = " Then she came to Berlin."
    body = "Maria flew to Paris. ".ljust(100_000 - len(end), ".") + end  # dots cost the model no time
    assert len(body.encode()) == 100_000
    post = blog.post(body=body)
    assert blog.read(post["id"])["body"] == body
    assert {"Paris", "Berlin"} <= set(blog.wait_until_enriched(post["id"])["entities"]["locations"])


def test_a_body_that_names_nothing_is_enriched_with_nothing(blog: Blog) -> None:
    assert blog.wait_until_enriched(blog.post(body="hm.")["id"])["entities"] == {}
