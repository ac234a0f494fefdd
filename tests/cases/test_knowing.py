"""Who may know of a matter, and how much: the rule as a table, then as the pages and lists keep it."""

import datetime as dt

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from cases.handling_line import line_of
from cases.knowing import Kind, Sight, Tie, sight
from cases.models import Concern, LeaderCase, NamedReader, Petition
from cases.shown import Shown
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.orgs.models import Level, Organization
from tests.cases.orders import issued
from tests.cases.samples import NOW, accusation, guarded, moved, petition
from tests.factories import ProvinceTree, user

DAY = dt.timedelta(days=1)

# What the reader's unit is to a matter of the county of Bincheng: kind, tie -> county above, city, province.
W, T, M, N = Sight.WHOLE, Sight.TOLD, Sight.MASKED, Sight.NOTHING
TABLE = [
    (Kind.PLAIN, Tie.HOLDS, W, W, W),
    (Kind.PLAIN, Tie.DECIDES, W, W, W),
    (Kind.PLAIN, Tie.CLOSE, W, W, W),
    (Kind.PLAIN, Tie.DANGER, T, W, N),
    (Kind.PLAIN, Tie.STRIKING, T, W, N),
    (Kind.PLAIN, Tie.ABOVE, T, M, N),
    (Kind.GUARDED, Tie.HOLDS, W, W, W),
    (Kind.GUARDED, Tie.DECIDES, W, W, W),
    (Kind.GUARDED, Tie.CLOSE, W, W, W),
    (Kind.GUARDED, Tie.DANGER, N, W, N),
    (Kind.GUARDED, Tie.STRIKING, N, N, N),
    (Kind.GUARDED, Tie.ABOVE, N, N, N),
]


@pytest.mark.parametrize(("kind", "tie", "county", "city", "province"), TABLE)
def test_the_rule(kind: Kind, tie: Tie, county: Sight, city: Sight, province: Sight) -> None:
    levels = (Level.COUNTY, Level.CITY, Level.PROVINCE)

    assert tuple(sight(kind, level, tie) for level in levels) == (county, city, province)
    assert {sight(kind, level, tie) for level in (Level.TOWNSHIP, Level.VILLAGE)} == {county}


def seen_by(reader: User, row: Petition) -> Sight:
    """What stands before her: by the queryset whether anything, by the page how much of it."""
    found = Petition.objects.visible_to(reader).for_page().filter(pk=row.pk).first()
    return Shown(found, reader).sight if found else Sight.NOTHING


def close_to(row: Petition, org: Organization) -> None:
    Concern.objects.get_or_create(petition=row, org=org)


# Role, place, and how much of a plain and of a guarded matter of Bincheng she sees: far off, of high danger, repeated,
# and close to her unit. Nobody of them registered or handles it; somebody does.
PEOPLE = [
    (Role.UNIT_HEAD, "bincheng", (W, W, W, W), (W, W, W, W)),
    (Role.SECTION_HEAD, "bincheng", (W, W, W, W), (W, W, W, W)),
    (Role.RECEPTIONIST, "bincheng", (W, W, W, W), (N, N, N, N)),
    (Role.HANDLER, "bincheng", (W, W, W, W), (N, N, N, N)),
    (Role.AGENT, "bincheng", (W, W, W, W), (N, N, N, N)),
    (Role.MEDIATOR, "bincheng", (W, W, W, W), (N, N, N, N)),
    (Role.STAT_OFFICER, "bincheng", (N, N, N, N), (N, N, N, N)),
    (Role.SYS_ADMIN, "bincheng", (N, N, N, N), (N, N, N, N)),
    (Role.UNIT_HEAD, "binzhou", (M, W, W, W), (N, W, N, W)),
    (Role.SECTION_HEAD, "binzhou", (M, W, W, W), (N, W, N, W)),
    (Role.SUPERVISOR, "binzhou", (M, W, W, W), (N, W, N, W)),
    (Role.RECEPTIONIST, "binzhou", (M, W, W, W), (N, N, N, N)),
    (Role.HANDLER, "binzhou", (M, W, W, W), (N, N, N, N)),
    (Role.SUPERVISOR, "shandong", (N, N, N, W), (N, N, N, W)),
    (Role.UNIT_HEAD, "shandong", (N, N, N, W), (N, N, N, W)),
    (Role.HANDLER, "shandong", (N, N, N, W), (N, N, N, N)),
    (Role.UNIT_HEAD, "huimin", (N, N, N, N), (N, N, N, N)),
    (Role.SUPERVISOR, "dongying", (N, N, N, N), (N, N, N, N)),
    (Role.SUPERVISOR, "hubei", (N, N, N, N), (N, N, N, N)),
    (Role.TOWNSHIP_WORKER, "beizhen", (N, N, N, N), (N, N, N, N)),
]


@pytest.mark.parametrize(("role", "place", "plain", "kept"), PEOPLE)
def test_each_role_at_each_place(
    role: Role,
    place: str,
    plain: tuple[Sight, ...],
    kept: tuple[Sight, ...],
    tree: ProvinceTree,
    clerk: User,
) -> None:
    reader = user(getattr(tree, place), role)

    for category, expected in (("family.dispute", plain), ("family.dv", kept)):
        rows = [petition(clerk, category=category) for _ in range(4)]
        Petition.objects.filter(pk__in=[row.pk for row in rows]).update(handler=clerk)
        Petition.objects.filter(pk=rows[1].pk).update(danger=Danger.HIGH)
        Petition.objects.filter(pk=rows[2].pk).update(repeat_count=2)
        close_to(rows[3], reader.org)

        assert tuple(seen_by(reader, row) for row in rows) == expected, category


@pytest.mark.parametrize(
    "fields",
    [{"category": "family.dv"}, {"category": "person.stalking"}, {"category": "child.bullying"}, {"minor": True}],
)
def test_what_is_guarded(clerk: User, fields: dict[str, object]) -> None:
    row = petition(clerk, **fields)
    row.refresh_from_db()

    assert (row.guarded, row.is_guarded, row.kind) == (True, True, Kind.GUARDED)
    assert not petition(clerk).is_guarded


def test_while_nobody_handles_it_those_who_accept_matters_see_it(clerk: User, tree: ProvinceTree) -> None:
    row = guarded(clerk)
    deciding, agent = user(tree.bincheng, Role.RECEPTIONIST), user(tree.bincheng, Role.AGENT)

    assert (seen_by(deciding, row), seen_by(agent, row)) == (Sight.WHOLE, Sight.NOTHING)
    Petition.objects.filter(pk=row.pk).update(handler=clerk)
    assert (seen_by(deciding, row), seen_by(agent, row)) == (Sight.NOTHING, Sight.NOTHING)


def test_handler_and_registrar_see_it_while_their_unit_holds_it(clerk: User, tree: ProvinceTree) -> None:
    agent, handler = user(tree.bincheng, Role.AGENT), user(tree.bincheng, Role.HANDLER)
    row = guarded(agent)
    Petition.objects.filter(pk=row.pk).update(handler=handler)

    assert (seen_by(agent, row), seen_by(handler, row)) == (Sight.WHOLE, Sight.WHOLE)
    Petition.objects.filter(pk=row.pk).update(org=tree.huimin, org_code=tree.huimin.code, handler=None)
    assert (seen_by(agent, row), seen_by(handler, row)) == (Sight.NOTHING, Sight.NOTHING)


def test_a_named_reader_sees_it_until_the_head_ends_that(client: Client, clerk: User, tree: ProvinceTree) -> None:
    row, colleague = guarded(clerk), user(tree.bincheng, Role.HANDLER)
    head = user(tree.bincheng, Role.UNIT_HEAD)
    client.force_login(head)

    client.post(reverse("cases:reader_name", args=[row.pk]), {"user": colleague.pk, "reason": "协助走访"})
    assert seen_by(colleague, row) is Sight.WHOLE

    reader = NamedReader.objects.get(petition=row)
    client.post(reverse("cases:reader_end", args=[row.pk, reader.pk]))
    assert seen_by(colleague, row) is Sight.NOTHING


def test_what_makes_a_matter_close_to_a_unit(clerk: User, superior: User, tree: ProvinceTree) -> None:
    order = issued(petition(clerk), by=superior, at=NOW + DAY)
    passed = moved(
        petition(user(tree.binzhou, Role.RECEPTIONIST)),
        "pass_down",
        by=user(tree.binzhou, Role.RECEPTIONIST),
        at=NOW + DAY,
        receiver=tree.huimin,
        told_how="phone",
    )
    risen, taken, own = petition(clerk), petition(clerk), petition(user(tree.shandong, Role.RECEPTIONIST))
    risen.deadlines.update(desk=tree.shandong)
    leader = user(tree.shandong, Role.UNIT_HEAD)
    LeaderCase.objects.create(petition=taken, leader=leader, taken_at=NOW, taken_by=leader, reason="重大")

    close = set(Concern.objects.exclude(org=F("petition__org")).values_list("petition", "org"))

    assert Concern.objects.filter(petition=own, org=tree.shandong).exists()  # a province's own is asked for there
    assert close == {
        (order.petition_id, tree.binzhou.pk),
        (passed.pk, tree.binzhou.pk),
        (risen.pk, tree.shandong.pk),
        (taken.pk, tree.shandong.pk),
    }


def test_whoever_passed_it_down_goes_on_seeing_it(tree: ProvinceTree, law: None) -> None:
    sender, colleague = user(tree.binzhou, Role.RECEPTIONIST), user(tree.binzhou, Role.RECEPTIONIST)
    row = moved(guarded(sender), "pass_down", by=sender, at=NOW + DAY, receiver=tree.huimin, told_how="phone")

    assert (seen_by(sender, row), seen_by(colleague, row)) == (Sight.WHOLE, Sight.NOTHING)


def test_an_accusation_about_violence_keeps_to_its_own_rule(clerk: User, tree: ProvinceTree) -> None:
    row = accusation(clerk, category="family.dv")
    section = user(tree.bincheng, Role.SECTION_HEAD)

    assert row.kind is Kind.SECRET
    assert seen_by(section, row) is Sight.NOTHING  # of a guarded matter she would see all


FACTS = "王小芳，电话13854312345，身份证11010519491231002X，住黄河五路385号。小芳称丈夫殴打。"


def masked_page(client: Client, reader: User, row: Petition) -> str:
    client.force_login(reader)
    return client.get(reverse("cases:petition", args=[row.pk])).content.decode()


def test_a_city_reads_the_story_without_anybody_in_it(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, facts=FACTS)
    moved(row, "accept", by=clerk, at=NOW + DAY, route="duty", told_how="phone", note="王小芳住黄河五路 385 号")

    told = masked_page(client, superior, row)

    assert "丈夫殴打" in told
    for known in ("王小芳", "小芳", "13854312345", "11010519491231002X", "黄河五路"):
        assert known not in told, known
    assert "王某某" in told


def test_what_came_close_is_whole_but_for_the_contacts(client: Client, clerk: User, superior: User) -> None:
    row = petition(clerk, facts=FACTS)
    close_to(row, superior.org)

    told = masked_page(client, superior, row)

    assert FACTS in told
    assert told.count("13854312345") == 1  # in the story as it was written, not in her data


@pytest.mark.parametrize("words", ["王小芳", "13854312345", "黄河五路"])
def test_a_masked_reader_finds_nothing_by_what_is_masked(
    client: Client, clerk: User, superior: User, words: str
) -> None:
    petition(clerk, facts=FACTS)
    found = {}
    for reader in (clerk, superior):
        client.force_login(reader)
        answer = client.get(reverse("cases:petition_list"), {"q": words})
        found[reader] = len(answer.context["rows"])

    assert found == {clerk: 1, superior: 0 if words != "黄河五路" else found[superior]}


def test_an_excerpt_is_masked(client: Client, clerk: User, superior: User) -> None:
    petition(clerk, facts=FACTS)
    client.force_login(superior)

    page = client.get(reverse("cases:petition_list"), {"q": "丈夫殴打"}).content.decode()

    assert "丈夫殴打" in page
    assert "小芳" not in page


def test_a_list_says_how_many_it_does_not_show(client: Client, clerk: User, tree: ProvinceTree) -> None:
    petition(clerk)
    for _ in range(6):
        Petition.objects.filter(pk=guarded(clerk).pk).update(handler=clerk)
    client.force_login(user(tree.bincheng, Role.AGENT))

    answer = client.get(reverse("cases:petition_list"))

    assert len(answer.context["rows"]) == 1
    assert "另有 6 件限定知悉范围，名单不显示" in answer.content.decode()
    few = client.get(reverse("cases:petition_list"), {"received_to": "2000-01-01"})
    assert few.context["beyond"] is None
    Petition.objects.filter(guarded=True).exclude(pk=Petition.objects.latest("pk").pk).update(
        minor=False, category="family.dispute"
    )
    assert "另有 不足 5 件限定知悉范围" in client.get(reverse("cases:petition_list")).content.decode()
    for words in ("丈夫", Petition.objects.latest("pk").number):
        searched = client.get(reverse("cases:petition_list"), {"q": words})
        assert "限定知悉范围，名单" not in searched.content.decode()


def test_a_province_reads_in_one_line_what_its_list_holds(client: Client, clerk: User, tree: ProvinceTree) -> None:
    supervisor = user(tree.shandong, Role.SUPERVISOR)
    petition(clerk)
    close_to(petition(clerk), tree.shandong)
    client.force_login(supervisor)

    answer = client.get(reverse("cases:petition_list"))

    assert len(answer.context["rows"]) == 1
    assert "另有 不足 5 件由市县办理，名单不显示" in answer.content.decode()


def test_everyone_of_the_line_and_nobody_else_is_named_on_the_page(
    client: Client, clerk: User, tree: ProvinceTree
) -> None:
    row = guarded(clerk)
    people = [user(place, role) for place in (tree.bincheng, tree.binzhou, tree.shandong) for role in Role]
    close_to(row, tree.shandong)
    Petition.objects.filter(pk=row.pk).update(handler=people[4], danger=Danger.HIGH)
    NamedReader.objects.create(petition=row, user=people[5], named_by=clerk, at=NOW, reason="协助")
    row.refresh_from_db()

    from_the_matter = {who.pk for who in line_of(row)}
    from_the_reader = {who.pk for who in [*people, clerk] if seen_by(who, row) is not Sight.NOTHING}

    assert from_the_matter & {who.pk for who in [*people, clerk]} >= from_the_reader
    assert {who.pk for who in people if who.pk in from_the_matter and who.can(Can.SEE_CASES)} <= from_the_reader
