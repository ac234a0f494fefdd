"""Checklists: which matters are looked at by which list, and what becomes of the answers."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions.checks import Found, check
from cases.categories import CATEGORIES
from cases.checklists import CHECKLISTS, Finding, checklists_for
from cases.models import Check, Petition
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.samples import NOW, petition

LAND = CHECKLISTS["land"]


@pytest.fixture
def land(clerk: User) -> Petition:
    return petition(clerk, category="property.land.income")


def page(row: Petition, code: str = "land") -> str:
    return reverse("cases:petition_check", args=[row.pk, code])


@pytest.mark.parametrize(
    ("category", "trafficking", "lists"),
    [
        ("property.land.membership", False, {"land"}),  # 妇女权益保障法第五十五、五十六条
        ("labour.harassment", False, {"harassment"}),  # 第二十五条
        ("person.harassment", False, {"harassment"}),
        ("person.trafficking", False, {"trafficking"}),  # 第二十二条
        ("family.dv", True, {"trafficking", "evidence"}),
        ("property.land.income", True, {"land", "trafficking"}),
        ("family.dv", False, {"evidence"}),  # 法释〔2022〕17号第六条
        ("family.divorce", False, set()),
    ],
)
def test_which_matters_are_looked_at_by_which_list(category: str, trafficking: bool, lists: set[str]) -> None:
    assert {row.code for row in checklists_for(category, trafficking=trafficking)} == lists


def test_every_list_names_kinds_of_matters_that_exist_and_an_employers_eight_measures() -> None:
    assert all(row.categories <= CATEGORIES.keys() for row in CHECKLISTS.values())
    assert all(len({item.code for item in row.items}) == len(row.items) for row in CHECKLISTS.values())
    assert len(CHECKLISTS["harassment"].items) == 8
    assert len(CHECKLISTS["evidence"].items) == 11


def test_findings_are_kept_bit_by_bit_and_stand_on_the_timeline(land: Petition, clerk: User, client: Client) -> None:
    client.force_login(clerk)
    client.post(page(land), {"member": "yes", "decision": "yes", "decision_note": "村规民约第 8 条"})
    client.post(page(land), {"member": "yes", "decision": "no", "register": "unknown"})

    assert {(row.item, row.finding, row.note) for row in land.checks.all()} == {
        ("member", "yes", ""),
        ("decision", "no", ""),
        ("register", "unknown", ""),
    }
    told = list(land.events.filter(verb="petition.check").order_by("pk").values_list("note", flat=True))
    assert "村规民约第 8 条" in told[0]
    assert "是否确认" not in told[1]  # unchanged
    assert AccessEvent.objects.filter(verb="petition.check", object_id=land.pk).count() == 2


def test_the_case_page_says_how_far_it_is_and_what_is_wrong(land: Petition, clerk: User, client: Client) -> None:
    check(land, LAND, {"member": Found(Finding.NO), "other_place": Found(Finding.NO)}, by=clerk, at=NOW)
    client.force_login(clerk)

    answer = client.get(land.get_absolute_url())

    (progress,) = answer.context["checks"]
    assert (progress.answered, progress.total) == (2, 6)
    assert progress.wrong == ["是否确认其为本集体经济组织成员"]
    assert page(land) in answer.content.decode()


def test_words_without_an_answer_are_sent_back_with_what_was_typed(
    land: Petition, clerk: User, client: Client
) -> None:
    client.force_login(clerk)

    answer = client.post(page(land), {"member_note": "待村委会证明"})

    assert answer.context["form"].errors == {"member": ["写了说明的，请选择核查结果。"]}
    assert "待村委会证明" in answer.content.decode()
    assert not Check.objects.exists()


def test_another_unit_and_a_matter_of_another_kind_are_refused(
    land: Petition, clerk: User, superior: User, client: Client
) -> None:
    with pytest.raises(NotAllowed, match="只有承办单位"):
        check(land, LAND, {"member": Found(Finding.YES)}, by=superior, at=NOW)
    with pytest.raises(NotAllowed, match="不适用"):
        check(petition(clerk), LAND, {"member": Found(Finding.YES)}, by=clerk, at=NOW)
    client.force_login(clerk)
    assert client.get(page(land, "nothing")).status_code == 404


def test_the_intruder_from_another_county_finds_nothing(land: Petition, intruder: User, client: Client) -> None:
    client.force_login(intruder)

    assert client.post(page(land), {"member": "yes"}).status_code == 404
    assert not Check.objects.exists()
