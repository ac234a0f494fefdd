"""What is sent is taken as it is described, or refused: nothing is guessed, trimmed into shape or left out."""

import pytest

from cases.models import Petition
from tests.api.clients import caller
from tests.api.sent import batch, patch, petitioner, post, put, sent, unfit, writer, wrong
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def hours(**changes: object) -> dict[str, object]:
    window = {"days": [1], "begins": "09:00", "ends": "10:00"} | changes
    return {"safe_contact": {"rule": "limited", "windows": [window]}}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"head_count": "2"}, "head_count"),
        ({"head_count": True}, "head_count"),
        ({"head_count": 1.5}, "head_count"),
        ({"request": 7}, "request"),
        ({"request": "长" * 5_000 + " "}, "request"),
        ({"category": "family"}, "category"),
        ({"place": "371602000000 "}, "place"),
        ({"flags": {"minor": "yes"}}, "flags.minor"),
        ({"petitioner": petitioner(birth_on="1990-1-2")}, "petitioner.birth_on"),
        ({"received_at": "20261123T093000+0800"}, "received_at"),
        (hours(days=["1"]), "safe_contact.windows.0.days.0"),
        (hours(begins="9:00"), "safe_contact.windows.0.begins"),
        ({"accused": [None, None]}, "accused.non_field_errors"),
    ],
)
def test_a_value_of_another_kind_is_refused(tree: ProvinceTree, changes: dict[str, object], named: str | None) -> None:
    client = caller(writer(tree.bincheng))

    alone = post(client, sent(**changes))
    in_batch = batch(client, [{"petition": sent(**changes)}]).json()["results"]

    assert set(wrong(alone)) == {named}
    assert [result["status"] for result in in_batch] == [400]
    assert not Petition.objects.exists()


def test_a_moment_beyond_all_calendars_is_refused_by_the_law(tree: ProvinceTree) -> None:
    client, who = caller(writer(tree.bincheng)), petitioner(birth_year=None)

    number = post(client, sent()).json()["number"]
    for moment in ("9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+14:00", "0676-04-08T13:12:34+22:51"):
        assert set(unfit(post(client, sent(received_at=moment, petitioner=who)))) == {"received_at"}
        assert set(unfit(patch(client, number, {"received_at": moment}, if_match="1"))) == {"received_at"}


def test_a_whole_number_may_be_written_with_a_point(tree: ProvinceTree) -> None:
    assert post(caller(writer(tree.bincheng)), sent(head_count=2.0)).json()["head_count"] == 2


def test_what_was_read_may_be_sent_back(tree: ProvinceTree) -> None:
    """Hours stand with their seconds in a document."""
    client = caller(writer(tree.bincheng))
    wish = hours(begins="09:00:00", ends="11:30:00")

    assert put(client, sent(**wish)).status_code == 201
    assert put(client, sent(**wish)).status_code == 200


def test_a_correction_sends_whole_what_belongs_together(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]

    assert wrong(patch(client, number, {"safe_contact": {"ways": ["phone"]}}, if_match="1")) == {
        "safe_contact.rule": "required"
    }


def test_what_registers_is_sent_whole_and_without_a_note(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))

    assert unfit(put(client, {"request": "要求协调抚养费。", "note": "更正"})) == {
        **dict.fromkeys(("received_at", "channel", "matter_class", "category", "facts"), "required"),
        "note": "not_asked",
    }


def test_only_a_star_keeps_what_stands(tree: ProvinceTree) -> None:
    answer = put(caller(writer(tree.bincheng)), sent(), if_none_match='"1"')

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_if_none_match")
