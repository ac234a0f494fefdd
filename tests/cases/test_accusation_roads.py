"""Every address that leads to a petition, asked about an accusation: only its readers get there."""

from collections.abc import Callable

import pytest

from cases.models import MatterClass, NamedReader, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.orgs.models import Organization
from tests.factories import ProvinceTree, user
from tests.test_permissions import (
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
    TABLE,
    Arguments,
    Row,
    a_complaint_taken,
    a_digest,
    a_disposal_line,
    a_ledger,
    a_notice,
    a_quarantined,
    an_urgent_access,
)

# Addresses about something else than one petition, such as a list of disposal, which holds no accusation; the inbox
# has a test of its own, and so has the receipt that whoever took a complaint down is shown (test_complaint_by_proof).
ELSEWHERE = {
    *NOWHERE,
    a_complaint_taken,
    a_digest,
    a_disposal_line,
    a_ledger,
    a_notice,
    a_quarantined,
    an_urgent_access,
}
roads = [
    row
    for row in TABLE
    if row.name.startswith("cases:") and row.thing not in ELSEWHERE and row.needs not in {PUBLIC, SIGNED_IN}
]
every_road = pytest.mark.parametrize("row", roads, ids=str)


class NoPetition(Exception):
    """The thing of that address is another one, such as a leader's day of reception."""


def secretly(row: Row, *, named: bool) -> Callable[[Organization, User | None], Arguments]:
    """The thing of that address, its petition an accusation; the one who asks is its reader, or nobody is."""

    def make(place: Organization, reader: User | None) -> Arguments:
        arguments = row.thing(place, None)
        made = Petition.objects.order_by("pk").last()
        if made is None:
            raise NoPetition
        NamedReader.objects.exclude(pk=arguments.get("reader")).delete()
        Petition.objects.filter(pk=made.pk).update(matter_class=MatterClass.ACCUSATION)
        if named and reader:
            NamedReader.objects.create(petition=made, user=reader, named_by=reader, at=made.received_at, reason="测试")
        return arguments

    return make


def ask(row: Row, reader: User, place: Organization, *, elsewhere: int = 404) -> int:
    """The answer to a named reader; that of `elsewhere` where the address leads to no petition at all."""
    asked = Row(row.name, row.needs, secretly(row, named=True), row.method, row.data, row.answers)
    try:
        return asked.ask(reader, place)
    except NoPetition:
        return elsewhere


def everything_but(row: Row, *left_out: Role) -> list[Role]:
    return [role for role in Role if row.open_to(role) and role not in left_out]


@every_road
def test_a_reader_gets_there(row: Row, tree: ProvinceTree, law: None) -> None:
    reader = user(tree.bincheng, *everything_but(row))

    assert ask(row, reader, tree.bincheng, elsewhere=200) in row.answers
    leads_there = NamedReader.objects.filter(user=reader).exists()
    assert AccessEvent.objects.filter(actor=reader).exists() or not leads_there  # each time it is written down


@every_road
def test_a_colleague_a_superior_and_an_intruder_find_nothing(row: Row, tree: ProvinceTree, law: None) -> None:
    colleague = user(tree.bincheng, *everything_but(row, Role.UNIT_HEAD))
    superiors = [user(place, *everything_but(row)) for place in (tree.binzhou, tree.shandong)]
    below, beside = user(tree.beizhen, *everything_but(row)), user(tree.huimin, *everything_but(row))

    try:
        before = secretly(row, named=False)(tree.bincheng, None)  # the same for all: none of them may change it
    except NoPetition:
        return
    people = [who for who in (colleague, *superiors, below, beside) if who.roles]
    answers = {who.org.region_name: row.ask(who, tree.bincheng, before) for who in people}

    assert set(answers.values()) <= {404}, answers
    assert len(answers) >= 4


@every_road
def test_to_be_named_does_not_reach_beyond_ones_range(row: Row, tree: ProvinceTree, law: None) -> None:
    intruder = user(tree.huimin, *everything_but(row))

    assert ask(row, intruder, tree.bincheng) == 404
