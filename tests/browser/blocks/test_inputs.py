"""The identity number and the type-ahead as they are typed."""

import pytest
from playwright.sync_api import Page, expect


def test_an_identity_number_fills_birth_date_and_sex(desk: Page) -> None:
    desk.goto("/form/")

    desk.get_by_label("身份证号").type("11010519491231002x")

    expect(desk.get_by_label("身份证号")).to_have_value("11010519491231002X")
    expect(desk.get_by_label("出生日期")).to_have_value("1949-12-31")
    expect(desk.get_by_label("女", exact=True)).to_be_checked()
    expect(desk.locator("#id_id_number_idcard")).to_have_text("校验通过：1949-12-31 出生，女")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("110105491231002", "这是 15 位旧证号，请核对现行的 18 位身份证号。"),
        ("110105194912310021", "身份证号校验位不符，请逐位核对。"),
        ("110105194902300026", "身份证号中的出生日期 1949-02-30 不存在，请核对。"),
        ("1101051949", "身份证号应为 18 位，现在是 10 位。"),
    ],
)
def test_a_wrong_identity_number_is_named_beside_the_field(desk: Page, typed: str, sentence: str) -> None:
    desk.goto("/form/")

    desk.get_by_label("身份证号").fill(typed)
    desk.keyboard.press("Tab")

    expect(desk.locator("#id_id_number_idcard")).to_have_text(sentence)
    expect(desk.get_by_label("出生日期")).to_have_value("")


@pytest.mark.parametrize("typed", ["jtbl", "家庭", "暴力", "jt"])
def test_a_kind_is_found_by_initials_and_by_characters(desk: Page, typed: str) -> None:
    desk.goto("/form/")
    box = desk.get_by_label("事项类别")

    box.fill(typed)
    expect(desk.get_by_role("option").first).to_have_text("家庭暴力")
    box.press("Enter")

    expect(box).to_have_value("家庭暴力")
    assert desk.locator("select[name=kind]").input_value() == "family.dv"


def test_arrows_choose_and_escape_leaves_all_as_it_was(desk: Page) -> None:
    desk.goto("/form/")
    box = desk.get_by_label("事项类别")

    box.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):
        box.press(key)
    chosen = desk.locator("select[name=kind]").input_value()
    box.fill("家庭")
    box.press("Escape")

    assert chosen == "family.divorce"
    expect(box).to_have_value("离婚纠纷")
    assert desk.locator("select[name=kind]").input_value() == chosen


def test_the_server_is_asked_for_units_that_the_page_does_not_list(desk: Page) -> None:
    desk.goto("/form/")
    box = desk.get_by_label("问题属地")

    box.type("滨州")
    expect(desk.get_by_role("option")).to_have_text(["滨州市山东省"])
    box.press("Tab")

    expect(box).to_have_value("滨州市")
    assert desk.locator("select[name=place]").input_value() == "3"


def test_personal_data_is_blurred_after_five_idle_minutes(desk: Page) -> None:
    desk.clock.install()
    desk.goto("/sample/")
    blurred = "getComputedStyle(document.querySelector('td.personal')).filter"

    desk.clock.fast_forward(5 * 60 * 1000 + 1)
    assert desk.evaluate(blurred) == "blur(6px)"
    desk.mouse.move(200, 200)

    assert desk.evaluate(blurred) == "none"
