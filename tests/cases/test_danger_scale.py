"""The danger scale: its wording and authors, and that its result is computed by the database, as the rule says it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.violence.course import record_violence
from cases.actions.violence.danger import assess_danger
from cases.danger_scale import CURRENT, level_of
from cases.models import DangerAssessment
from cases.models.violence.danger import ITEMS, RED_FLAGS
from cases.workflow import Danger
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import Line, handled, make_line
from tests.cases.samples import NOW, moved
from tests.cases.violence import HIGH, LOW, MEDIUM, again, assessed, course, pressed, violence
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_the_instrument_stands_as_its_authors_published_it() -> None:
    assert CURRENT.authors == ("麻超", "李洪涛", "苏英", "毋嫘", "洪炜")
    assert "《妇联组织受理家庭暴力投诉工作规程》附表" in CURRENT.source
    assert (len(CURRENT.items), len(CURRENT.red_flags)) == (9, 2)
    assert CURRENT.items[0] == "他曾威胁要杀您"
    assert CURRENT.items[8].startswith("在您与他的关系变得不好后")


@pytest.mark.parametrize(
    ("yes", "flags", "level", "by_law"),
    [
        (0, 0, "low", "规程附表：0 至 3 分为低"),
        (3, 0, "low", "3 分仍为低"),
        (4, 0, "medium", "4 分为中"),
        (5, 0, "medium", "5 分为中"),
        (6, 0, "high", "6 分为高"),
        (9, 0, "high", "9 分为高"),
        (0, 1, "high", "任一致命危险为“是”，不论得分，为高"),
        (3, 2, "high", "两项致命危险"),
    ],
)
def test_so_many_answers_come_to_this_level(line: Line, yes: int, flags: int, level: str, by_law: str) -> None:
    row = course(line.county).petition

    made = assess_danger(row, marked=range(1, yes + 1), red_flags=range(1, flags + 1), by=line.county.handler, at=NOW)

    row.refresh_from_db()
    assert (made.score, made.level, row.danger) == (yes, level, level), by_law


def test_whatever_is_answered_the_database_comes_to_what_the_rule_says(line: Line) -> None:
    row = course(line.county).petition

    @given(
        marked=st.lists(st.sampled_from(list(ITEMS)), max_size=12),
        red_flags=st.lists(st.sampled_from(list(RED_FLAGS)), max_size=3),
    )
    def agree(marked: list[int], red_flags: list[int]) -> None:
        made = DangerAssessment.objects.create(
            petition=row, version="2018", marked=marked, red_flags=red_flags, at=NOW, by=line.county.handler
        )
        made.refresh_from_db()

        assert made.score == len(set(marked))  # in whatever order, or twice over
        assert made.level == level_of(len(set(marked)), len(set(red_flags)))

    agree()


def test_a_level_cannot_be_typed_nor_an_answer_changed(line: Line) -> None:
    made = assessed(line.county, LOW).petition.danger_assessments.get()

    for change in ("level = 'high'", "score = 9", "marked = '{1,2,3,4,5,6}'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_dangerassessment SET {change} WHERE id = %s", [made.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        DangerAssessment.objects.create(
            petition=made.petition, version="2018", marked=[10], at=NOW, by=line.county.handler
        )
    made.refresh_from_db()
    assert (made.level, made.marked) == ("low", [1])


def test_who_cannot_be_asked_has_a_reason_and_keeps_what_was_found_before(line: Line) -> None:
    row = assessed(line.county, MEDIUM).petition

    with pytest.raises(NotAllowed, match="请写明原因"):
        assess_danger(row, unable="refused", by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match="不填写量表答案"):
        assess_danger(row, unable="refused", marked=[1], note="不愿谈。", by=line.county.handler, at=NOW)
    made = assess_danger(row, unable="refused", note="不愿谈，面部有瘀伤。", by=line.county.handler, at=NOW)

    row.refresh_from_db()
    assert (made.level, row.danger) == ("", "medium")


def test_the_typed_level_is_gone_from_matters_of_violence_at_home(line: Line) -> None:
    home, other = handled(line.county, category="family.dv"), handled(line.county, category="person.stalking")

    with pytest.raises(NotAllowed, match="由量表计算得出"):
        moved(home, "assess_danger", by=line.county.handler, at=NOW, note="持刀威胁。", danger=Danger.HIGH)
    moved(other, "assess_danger", by=line.county.handler, at=NOW, note="持刀威胁。", danger=Danger.HIGH)

    record_violence(other, violence(relation="former"), by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match="由量表计算得出"):
        moved(other, "assess_danger", by=line.county.handler, at=NOW, note="已缓和。", danger=Danger.LOW)


def test_what_becomes_high_in_the_midst_is_planned_and_told_anew(line: Line) -> None:
    row = pressed(assessed(line.county, MEDIUM), "plan", line.county)

    assess_danger(row.petition, marked=HIGH, by=line.county.handler, at=NOW)

    row = again(row)
    assert (row.state, row.superior_told_at) == ("assessed", None)
    assert row.petition.deadlines.open().filter(kind="dv_high_danger").count() == 1


def test_another_county_asks_nobody(line: Line) -> None:
    row = course(line.county).petition

    with pytest.raises(NotAllowed, match="只有承办单位可以"):
        assess_danger(row, marked=HIGH, by=line.neighbour.handler, at=NOW)
