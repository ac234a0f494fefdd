"""The people of a petition: who may be named, what a correction keeps, and that a group has five voices."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.actions.parties import add_party, correct_party, remove_party
from cases.law import REPRESENTATIVES_AT_MOST
from cases.models import Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, decided, make_line
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, user

As = Party.Role


def person(role: str = As.OFFENDER, name: str = "赵大强", **fields: object) -> Party:
    return Party(**{"role": role, "name": name, "sex": "male"} | fields)


def kept(row: Petition) -> list[tuple[str, str]]:
    return list(row.parties.kept().order_by("pk").values_list("role", "name"))


@pytest.fixture
def row(clerk: User) -> Petition:
    return petition(clerk)


def test_a_person_is_named_and_the_timeline_names_nobody_whole(row: Petition, clerk: User) -> None:
    made = add_party(row, person(relation="丈夫", phone="13900000000"), by=clerk, at=NOW)

    assert kept(row) == [("petitioner", "王小芳"), ("offender", "赵大强")]
    assert (made.added_by, made.added_at) == (clerk, NOW)
    line = row.events.get(verb="party.add")
    assert line.data == {"party_role": "offender", "party": "赵某某", "corrected": []}
    assert AccessEvent.objects.filter(verb="party.add", actor=clerk, object_id=made.pk).count() == 1


def test_a_child_who_suffers_makes_it_a_matter_of_minors(row: Petition, clerk: User) -> None:
    add_party(row, person(As.WITNESS, birth_year=2015), by=clerk, at=NOW)
    row.refresh_from_db()
    assert not row.minor

    add_party(row, person(As.VICTIM, birth_year=2015), by=clerk, at=NOW)

    row.refresh_from_db()
    assert row.minor


def test_a_correction_keeps_who_it_was_and_nothing_that_leads_to_the_person(row: Petition, clerk: User) -> None:
    made = add_party(row, person(phone="13900000000", address="渤海七路 1 号"), by=clerk, at=NOW)

    changes = {"name": "赵大刚", "phone": "13911111111"}
    correct_party(made, changes, reason="同村另一人", by=clerk, at=NOW + DAY)

    made.refresh_from_db()
    assert (made.name, made.phone, made.removed_at) == ("赵大刚", "13911111111", None)
    old = made.versions.get()
    assert (old.name, old.removal_reason, old.removed_by, old.removed_at) == ("赵大强", "同村另一人", clerk, NOW + DAY)
    assert (old.phone, old.address, old.phone_index) == ("", "", "")
    assert kept(row) == [("petitioner", "王小芳"), ("offender", "赵大刚")]
    line = row.events.get(verb="party.correct")
    assert (line.note, line.data["corrected"]) == ("同村另一人", ["name", "phone"])


def test_a_correction_without_a_change_writes_nothing(row: Petition, clerk: User) -> None:
    correct_party(row.parties.get(), {"name": "王小芳"}, reason="核对", by=clerk, at=NOW)

    assert Party.objects.count() == 1
    assert not row.events.filter(verb="party.correct").exists()


def test_the_petitioner_may_be_corrected_and_neither_removed_nor_turned_into_another(
    row: Petition, clerk: User
) -> None:
    her = row.parties.get()

    correct_party(her, {"address": "渤海七路 1 号"}, reason="搬家", by=clerk, at=NOW)

    assert row.parties.kept().get().address == "渤海七路 1 号"
    with pytest.raises(NotAllowed, match="信访人的身份不能更改"):
        correct_party(her, {"role": As.WITNESS}, reason="误登", by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="信访人不能移除"):
        remove_party(her, reason="误登", by=clerk, at=NOW)
    with pytest.raises(NotAllowed, match="信访人已经登记"):
        add_party(row, person(As.PETITIONER), by=clerk, at=NOW)


def test_who_is_removed_stays_with_the_reason(row: Petition, clerk: User) -> None:
    made = add_party(row, person(phone="13900000000"), by=clerk, at=NOW)

    remove_party(made, reason="同名误登", by=clerk, at=NOW + DAY)

    assert kept(row) == [("petitioner", "王小芳")]
    made.refresh_from_db()
    assert (made.name, made.phone) == ("赵大强", "")
    assert (made.removal_reason, made.removed_by) == ("同名误登", clerk)
    assert row.events.get(verb="party.remove").note == "同名误登"
    with pytest.raises(NotAllowed, match="该当事人已经移除"):
        remove_party(made, reason="再来一次", by=clerk, at=NOW + DAY)


@pytest.mark.parametrize("reason", ["", "  "])
def test_neither_goes_without_a_reason(row: Petition, clerk: User, reason: str) -> None:
    made = add_party(row, person(), by=clerk, at=NOW)

    for verb in (
        lambda: remove_party(made, reason=reason, by=clerk, at=NOW),
        lambda: correct_party(made, {"name": "赵小强"}, reason=reason, by=clerk, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="请填写原因"):
            verb()


def test_a_group_has_five_representatives_and_any_number_of_members(row: Petition, clerk: User) -> None:
    five = [add_party(row, person(As.REPRESENTATIVE, f"代表{n}"), by=clerk, at=NOW) for n in range(5)]
    for n in range(7):
        add_party(row, person(As.MEMBER, f"成员{n}"), by=clerk, at=NOW)

    with pytest.raises(NotAllowed, match="代表不超过 5 人（条例第二十条）"):
        add_party(row, person(As.REPRESENTATIVE, "第六位"), by=clerk, at=NOW)
    member = row.parties.kept().filter(role=As.MEMBER).latest("pk")
    with pytest.raises(NotAllowed, match="代表不超过 5 人"):
        correct_party(member, {"role": As.REPRESENTATIVE}, reason="改推代表", by=clerk, at=NOW)

    remove_party(five[2], reason="本人退出", by=clerk, at=NOW)
    correct_party(member, {"role": As.REPRESENTATIVE}, reason="改推代表", by=clerk, at=NOW)

    seats = row.parties.kept().filter(role=As.REPRESENTATIVE).values_list("seat", flat=True)
    assert sorted(filter(None, seats)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("seat", [None, 0, REPRESENTATIVES_AT_MOST + 1, 1])
def test_the_database_knows_no_sixth_seat(row: Petition, clerk: User, seat: int | None) -> None:
    add_party(row, person(As.REPRESENTATIVE), by=clerk, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        person(As.REPRESENTATIVE, petition=row, seat=seat).save()


def test_who_is_sixty_or_of_another_people_is_noted_by_itself(clerk: User) -> None:
    row = petition(clerk, birth_year=1960)
    assert row.parties.get().groups == ["elderly"]

    correct_party(row.parties.get(), {"ethnicity": "回族"}, reason="补登", by=clerk, at=NOW)

    assert row.parties.kept().get().groups == ["elderly", "minority"]


def test_another_unit_may_not(row: Petition, superior: User, intruder: User, tree: ProvinceTree) -> None:
    for by in (superior, intruder):
        with pytest.raises(NotAllowed, match="只有承办单位可以登记、更正当事人"):
            add_party(row, person(), by=by, at=NOW)
    with pytest.raises(NotAllowed, match="您的角色不能"):
        add_party(row, person(), by=user(tree.bincheng, Role.AGENT), at=NOW)


def test_an_archived_file_names_nobody_more(tree: ProvinceTree, law: None) -> None:
    line: Line = make_line(tree)
    row = moved(decided(line.county), "close", by=line.county.clerk, at=NOW + DAY, agreed=True)
    row = moved(row, "archive", by=line.county.clerk, at=NOW + DAY, retention="10y")

    with pytest.raises(NotAllowed, match="已经归档"):
        add_party(row, person(), by=line.county.clerk, at=NOW + 2 * DAY)


# the pages


def sent(client: Client, by: User, page: str, pk: int, **given: object) -> HttpResponse:
    client.force_login(by)
    return client.post(reverse(f"cases:{page}", args=[pk]), given)


def test_the_page_names_a_person_by_name_alone(client: Client, row: Petition, clerk: User) -> None:
    answer = sent(client, clerk, "party_add", row.pk, role="respondent", name="某纺织厂")

    assert answer.status_code == 302
    assert kept(row) == [("petitioner", "王小芳"), ("respondent", "某纺织厂")]


def test_the_page_keeps_the_number_that_is_not_typed_again(client: Client, row: Petition, clerk: User) -> None:
    him = add_party(row, person(id_number="11010519491231002X", sex="female"), by=clerk, at=NOW)
    client.force_login(clerk)
    form = client.get(reverse("cases:party_edit", args=[him.pk])).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value()}

    assert him.id_number not in str(form)
    answer = sent(client, clerk, "party_edit", him.pk, **given | {"phone": "13911111111", "reason": "补登"})
    assert answer.status_code == 302, answer.context["form"].errors

    him.refresh_from_db()
    assert (him.phone, him.id_number, him.birth_on) == ("13911111111", "11010519491231002X", dt.date(1949, 12, 31))


def test_of_the_petitioner_the_page_asks_what_registration_folds_away(
    client: Client, row: Petition, clerk: User
) -> None:
    her = row.parties.get()
    client.force_login(clerk)
    form = client.get(reverse("cases:party_edit", args=[her.pk])).context["form"]

    assert list(form.fields) == ["ethnicity", "occupation", "education", "groups", "reason", "seen"]
    given = {"occupation": "教师", "groups": ["disabled"], "reason": "补登", "seen": form["seen"].value()}
    assert sent(client, clerk, "party_edit", her.pk, **given).status_code == 302

    her.refresh_from_db()
    assert (her.name, her.phone, her.occupation, her.groups) == ("王小芳", "13854312345", "教师", ["disabled"])
    assert row.events.get(verb="party.correct").data["corrected"] == ["occupation", "groups"]


def test_the_page_says_why_a_sixth_is_refused_and_keeps_what_was_typed(
    client: Client, row: Petition, clerk: User
) -> None:
    for n in range(5):
        add_party(row, person(As.REPRESENTATIVE, f"代表{n}"), by=clerk, at=NOW)

    answer = sent(client, clerk, "party_add", row.pk, role="representative", name="第六位")

    assert answer.status_code == 409
    told = answer.content.decode()
    assert "代表不超过 5 人（条例第二十条）" in told
    assert "第六位" in told


def test_above_the_unit_people_are_seen_masked_and_their_contacts_not_at_all(
    client: Client, row: Petition, clerk: User, superior: User
) -> None:
    add_party(row, person(name="赵大强", phone="13900000000", address="渤海七路 1 号"), by=clerk, at=NOW)

    client.force_login(superior)
    told = client.get(row.get_absolute_url()).content.decode()
    assert "赵某某" in told
    assert not [words for words in ("赵大强", "13900000000", "渤海七路") if words in told]

    client.force_login(clerk)
    assert "赵大强" in client.get(row.get_absolute_url()).content.decode()


def test_who_does_not_hold_it_finds_no_page_of_its_people(
    client: Client, row: Petition, superior: User, intruder: User
) -> None:
    her = row.parties.get()

    for by in (superior, intruder):
        for name, pk in (("party_add", row.pk), ("party_edit", her.pk), ("party_remove", her.pk)):
            assert sent(client, by, name, pk, name="某人", role="witness", reason="看看").status_code == 404


def test_a_person_is_found_by_what_is_right_and_not_by_what_was_wrong(row: Petition, clerk: User) -> None:
    made = add_party(row, person(phone="13900000000"), by=clerk, at=NOW)
    wrong = made.phone_index
    correct_party(made, {"phone": "13911111111"}, reason="号码抄错", by=clerk, at=NOW)

    made.refresh_from_db()
    assert made.phone_index not in {"", wrong}
    assert not Party.objects.filter(phone_index=wrong).exists()
    gone = remove_party(made, reason="误登", by=clerk, at=NOW)
    assert (gone.phone_index, gone.name_index) == ("", "")


def test_papers_to_others_may_name_those_complained_of_and_nobody_else(row: Petition, clerk: User) -> None:
    for role in (As.OFFENDER, As.RESPONDENT, As.WITNESS, As.REPRESENTATIVE):
        add_party(row, person(role, f"某{role}"), by=clerk, at=NOW)

    kept_from_others = row.parties.protected().values_list("role", flat=True)

    assert set(kept_from_others) == {"petitioner", "witness", "representative"}
