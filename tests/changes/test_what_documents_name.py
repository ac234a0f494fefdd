"""What a document says of other things changes with them, and the feed says so: a copy never tells an old story."""

import pytest
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.changes.models import Change
from fedportal.directory.actions.agencies import correct_agency
from tests.api.clients import api_client, caller
from tests.cases.lives import Office, accepted, handled, office
from tests.cases.posted import posted
from tests.cases.samples import SOMEBODY_ELSE, petition
from tests.changes.due import assert_holds
from tests.changes.mirror import Mirror
from tests.factories import ProvinceTree, user


@pytest.fixture
def clerk(mirror: Mirror, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def _repeat(clerk: User) -> tuple[Petition, Petition]:
    """A matter, and the one in which the same was asked again."""
    first, second = petition(clerk), petition(clerk, **SOMEBODY_ELSE)
    Petition.objects.filter(pk=second.pk).update(same_as=first)
    return first, second


def _named_by(mirror: Mirror, row: Petition) -> str | None:
    (held,) = [one for one in mirror.rows.values() if one["body"]["number"] == row.number]
    return held["body"]["same_as"]


def test_a_repeat_no_longer_names_an_earlier_matter_that_went_out_of_sight(clerk: User, tree: ProvinceTree) -> None:
    client = api_client(tree.bincheng)  # it registers nothing, and is told of no minors
    mirror = Mirror(caller(client))
    first, second = _repeat(clerk)
    mirror.follow()
    assert _named_by(mirror, second) == first.number

    Petition.objects.filter(pk=first.pk).update(minor=True)
    said = mirror.follow()

    assert sorted(change["op"] for change in said) == ["gone", "upsert"]
    assert _named_by(mirror, second) is None
    assert_holds(mirror.held, client.user)
    assert mirror.digests() == mirror.proven()

    Petition.objects.filter(pk=first.pk).update(minor=False)
    mirror.follow()
    assert _named_by(mirror, second) == first.number


def test_whatever_else_befalls_the_earlier_matter_is_no_business_of_the_repeat(mirror: Mirror, clerk: User) -> None:
    first, _ = _repeat(clerk)
    mirror.follow()
    Petition.objects.filter(pk=first.pk).update(head_count=3)
    first.parties.update(occupation="教师")
    assert {change["body"]["number"] for change in mirror.follow()} == {first.number}


def test_a_colleague_who_is_called_otherwise_is_so_in_every_document_that_names_her(
    mirror: Mirror, clerk: User, county_client: ApiClient, tree: ProvinceTree
) -> None:
    people: Office = office(tree.bincheng)
    hers, anothers = accepted(people), petition(clerk, **SOMEBODY_ELSE)
    mirror.follow()

    people.clerk.name = "王改名"
    people.clerk.save(update_fields=["name"])

    assert {change["body"]["number"] for change in mirror.follow()} == {hers.number}
    assert_holds(mirror.held, county_client.user)
    assert anothers.number in mirror.numbers


def test_an_authority_whose_name_is_set_right_has_it_in_the_letters_to_it(
    mirror: Mirror, clerk: User, county_client: ApiClient, tree: ProvinceTree
) -> None:
    people: Office = office(tree.bincheng)
    written_to, others = handled(people), handled(people, **SOMEBODY_ELSE)
    authority = posted(written_to, people).agency
    mirror.follow()

    by = user(tree.bincheng, Role.SEC_ADMIN)
    told = {"kind": authority.kind, "contact": authority.contact, "phone": authority.phone}
    correct_agency(authority, by=by, name="滨城区公安分局", at=timezone.now(), **told)

    (change,) = mirror.follow()
    assert change["body"]["number"] == written_to.number
    assert change["body"]["letters"][0]["agency"] == "滨城区公安分局"
    assert others.number in mirror.numbers
    assert_holds(mirror.held, county_client.user)
    correct_agency(authority, by=by, name="滨城区公安分局", at=timezone.now(), **told | {"phone": "0543-3330000"})
    assert mirror.follow() == []


def test_signing_in_changes_no_document(mirror: Mirror, clerk: User) -> None:
    petition(clerk)
    mirror.follow()
    before = Change.objects.count()
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now(), name=clerk.name)
    assert Change.objects.count() == before
    assert mirror.follow() == []
