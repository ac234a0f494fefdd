"""What registration asks beyond the necessary, and which hints of the law it shows while she types."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import SOMEBODY_ELSE, typed
from tests.factories import ProvinceTree, user

NEW = "/petitions/new/"


def shown(client: Client, by: User, **answers: object) -> str:
    """The hints of the fragment, without its clocks."""
    client.force_login(by)
    answer = client.post(reverse("cases:petition_clock"), typed(received_at="2026-11-20T09:30", **answers))
    found = re.findall(r'<p class="clock-hint">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL)
    return "".join(found)


def test_a_visit_that_skips_the_competent_level_is_warned_of_and_taken(
    client: Client, tree: ProvinceTree, law: None
) -> None:
    province = user(tree.shandong, Role.RECEPTIONIST)

    told = shown(client, province, place=tree.village.pk)

    assert told.startswith("越级走访：应当到有权处理的滨城区妇联或者滨州市妇联提出（条例第二十条）。")
    assert "不得拒收" in told
    assert client.post(NEW, typed(place=tree.village.pk)).status_code == 302
    assert "越级走访" in client.get(Petition.objects.get().get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("at_unit", "place", "channel"),
    [
        ("shandong", "village", "letter"),  # no visit
        ("shandong", "binzhou", "visit"),  # one level above
        ("binzhou", "village", "visit"),
        ("bincheng", "village", "visit"),
        ("beizhen", "beizhen", "visit"),
    ],
)
def test_who_goes_to_the_competent_unit_or_one_above_skips_nobody(
    client: Client, tree: ProvinceTree, law: None, at_unit: str, place: str, channel: str
) -> None:
    by = user(getattr(tree, at_unit), Role.RECEPTIONIST)

    assert shown(client, by, place=getattr(tree, place).pk, channel=channel) == ""


@pytest.mark.parametrize(
    ("answers", "start"),
    [
        ({"litigation_status": "court"}, "诉访分离：涉诉事项由人民法院依法处理（条例第二十八条）。"),
        ({"litigation_status": "police"}, "诉访分离：涉诉事项由公安机关依法处理（条例第二十八条）。"),
        ({"litigation_status": "none"}, ""),
        (
            {"category": "family.divorce"},
            "离婚咨询：女方在怀孕期间、分娩后 1 年内或者终止妊娠后 6 个月内，男方不得提出离婚；",
        ),
        (
            {"channel": "transfer_in", "report_due_on": "2026-12-20"},
            "登记后起算：向交转单位反馈办理结果，2026-12-20 周日 前（条例第二十二条）",
        ),
        ({"channel": "letter", "report_due_on": "2026-12-20"}, ""),
    ],
)
def test_a_hint_comes_with_the_answer_that_calls_for_it(
    client: Client, clerk: User, answers: dict[str, object], start: str
) -> None:
    told = shown(client, clerk, **answers)

    assert told.startswith(start) if start else told == ""


def test_all_of_it_may_stay_empty_and_all_of_it_is_kept(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    more = {
        "groups": ["disabled", "single_parent"],
        "ethnicity": "回族",
        "occupation": "纺织工人",
        "education": "junior",
        "companions": "1 人：母亲",
        "litigation_status": "court",
        "earlier_handling": "2025 年向镇政府反映，已调解。",
        "earlier_litigation": "滨城区法院一审判决不准离婚。",
    }

    assert client.post(NEW, typed(place=clerk.org_id) | SOMEBODY_ELSE).status_code == 302
    assert client.post(NEW, typed(place=clerk.org_id, **more)).status_code == 302

    bare, told = Petition.objects.order_by("pk")
    assert (bare.litigation_status, bare.earlier_handling, bare.parties.get().groups) == ("", "", [])
    party: Party = told.parties.get()
    assert (party.groups, party.ethnicity) == (["disabled", "single_parent", "minority"], "回族")
    assert (party.occupation, party.education) == ("纺织工人", "junior")
    assert told.contacts.get().companions == "1 人：母亲"
    page = client.get(told.get_absolute_url()).content.decode()
    for words in ("诉访分离", "纺织工人", "残疾、单亲、少数民族", "滨城区法院一审判决不准离婚。", "在法院诉讼"):
        assert words in page


def test_what_is_wrong_in_the_folded_part_opens_it(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    opened = '<details class="more" open>'

    assert opened not in client.get(NEW).content.decode()
    page = client.post(NEW, typed(place=clerk.org_id, groups=["nobody"])).content.decode()

    assert opened in page


def test_a_transfer_names_its_organ_and_the_day_it_wants_an_answer(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    given = {"channel": "transfer_in", "read_back": None, "place": clerk.org_id}

    refused = client.post(NEW, typed(**given)).context["form"].errors
    early = typed(**given, source_organ="滨州市信访局", report_due_on="2026-11-01")
    late = typed(**given, source_organ="滨州市信访局", report_due_on="2026-12-20")

    assert refused == {"source_organ": ["请填写交转单位。"]}
    errors = client.post(NEW, early).context["form"].errors
    assert errors == {"report_due_on": ["要求反馈的日期不能早于收到日期。"]}
    page = client.post(NEW, late, follow=True).content.decode()
    assert "向交转单位反馈办理结果：2026-12-20 周日" in page
    assert Petition.objects.get().deadlines.open().filter(kind="report_back").count() == 1
