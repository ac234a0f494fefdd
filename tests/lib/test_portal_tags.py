"""The tags and filters of every page."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from fedportal.deadlines.limits import Light
from fedportal.lib.templatetags import portal

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = dt.datetime(2026, 11, 22, 22, 5, tzinfo=SHANGHAI)


def draw(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


def test_moments_and_days_are_those_of_beijing() -> None:
    at = dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC)

    assert portal.moment(at) == "2026-11-23 01:05"
    assert portal.day(at) == "2026-11-23 周一"
    assert portal.day(dt.date(2026, 11, 22)) == "2026-11-22 周日"
    assert portal.moment_with_weekday(EVENING) == "2026-11-22 周日 22:05"


@pytest.mark.parametrize(
    "show", [portal.moment, portal.day, portal.moment_with_weekday, portal.thousands, portal.signed]
)
def test_what_is_not_there_is_a_dash(show: object) -> None:
    assert show(None) == "—"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(3, 8, "37.5%（3/8）"), (1234, 12345, "10.0%（1,234/12,345）"), (0, 0, "—"), (None, 5, "—")],
)
def test_a_percentage_names_its_numerator_and_denominator(part: int | None, whole: int, words: str) -> None:
    assert portal.percent_of(part, whole) == words


@pytest.mark.parametrize(("change", "words"), [(12, "+12"), (-3456, "−3,456"), (0, "持平")])
def test_a_change_carries_its_sign(change: int, words: str) -> None:
    assert portal.signed(change) == words


@pytest.mark.parametrize(
    ("change", "more_is", "style"),
    [
        (1, "worse", "stat-worse"),
        (-1, "worse", "stat-better"),
        (-1, "better", "stat-worse"),
        (0, "worse", ""),
        (1, "", ""),
    ],
)
def test_a_change_is_coloured_only_where_more_is_good_or_bad(change: int, more_is: str, style: str) -> None:
    assert portal.trend(change, more_is) == style


@pytest.mark.parametrize("light", Light)
def test_every_light_has_its_colour_its_word_and_its_shape(light: Light) -> None:
    drawn = draw('{% include "components/light.html" with light=light label=light.label only %}', light=light)

    colour, style = portal.LIGHTS[light]
    assert f"light-{style}" in drawn
    assert colour in drawn
    assert light.label in drawn
    assert "<svg" in drawn


def test_no_two_lights_share_a_shape() -> None:
    shapes = {
        draw('{% include "components/light.html" %}', light=light).split("<svg")[1].split("</svg>")[0]
        for light in Light
    }

    assert len(shapes) == len(Light)


def test_a_clock_says_its_words_and_holds_its_moment() -> None:
    page = '{% include "components/clock.html" with due_at=due at=at full=True only %}'

    drawn = draw(page, due=EVENING, at=EVENING + dt.timedelta(days=3))

    assert "已超期 3 天" in drawn
    assert 'class="clock-late"' in drawn
    assert 'title="2026-11-22 周日 22:05 到期"' in drawn


def test_a_stopped_clock_is_never_late() -> None:
    page = '{% include "components/clock.html" with due_at=due at=at closed_at=due outcome="按期完成" only %}'

    drawn = draw(page, due=EVENING, at=EVENING + dt.timedelta(days=3))

    assert "按期完成" in drawn
    assert "超期" not in drawn


class OneForm(forms.Form):
    facts = forms.CharField(
        label="主要事实", help_text="什么时间、什么地点", error_messages={"required": "请填写主要事实。"}
    )
    urgent = forms.BooleanField(label="情况紧急", required=False)


def test_a_field_ties_its_label_help_and_error_to_its_input() -> None:
    drawn = draw('{% include "components/field.html" with field=form.facts only %}', form=OneForm({}))

    assert '<label for="id_facts">' in drawn
    assert 'aria-describedby="id_facts_helptext id_facts_error"' in drawn
    assert 'id="id_facts_error"' in drawn
    assert 'id="id_facts_helptext"' in drawn
    assert "请填写主要事实。" in drawn
    assert "is-invalid" in drawn


def test_the_summary_links_each_error_to_its_field() -> None:
    drawn = draw('{% include "components/form_errors.html" with form=form only %}', form=OneForm({}))

    assert "有 1 处需要改正" in drawn
    assert '<a href="#id_facts">主要事实：请填写主要事实。</a>' in drawn


def test_a_form_without_errors_has_no_summary() -> None:
    assert "form-errors" not in draw('{% include "components/form_errors.html" with form=form only %}', form=OneForm())


def test_the_query_keeps_what_it_does_not_change() -> None:
    request = RequestFactory().get("/", {"q": "家暴", "page": "2", "status": "open"})

    drawn = draw("{% query page=3 status=None %}", request=request)

    assert drawn == "q=%E5%AE%B6%E6%9A%B4&amp;page=3"
