"""Accessibility of the page, as far as rules can check it (WCAG 2.2)."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import Reader

# The texts that have less contrast with what is behind them than WCAG's level AA asks for (1.4.3): 4.5 to 1.
# A canvas turns any colour that CSS knows into red, green and blue.
LOW_CONTRAST = """() => {
  const context = Object.assign(document.createElement("canvas"), {width: 1, height: 1})
    .getContext("2d", {willReadFrequently: true});
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const linear = (c) => c > .04045 ? ((c + .055) / 1.055) ** 2.4 : c / 12.92;
    const [r, g, b] = rgba(color).map((c) => linear(c / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const background = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return rgba(color)[3] === 255 ? color : background(element.parentElement);
  };
  const low = [];
  const check = (element, style, text) => {
    const [light, dark] = [style.color, background(element)].map(luminance).sort((a, b) => b - a);
    const ratio = (light + .05) / (dark + .05);
    if (ratio < 4.5) low.push(`${text}: ${ratio.toFixed(2)}`);
  };
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility()) continue;
    if ([...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) {
      check(element, getComputedStyle(element), element.textContent);
    }
    const after = getComputedStyle(element, "::after");
    if (!["none", "normal"].includes(after.content)) check(element, after, after.content);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(reader: Reader, scheme: str) -> None:
    reader.publish(title=f"In {scheme}", body="Joe saw Spain on Monday.", topic="contrast")
    expect(reader.article(f"In {scheme}").locator("mark")).to_have_count(3)
    reader.button("Publish").click()
    expect(reader.field("Title")).to_be_focused()
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    assert reader.page.evaluate(LOW_CONTRAST) == []


def test_a_post_can_be_written_with_the_keyboard_alone(reader: Reader) -> None:
    keyboard = reader.page.keyboard
    reader.page.reload()
    expect(reader.field("Title")).to_be_visible()
    for _ in range(20):
        keyboard.press("Tab")
        if reader.field("Title").evaluate("field => field === document.activeElement"):
            break
    for text in ("By keyboard", "Hello Berlin", "Joe", "keys"):
        keyboard.type(text)
        keyboard.press("Tab")
    expect(reader.button("Publish")).to_be_focused()
    keyboard.press("Enter")
    expect(reader.article("By keyboard").locator("mark")).to_have_text(["Berlin"])


def test_every_part_is_in_a_landmark_and_every_field_and_button_has_a_name(reader: Reader) -> None:
    for role in ("banner", "main", "complementary", "search"):
        expect(reader.page.get_by_role(role)).to_have_count(1)
    for field in reader.page.locator("input, textarea").all():
        assert field.evaluate("field => field.labels.length") == 1
    for control in reader.page.locator("button:visible, a:visible").all():
        assert control.inner_text().strip()
    for region in reader.page.locator("section:visible, article:visible").all():
        assert region.evaluate("e => document.getElementById(e.getAttribute('aria-labelledby')).innerText")
    assert reader.page.evaluate("document.documentElement.lang") == "en"


def test_the_page_fits_a_phone(browser: Browser, site_url: str, token: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}) as phone:
        reader = Reader(phone.new_page(), site_url)
        reader.use_token(token)
        reader.publish(title="A" * 200, body="https://example.com/" + "long" * 50, topic="narrow")
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 360


def test_who_asks_for_less_motion_gets_none(reader: Reader) -> None:
    reader.page.emulate_media(reduced_motion="reduce")
    reader.publish(title="Still life", topic="calm")
    assert reader.page.evaluate("document.getAnimations().length") == 0
