"""Every address that leads to a petition, asked about a guarded one and by a masked reader."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Concern, NamedReader, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from tests.cases.samples import WHO
from tests.cases.test_accusation_roads import NoPetition, every_road, everything_but, roads
from tests.factories import ProvinceTree, user
from tests.test_permissions import Arguments, Row

HEADS = (Role.UNIT_HEAD, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER, Role.SUPERVISOR)


def guardedly(row: Row) -> Callable[[Organization, User | None], Arguments]:
    """The thing of that address, its petition about a minor, in the hands of somebody else."""

    def make(place: Organization, reader: User | None) -> Arguments:
        arguments = row.thing(place, None)
        made = Petition.objects.order_by("pk").last()
        if made is None:
            raise NoPetition
        NamedReader.objects.filter(petition=made).exclude(pk=arguments.get("reader")).delete()
        hand = user(made.org, Role.HANDLER)
        Petition.objects.filter(pk=made.pk).update(minor=True, handler=hand)
        if reader:
            NamedReader.objects.create(petition=made, user=reader, named_by=hand, at=made.received_at, reason="测试")
        return arguments

    return make


def answer(row: Row, reader: User, place: Organization, *, named: bool = False, elsewhere: int = 404) -> int:
    make = guardedly(row)
    asked = Row(row.name, row.needs, make if named else lambda at, who: make(at, None), row.method, row.data)
    try:
        return asked.ask(reader, place)
    except NoPetition:
        return elsewhere


@every_road
def test_colleagues_and_superiors_outside_the_line_find_nothing(row: Row, tree: ProvinceTree, law: None) -> None:
    places = (tree.bincheng, tree.binzhou, tree.shandong, tree.beizhen, tree.huimin)
    people = [user(place, *everything_but(row, *HEADS)) for place in places]

    answers = {who.org.region_name: answer(row, who, tree.bincheng) for who in people if who.roles}

    assert set(answers.values()) <= {404}, answers


@every_road
def test_a_named_colleague_gets_there(row: Row, tree: ProvinceTree, law: None) -> None:
    reader = user(tree.bincheng, *everything_but(row))

    assert answer(row, reader, tree.bincheng, named=True, elsewhere=200) in row.answers


@pytest.mark.parametrize("row", [row for row in roads if row.method == "get"], ids=str)
def test_on_no_page_does_a_masked_reader_learn_who_it_is(row: Row, tree: ProvinceTree, law: None) -> None:
    reader, client = user(tree.binzhou, *everything_but(row)), Client(raise_request_exception=False)
    client.force_login(reader)
    arguments = row.thing(tree.bincheng, None)
    made = Petition.objects.order_by("pk").last()
    if made is None or Concern.objects.filter(petition=made, org=reader.org).exists():
        pytest.skip("no petition, or one that has come close to the city")
    Party.objects.filter(petition=made, role=Party.Role.PETITIONER).update(name=WHO["name"])
    Petition.objects.filter(pk=made.pk).update(facts=f"{WHO['name']}住{WHO['address']}，电话{WHO['phone']}。")

    page = client.get(reverse(row.name, kwargs=arguments), row.data).content.decode()

    found = [words for words in (WHO["name"], WHO["phone"], WHO["address"], WHO["id_number"]) if str(words) in page]
    assert not found
