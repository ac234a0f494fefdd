"""The keyboard alone: finding, walking, opening, moving on, submitting, asking."""

import re

from playwright.sync_api import Page, expect


def test_j_and_k_walk_and_enter_opens(desk: Page) -> None:
    desk.goto("/sample/")

    for key in ("j", "j", "j", "k"):
        desk.keyboard.press(key)
    expect(desk.locator("tr.is-current th")).to_have_text("鲁滨城妇信〔2026〕000001")
    desk.keyboard.press("Enter")

    expect(desk).to_have_url(re.compile("/form/$"))


def test_the_question_mark_explains_the_keys(desk: Page) -> None:
    desk.goto("/sample/")

    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    desk.keyboard.press("Escape")

    expect(desk.get_by_role("dialog", name="键盘快捷键")).to_be_hidden()


def test_enter_moves_on_and_submits_nothing(desk: Page) -> None:
    desk.goto("/form/")
    desk.get_by_label("姓名").focus()

    desk.keyboard.type("王小芳")
    desk.keyboard.press("Enter")

    expect(desk.get_by_label("身份证号")).to_be_focused()
    expect(desk.locator("[data-form-errors]")).to_have_count(0)


def test_a_form_is_filled_and_sent_without_the_mouse(desk: Page) -> None:
    desk.goto("/form/")
    desk.get_by_label("姓名").focus()
    desk.keyboard.type("王小芳")
    desk.keyboard.press("Enter")
    desk.keyboard.type("11010519491231002x")
    for _ in range(3):
        desk.keyboard.press("Enter")  # the number, the birth date, the sex
    desk.keyboard.type("lhjf")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")

    expect(desk.get_by_role("heading", name="已保存")).to_be_visible()


def test_what_cannot_be_undone_asks_first(desk: Page) -> None:
    desk.goto("/sample/")

    desk.locator("summary", has_text="办结").press("Enter")
    dialog = desk.get_by_role("dialog", name="办结")
    expect(dialog).to_contain_text("办结后时限停止")
    desk.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(desk).to_have_url(re.compile("/sample/$"))


def test_a_double_click_sends_once(desk: Page) -> None:
    desk.goto("/form/")
    desk.get_by_label("姓名").fill("王小芳")
    desk.get_by_label("事项类别").fill("jtbl")
    desk.keyboard.press("Enter")
    sent = []
    desk.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    desk.get_by_role("button", name="登记").dblclick()

    expect(desk.get_by_role("heading", name="已保存")).to_be_visible()
    assert len(sent) == 1
