"""Urgent access: at once, by exact number and with a reason; told to the keepers, and judged."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.break_glass import judge
from cases.models import BreakGlass, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.samples import accusation, guarded, petition
from tests.factories import ProvinceTree, user

WHY = {"emergency": "call", "reason": "本人来电求助，承办人联系不上。"}


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def kept(clerk: User, tree: ProvinceTree) -> Petition:
    """About violence, in the hands of somebody."""
    row = guarded(clerk, at=timezone.now())
    Petition.objects.filter(pk=row.pk).update(handler=user(tree.bincheng, Role.HANDLER))
    return row


@pytest.fixture
def agent(tree: ProvinceTree) -> User:
    """A colleague outside the line."""
    return user(tree.bincheng, Role.AGENT, name="赵坐席")


def tried(client: Client, by: User, number: str, **changes: str) -> HttpResponse:
    client.force_login(by)
    return client.post(reverse("cases:break_glass"), {"number": number} | WHY | changes)


def status(client: Client, by: User, row: Petition) -> int:
    client.force_login(by)
    return client.get(row.get_absolute_url()).status_code


def test_with_its_number_and_a_reason_it_opens_at_once(client: Client, agent: User, kept: Petition) -> None:
    assert status(client, agent, kept) == 404

    answer = tried(client, agent, kept.number)

    assert answer["Location"] == kept.get_absolute_url()
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "王小芳" in page
    assert "紧急查阅待评定" in page
    access = BreakGlass.objects.get()
    assert access.expires_at - access.at == dt.timedelta(hours=settings.BREAK_GLASS_HOURS) == dt.timedelta(hours=2)


def test_after_its_time_it_is_not_there_again(client: Client, agent: User, kept: Petition) -> None:
    tried(client, agent, kept.number)

    long_ago = timezone.now() - dt.timedelta(hours=3)
    BreakGlass.objects.update(at=long_ago, expires_at=long_ago + dt.timedelta(hours=2))

    assert status(client, agent, kept) == 404


def test_it_is_on_the_case_in_the_audit_and_before_its_keepers(
    client: Client, agent: User, kept: Petition, tree: ProvinceTree
) -> None:
    tried(client, agent, kept.number)

    event = kept.events.get(verb="petition.break_glass")
    assert (event.actor, event.note) == (agent, WHY["reason"])
    assert AccessEvent.objects.get(verb="petition.break_glass").object_id == kept.pk
    told = set(Notice.objects.values_list("org__region_name", "role"))
    assert {("滨城区", Role.UNIT_HEAD), ("滨城区", Role.HANDLER)} <= told
    assert {(place, Role.AUDIT_ADMIN) for place in ("滨城区", "滨州市", "山东省")} <= told


def test_every_refusal_reads_alike(
    client: Client, clerk: User, agent: User, intruder: User, kept: Petition, tree: ProvinceTree
) -> None:
    secret = accusation(clerk, at=timezone.now())
    foreign = guarded(intruder, at=timezone.now())

    pages = [
        tried(client, agent, number)
        for number in (secret.number, foreign.number, "鲁滨城妇信〔2026〕999999", kept.number[:-1])
    ]

    assert {page.status_code for page in pages} == {409}
    assert len({page.context["refusal"] for page in pages}) == 1
    assert not BreakGlass.objects.exists()


def test_who_sees_it_anyway_is_led_there_and_nothing_is_marked(client: Client, clerk: User, agent: User) -> None:
    row = petition(clerk, at=timezone.now())

    assert tried(client, agent, row.number)["Location"] == row.get_absolute_url()
    assert not BreakGlass.objects.exists()


def test_without_a_reason_nothing_opens(client: Client, agent: User, kept: Petition) -> None:
    assert tried(client, agent, kept.number, reason=" ").context["form"].errors["reason"]
    assert not BreakGlass.objects.exists()


def test_so_many_tries_an_hour_and_no_more(client: Client, agent: User, kept: Petition) -> None:
    for _ in range(settings.BREAK_GLASS_PER_HOUR):
        tried(client, agent, "鲁滨城妇信〔2026〕999999")

    assert "次数过多" in tried(client, agent, kept.number).context["refusal"]
    assert not BreakGlass.objects.exists()


def test_a_city_opens_it_too_and_reads_the_whole(client: Client, superior: User, kept: Petition) -> None:
    tried(client, superior, kept.number)

    client.force_login(superior)
    assert "王小芳" in client.get(kept.get_absolute_url()).content.decode()


def test_a_province_too(client: Client, kept: Petition, tree: ProvinceTree) -> None:
    officer = user(tree.shandong, Role.SUPERVISOR)

    tried(client, officer, kept.number)

    assert status(client, officer, kept) == 200
    assert status(client, user(tree.shandong, Role.SUPERVISOR), kept) == 404


@pytest.fixture
def access(client: Client, agent: User, kept: Petition) -> BreakGlass:
    tried(client, agent, kept.number)
    return BreakGlass.objects.get()


@pytest.mark.parametrize(("role", "place"), [(Role.UNIT_HEAD, "bincheng"), (Role.AUDIT_ADMIN, "binzhou")])
def test_the_head_and_the_auditor_judge_it(
    client: Client, access: BreakGlass, tree: ProvinceTree, role: Role, place: str
) -> None:
    judging = user(getattr(tree, place), role)
    client.force_login(judging)
    review = reverse("cases:urgent_access_list")
    page = client.get(review).content.decode()
    assert access.petition.number in page
    assert "王小芳" not in page

    one = client.get(access.get_absolute_url()).content.decode()
    assert "王小芳" not in one
    assert "殴打" not in one
    assert (access.petition.get_absolute_url() in one) == (role == Role.UNIT_HEAD)
    client.post(access.get_absolute_url(), {"justified": "no", "words": "可以联系带班领导。"})

    access.refresh_from_db()
    assert (access.justified, access.judged_by) == (False, judging)
    assert access.petition.number not in client.get(review).content.decode()
    assert access.petition.number in client.get(review, {"all": 1}).content.decode()
    assert access.petition.events.filter(verb="petition.judge_access").count() == 1


def test_nobody_else_judges_it(client: Client, access: BreakGlass, agent: User, tree: ProvinceTree) -> None:
    others = [
        user(tree.huimin, Role.UNIT_HEAD),
        user(tree.binzhou, Role.UNIT_HEAD),
        user(tree.huimin, Role.AUDIT_ADMIN),
        user(tree.bincheng, Role.SECTION_HEAD),
        agent,
    ]
    for person in others:
        with pytest.raises(NotAllowed, match="可以评定"):
            judge(access, justified=True, words="正当。", by=person, at=timezone.now())
    for person in others[:3]:
        client.force_login(person)
        assert client.get(access.get_absolute_url()).status_code == 404


def test_it_is_judged_once(access: BreakGlass, tree: ProvinceTree) -> None:
    head, at = user(tree.bincheng, Role.UNIT_HEAD), timezone.now()
    judge(access, justified=True, words="情况属实。", by=head, at=at)

    with pytest.raises(NotAllowed, match="已经评定"):
        judge(access, justified=False, words="再评。", by=head, at=at)
