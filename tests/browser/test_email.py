"""Hearing of posts by email, which locally ends in the page's mailbox."""

from playwright.sync_api import expect

from tests.browser.reader import Reader


def test_who_confirms_a_subscription_gets_a_mail_about_a_post_of_the_topic(reader: Reader) -> None:
    reader.subscribe("harvest\n\nwine")
    with reader.page.expect_popup() as confirmed:
        reader.confirmation().click()
    confirmed.value.wait_for_load_state()
    reader.publish(title="First grapes", topic="Harvest")
    mail = reader.mails().filter(has_text="Unsubscribe").first
    mail.get_by_role("group").click()
    expect(mail.locator("pre")).to_contain_text("First grapes")


def test_a_broken_rule_of_a_topic_is_told_at_the_field_of_all(reader: Reader) -> None:
    topics = reader.page.get_by_label("Topics")
    topics.fill("fine\n" + "x" * 65)
    reader.button("Subscribe").click()
    expect(topics).to_have_accessible_description("Topics must have 1 to 64 characters.")
