"""Every address that leads to a petition, asked about a guarded one and by a masked reader."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import NamedReader, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import Organization
from tests.cases.samples import WHO
from tests.cases.test_accusation_roads import NoPetition, every_road, everything_but, roads
from tests.factories import ProvinceTree, user
from tests.test_permissions import (
    Arguments,
    Row,
    a_briefing,
    a_bulk_result,
    a_disposal,
    a_receiver,
    a_reception_day,
    an_account,
    an_export,
    an_order,
)

HEADS = (Role.UNIT_HEAD, Role.SECTION_HEAD, Role.TOWNSHIP_WORKER, Role.SUPERVISOR)
# No reader in the city is masked where there is no petition, or one that has come close to the city.
UNMASKED = {an_export, a_bulk_result, a_briefing, a_reception_day, a_disposal, an_account, a_receiver, an_order}
pages = [row for row in roads if row.method == "get"]
unmasked = [row for row in pages if row.thing in UNMASKED or row.name == "cases:order_move"]


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


def answer(row: Row, reader: User, place: Organization) -> int:
    """The answer to a named reader; 200 where the address leads to no petition at all."""
    try:
        return Row(row.name, row.needs, guardedly(row), row.method, row.data).ask(reader, place)
    except NoPetition:
        return 200


@every_road
def test_colleagues_and_superiors_outside_the_line_find_nothing(row: Row, tree: ProvinceTree, law: None) -> None:
    places = (tree.bincheng, tree.binzhou, tree.shandong, tree.beizhen, tree.huimin)
    people = [user(place, *everything_but(row, *HEADS)) for place in places]

    try:
        before = guardedly(row)(tree.bincheng, None)  # the same for all: none of them may change it
    except NoPetition:
        return
    answers = {who.org.region_name: row.ask(who, tree.bincheng, before) for who in people if who.roles}

    assert set(answers.values()) <= {404}, answers


@every_road
def test_a_named_colleague_gets_there(row: Row, tree: ProvinceTree, law: None) -> None:
    reader = user(tree.bincheng, *everything_but(row))

    assert answer(row, reader, tree.bincheng) in row.answers


def masked_from(city: Organization) -> Petition | None:
    """The matter that was made, if there is one and nothing has brought it close to the city."""
    made = Petition.objects.order_by("pk").last()
    return None if made and made.concerns.filter(org=city).exists() else made


@pytest.mark.parametrize("row", [row for row in pages if row not in unmasked], ids=str)
def test_on_no_page_does_a_masked_reader_learn_who_it_is(row: Row, tree: ProvinceTree, law: None) -> None:
    reader, client = user(tree.binzhou, *everything_but(row)), Client(raise_request_exception=False)
    client.force_login(reader)
    arguments = row.thing(tree.bincheng, None)
    made = masked_from(reader.org)
    assert made
    Party.objects.filter(petition=made, role=Party.Role.PETITIONER).update(name=WHO["name"])
    Petition.objects.filter(pk=made.pk).update(facts=f"{WHO['name']}住{WHO['address']}，电话{WHO['phone']}。")

    page = client.get(reverse(row.name, kwargs=arguments), row.data).content.decode()

    found = [words for words in (WHO["name"], WHO["phone"], WHO["address"], WHO["id_number"]) if str(words) in page]
    assert not found


def test_where_nobody_is_masked_there_is_no_matter_or_one_close_to_the_city(tree: ProvinceTree, law: None) -> None:
    for row in unmasked:
        with transaction.atomic():
            row.thing(tree.bincheng, None)
            assert masked_from(tree.binzhou) is None, row
            transaction.set_rollback(True)
