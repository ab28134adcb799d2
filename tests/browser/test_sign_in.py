"""Signing in at the page, and out."""

from playwright.sync_api import expect

from local.demo_user import EMAIL, PASSWORD
from tests.browser.reader import Reader


def test_one_signs_in_at_the_issuer_s_page_and_out_again(visitor: Reader, site_url: str) -> None:
    expect(visitor.field("Title")).to_be_hidden()
    visitor.sign_in(EMAIL, PASSWORD)
    assert visitor.page.url == f"{site_url}/"
    expect(visitor.page.get_by_role("banner")).to_contain_text(EMAIL)
    visitor.page.reload()
    expect(visitor.connection).to_have_text("Live")
    with visitor.page.expect_navigation(url=f"{site_url}/"):
        visitor.sign_out()
    expect(visitor.connection).to_contain_text("sign in")
    expect(visitor.field("Title")).to_be_hidden()


def test_who_signed_out_is_asked_for_the_password_again(visitor: Reader) -> None:
    visitor.sign_in(EMAIL, PASSWORD)
    with visitor.page.expect_navigation():
        visitor.sign_out()
    visitor.button("Sign in").click()
    expect(visitor.page.locator("input[name=password]").first).to_be_visible()


def test_an_answer_to_a_sign_in_that_did_not_begin_here_is_refused(visitor: Reader, site_url: str) -> None:
    visitor.page.goto(f"{site_url}/?code=stolen&state=foreign")
    expect(visitor.page.get_by_role("alert")).to_contain_text("began elsewhere")
    assert visitor.page.url == f"{site_url}/"


def test_what_is_no_token_is_told_at_its_field(visitor: Reader) -> None:
    visitor.use_token("nonsense")
    expect(visitor.page.get_by_label("Token")).to_have_accessible_description(
        "Token must be a JSON Web Token."
    )


def test_a_token_that_the_blog_refuses_ends_the_session_and_what_was_written_is_kept(
    reader: Reader, token: str
) -> None:
    reader.write(title="Long in the making", topic="patience")
    reader.sign_out()
    header, claims, _ = token.split(".")
    reader.use_token(f"{header}.{claims}.forged")
    expect(reader.page.get_by_role("alert")).to_contain_text("Your sign-in is over")
    reader.use_token(token)
    expect(reader.field("Title")).to_have_value("Long in the making")
