"""Ids of another county in what a form sends: no field takes them, and nothing is written.

Every page with a form is fetched as the one who may use it (tests/attacks/test_every_page.py), and each of its fields
that names a row of the database is tried with one of another county.
"""

from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Event, Letter, NamedReader, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import Agency, Organization
from hotline.models import Call, HotlineLine
from stations.models import NetworkPerson, ShelterKeeper, Station
from tests.cases import posted
from tests.cases.lives import office
from tests.cases.samples import accusation, petition, typed
from tests.factories import ProvinceTree, agency, user
from tests.hotline.calls import answered
from tests.hotline.lines import opened
from tests.stations.people import entered
from tests.stations.shelters import shelter
from tests.stations.stations import station

# What anybody who is signed in may name: the tree of the federations is public.
OPEN_TO_ALL = {Organization}


def fields_of(context: object) -> Iterator[tuple[str, forms.ModelChoiceField]]:
    """Every field of the forms of a page that names a row."""
    seen = set()
    for layer in context or []:
        for value in [*layer.flatten().values()] if hasattr(layer, "flatten") else [*layer.values()]:
            if isinstance(value, forms.BaseForm) and id(value) not in seen:
                seen.add(id(value))
                yield from (
                    (name, field) for name, field in value.fields.items() if isinstance(field, forms.ModelChoiceField)
                )


def theirs_in(tree: ProvinceTree) -> dict[type, object]:
    """One row of each kind in another county of the same city."""
    now = timezone.now()
    clerk = user(tree.huimin, Role.RECEPTIONIST, Role.SECTION_HEAD)
    row, line = petition(clerk, at=now), opened(clerk, at=now)
    to = agency(tree.huimin, name="惠民县公安局")
    letter = posted.written(row, office(tree.huimin), at=now, to=to)
    known = {User: clerk, Petition: row, Party: row.parties.get(), Agency: to, Letter: letter}
    known |= {HotlineLine: line, Call: answered(line, clerk, at=now), ShelterKeeper: shelter(clerk).keepers.get()}
    return known | {Station: station(tree.huimin, by=clerk), NetworkPerson: entered(clerk, "volunteer", at=now)}


@pytest.fixture
def theirs(tree: ProvinceTree, law: None) -> dict[type, object]:
    return theirs_in(tree)


def check_no_field_takes_a_row_of_another_county(context: object, theirs: dict[type, object]) -> None:
    for name, field in fields_of(context):
        model = field.queryset.model
        if model in OPEN_TO_ALL:
            continue
        assert model in theirs, f"{name} names a {model.__name__}: give this test one of another county"
        value = getattr(theirs[model], field.to_field_name or "pk")
        if model is Agency:
            continue  # see below: which agencies a unit may write to is a rule of its own
        with pytest.raises(ValidationError):
            field.clean(str(value))


class TestByHand:
    """Ids that no field of a form holds."""

    @pytest.fixture
    def clerk(self, tree: ProvinceTree, law: None) -> User:
        return user(tree.bincheng, Role.RECEPTIONIST, Role.SECTION_HEAD, Role.UNIT_HEAD)

    @pytest.fixture
    def as_clerk(self, client: Client, clerk: User) -> Client:
        client.force_login(clerk)
        return client

    def untouched(self, row: Petition) -> tuple[object, ...]:
        fresh = Petition.objects.get(pk=row.pk)
        return (
            fresh.status,
            fresh.handler_id,
            fresh.repeat_count,
            fresh.org_id,
            Event.objects.filter(petition=row).count(),
        )

    def test_registering_does_not_join_or_name_another_countys_matter(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object]
    ) -> None:
        row = theirs[Petition]
        before = self.untouched(row)
        received = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
        for field in ("same_as", "again"):
            as_clerk.post("/petitions/new/", typed(place=clerk.org_id, received_at=received, **{field: str(row.pk)}))

        assert self.untouched(row) == before
        assert not Petition.objects.filter(same_as=row).exists()

    @pytest.mark.parametrize("name", ["reassign", "accept", "archive", "close"])
    def test_a_bulk_act_passes_them_by(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object], name: str
    ) -> None:
        row = theirs[Petition]
        before = self.untouched(row)

        answer = as_clerk.post(
            f"/petitions/bulk/{name}/",
            {
                "pick": [row.pk],
                "handler": clerk.pk,
                "note": "x",
                "do": "confirm",
                "route": "duty",
                "told_how": "later",
            },
        )

        assert answer.status_code < 500
        assert row.number not in answer.content.decode()
        assert self.untouched(row) == before

    def test_printing_and_exporting_pass_them_by(self, as_clerk: Client, theirs: dict[type, object]) -> None:
        row = theirs[Petition]

        printed = as_clerk.post("/petitions/print/", {"pick": [row.pk]})
        exported = as_clerk.post("/petitions/export/", {"pick": [row.pk], "reason": "测试"})

        assert row.number.encode() not in printed.content
        body = b"".join(exported) if exported.streaming else exported.content
        assert row.number.encode() not in body

    def test_a_handler_of_another_county_is_given_nothing(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object]
    ) -> None:
        row = petition(clerk, at=timezone.now())

        for move in ("start", "reassign", "accept"):
            as_clerk.post(
                reverse("cases:petition_move", args=[row.pk, move]),
                {"handler": theirs[User].pk, "route": "duty", "told_how": "later", "note": "x"},
            )

        assert Petition.objects.get(pk=row.pk).handler_id != theirs[User].pk

    def test_nobody_of_another_county_is_named_to_read_an_accusation(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object]
    ) -> None:
        row = accusation(clerk, at=timezone.now())

        as_clerk.post(reverse("cases:reader_name", args=[row.pk]), {"user": theirs[User].pk, "reason": "x"})

        assert not NamedReader.objects.filter(petition=row, user=theirs[User]).exists()

    def test_a_matter_is_merged_into_none_of_another_county(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object]
    ) -> None:
        row = petition(clerk, at=timezone.now())
        before = self.untouched(theirs[Petition])

        for value in (theirs[Petition].number, str(theirs[Petition].pk)):
            as_clerk.post(
                reverse("cases:petition_move", args=[row.pk, "merge"]),
                {"survivor": value, "into": value, "petition": value, "note": "x"},
            )

        assert Petition.objects.get(pk=row.pk).status == "registered"
        assert self.untouched(theirs[Petition]) == before

    def test_a_duty_of_another_matter_is_not_answered_through_ones_own(
        self, as_clerk: Client, clerk: User, theirs: dict[type, object]
    ) -> None:
        row = petition(clerk, at=timezone.now())
        foreign = Deadline.objects.open().get(object_id=theirs[Petition].pk)

        answer = as_clerk.post(reverse("cases:acknowledge", args=[row.pk, foreign.pk]))

        assert answer.status_code == 404
