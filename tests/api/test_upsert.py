"""Other systems register and correct petitions, as a receptionist of their unit would on the page."""

import pytest

from cases.models import Event, ExternalId, Petition
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from tests.api.clients import api_client, caller
from tests.api.sent import NOTHING, contact, patch, petitioner, post, put, sent, unfit, writer, wrong
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db


def test_what_a_system_registers_is_what_the_page_registers(tree: ProvinceTree) -> None:
    client = writer(tree.bincheng, Scope.PERSONAL)

    answer = post(caller(client), sent(flags={"urgent": True, "media": True}))

    assert answer.status_code == 201, answer.content.decode()
    row = Petition.objects.get()
    assert (row.org, row.registered_by, row.number) == (tree.bincheng, client.user, "鲁滨城妇信〔2026〕000001")
    assert {clock.kind for clock in row.deadlines.all()} == {"notice", "urgent_report"}
    assert row.media
    assert row.contacts.get().read_back
    who = row.parties.get()
    assert (who.name, who.birth_year, who.phone) == ("王小芳", 1990, "13854312345")
    assert [event.verb for event in row.events.all()] == ["petition.register"]
    document = answer.json()
    assert (document["number"], document["version"], document["warnings"]) == (row.number, 1, [])
    assert document["parties"][0]["name"] == "王小芳"
    assert answer["ETag"].startswith('"1-')
    assert answer["Location"].endswith("/000001/") or "000001" in answer["Location"]
    assert AccessEvent.objects.filter(verb="petition.register", object_id=row.pk, actor=client.user).exists()


def test_without_the_scope_for_people_the_answer_shows_nobody(tree: ProvinceTree) -> None:
    answer = post(caller(writer(tree.bincheng)), sent())

    assert answer.status_code == 201
    assert "王小芳" not in answer.content.decode()
    assert "13854312345" not in answer.content.decode()


def test_what_is_wrong_is_named_by_its_path_with_a_code(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))

    assert wrong(post(client, {})) == dict.fromkeys(
        ("received_at", "channel", "matter_class", "category", "request", "facts"), "required"
    )
    assert wrong(post(client, None)) == wrong(post(client, [])) == {"non_field_errors": "invalid"}
    assert wrong(post(client, sent(channel="pigeon", head_count="many", colour="red"))) == {
        "channel": "invalid_choice",
        "head_count": "invalid",
    }
    assert wrong(post(client, sent(colour="red", petitioner=petitioner(shoe=41)))) == {
        "petitioner.shoe": "unknown_field"
    }
    assert wrong(post(client, sent(colour="red"))) == {"colour": "unknown_field"}
    assert wrong(post(client, sent(received_at="2026-11-23T09:30:00"))) == {"received_at": "offset"}
    assert unfit(post(client, sent(received_at="2027-01-01T00:00:00+08:00"))) == {"received_at": "invalid"}
    assert unfit(post(client, sent(place="420984000000"))) == {"place": "invalid_choice"}
    assert unfit(post(client, sent(contact=NOTHING))) == {"contact.read_back": "invalid"}
    assert unfit(post(client, sent(contact={"read_back": True, "source_organ": "滨州市信访局"}))) == {
        "contact.source_organ": "not_asked"
    }
    assert unfit(post(client, sent(petitioner=petitioner(phone=NOTHING, birth_year=NOTHING, id_number="1")))) == {
        "petitioner.id_number": "invalid",
        "petitioner.phone": "required",
        "petitioner.birth_year": "invalid",
    }
    assert unfit(post(client, sent(same_as="鲁滨城妇信〔2026〕999999"))) == {"same_as": "not_found"}
    assert unfit(post(client, sent(accused={"name": "孙建国"}))) == {"accused": "not_asked"}
    assert not Petition.objects.exists()


def test_what_nobody_knows_is_null(tree: ProvinceTree) -> None:
    unknown = petitioner(phone=None, address=None, birth_year=None, id_number=None, sex="unknown", marital="unknown")

    answer = post(caller(writer(tree.bincheng)), sent(petitioner=unknown))

    assert answer.status_code == 201, answer.content.decode()
    who = Petition.objects.get().parties.get()
    assert (who.phone, who.address, who.birth_year) == ("", "", None)


def test_how_she_may_be_reached_is_kept(tree: ProvinceTree) -> None:
    wish = {
        "rule": "limited",
        "ways": ["phone"],
        "windows": [{"days": [1, 2], "begins": "09:00", "ends": "11:00"}],
        "code_word": "今天天气不错",
    }

    answer = post(caller(writer(tree.bincheng)), sent(safe_contact=wish))

    assert answer.status_code == 201, answer.content.decode()
    kept = Petition.objects.get().safe_contacts.get()
    assert (kept.ways, kept.code_word, kept.windows.get().days) == (["phone"], "今天天气不错", [1, 2])
    late = wish | {"windows": [{"begins": "11:00", "ends": "09:00"}]}
    assert unfit(post(caller(writer(tree.bincheng)), sent(safe_contact=late))) == {
        "safe_contact.windows.0.ends": "invalid"
    }


def test_an_accusation_of_its_own_unit_goes_above_and_out_of_its_sight(tree: ProvinceTree) -> None:
    user(tree.binzhou, Role.UNIT_HEAD)
    accused = {"kind": "person", "name": "孙建国", "org": "371602000000"}

    answer = post(caller(writer(tree.bincheng)), sent(matter_class="accusation", accused=accused))

    assert answer.status_code == 201, answer.content.decode()
    assert answer.json()["visible"] is False
    assert "ETag" not in answer
    assert not Petition.objects.filter(org=tree.bincheng).exists()


def test_what_may_be_the_same_matter_is_told_of_those_that_it_sees(tree: ProvinceTree) -> None:
    known = petition(user(tree.bincheng, Role.RECEPTIONIST))
    beyond = petition(user(tree.huimin, Role.RECEPTIONIST))

    answer = post(caller(writer(tree.bincheng)), sent())

    (warning,) = answer.json()["warnings"]
    assert (warning["code"], warning["number"]) == ("may_be_the_same", known.number)
    assert "联系电话相同" in warning["causes"]
    assert beyond.number not in answer.content.decode()
    same = post(caller(writer(tree.bincheng)), sent(same_as=known.number)).json()
    assert (same["same_as"], same["repeat_count"], same["warnings"]) == (known.number, 2, [])


def test_a_number_of_another_system_makes_one_petition_and_then_corrects_it(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng, Scope.PERSONAL))

    first = put(client, sent())
    again = put(client, sent())
    unversioned = put(client, sent(request="要求对方支付抚养费。"))
    other = put(client, sent(request="要求对方支付抚养费。"), if_match="1")

    assert [first.status_code, again.status_code, unversioned.status_code, other.status_code] == [201, 200, 428, 200]
    assert first.json()["external"] == [{"system": "binzhou-12345", "id": "GD-1"}]
    assert (again.json()["version"], again["ETag"]) == (1, first["ETag"])
    assert unversioned.json()["code"] == "version_required"
    assert other.json()["request"] == "要求对方支付抚养费。"
    assert other.json()["version"] > 1
    row = Petition.objects.get()
    assert ExternalId.objects.get().petition == row
    assert [event.verb for event in row.events.all()] == ["petition.register", "petition.amend"]


def test_what_is_sent_again_as_it_stands_changes_nothing_whatever_it_holds(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    body = sent(
        petitioner=petitioner(
            id_number="11010519491231002X",
            birth_year=NOTHING,
            birth_on="1949-12-31",
            ethnicity="回族",
            occupation="教师",
            education="college",
            groups=["disabled"],
        ),
        flags={"minor": False, "serious_harm": True, "identity_unclear": False},
        contact={"read_back": True, "companions": "1 人：女儿"},
        safe_contact={"rule": "limited", "ways": ["phone"], "note": "由姐姐转告"},
        litigation_status="none",
        earlier_handling="找过社区。",
        head_count=2,
        repeat_count=2,
        place="371602003000",
    )

    first, again = put(client, body), put(client, body)

    assert first.status_code == 201, first.content.decode()
    assert again.status_code == 200, again.content.decode()
    assert again.json()["version"] == first.json()["version"] == 1
    assert Event.objects.count() == 1
    assert not Petition.objects.get().parties.filter(removed_at__isnull=False).exists()


def test_a_correction_reaches_everything_that_can_be_corrected_and_refuses_the_rest(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng, Scope.PERSONAL))
    number = post(client, sent()).json()["number"]

    done = patch(
        client,
        number,
        {
            "petitioner": {"phone": "13754399999", "address": None, "ethnicity": "回族", "birth_on": "1991-02-03"},
            "flags": {"media": True},
            "safe_contact": {"rule": "free"},
            "channel": "letter",
            "note": "本人来电更正",
        },
        if_match="1",
    )

    assert done.status_code == 200, done.content.decode()
    row = Petition.objects.get()
    who = row.parties.kept().get()
    assert (who.phone, who.address, who.ethnicity, str(who.birth_on)) == ("13754399999", "", "回族", "1991-02-03")
    assert (row.media, row.channel) == (True, "letter")
    assert row.safe_contacts.count() == 1
    assert done.json()["version"] == row.version
    amended = row.events.get(verb="petition.amend")
    assert amended.note == "本人来电更正"
    fixed = {
        "contact": {"unread_reason": "来电中断", "read_back": False},
        "same_as": "x",
        "accused": {"name": "孙建国"},
    }
    assert unfit(patch(client, number, fixed, if_match=str(row.version))) == {
        "contact.read_back": "not_correctable",
        "same_as": "not_correctable",
        "accused": "not_correctable",
    }


def test_reading_alone_does_not_let_write(tree: ProvinceTree) -> None:
    reader = caller(api_client(tree.bincheng, Scope.READ))

    assert post(reader, sent()).status_code == 403
    assert put(reader, sent()).status_code == 403
    assert post(caller(writer(tree.bincheng)), sent()).status_code == 201


def test_a_superior_sees_it_and_may_not_correct_it(tree: ProvinceTree) -> None:
    number = put(caller(writer(tree.bincheng)), sent()).json()["number"]
    above = caller(writer(tree.binzhou))

    refused = patch(above, number, {"request": "撤回。"}, if_match="1")

    assert (refused.status_code, refused.json()["code"]) == (409, "not_your_turn")
    assert "只有承办单位可以更正登记内容" in refused.json()["detail"]


def test_names_that_no_system_has_are_refused(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))

    assert put(client, sent(), system="滨州").json()["code"] == "invalid_external_id"
    assert put(client, sent(), number="9" * 101).json()["code"] == "invalid_external_id"
    assert put(client, sent(), if_match="3").json()["code"] == "not_registered"


def test_a_standing_one_is_not_registered_over(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    put(client, sent())

    assert put(client, sent(request="另一件。"), if_none_match="*").status_code == 412


def test_who_comes_again_is_counted_with_the_matter_that_is_known(tree: ProvinceTree, law: None) -> None:
    client = caller(writer(tree.bincheng))
    number = post(client, sent()).json()["number"]
    again = {"received_at": "2026-11-24T15:10:00+08:00", "channel": "call", "read_back": True, "note": "询问进展。"}

    done = contact(client, number, again)

    assert done.status_code == 201, done.content.decode()
    assert (done.json()["repeat_count"], done.json()["version"] > 1) == (2, True)
    assert [one["channel"] for one in done.json()["contacts"]] == ["visit", "call"]
    assert unfit(contact(client, number, again | {"read_back": False})) == {"read_back": "invalid"}
    assert contact(caller(writer(tree.huimin)), number, again).status_code == 404
    assert Petition.objects.get().contacts.count() == 2


def test_who_asks_for_little_is_answered_what_he_needs_to_go_on(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng, Scope.PERSONAL))

    made = put(client, sent(), prefer="return=minimal")
    changed = put(client, sent(request="另一诉求。"), prefer="return=minimal", if_match="1")

    row = Petition.objects.get()
    assert set(made.json()) == {"id", "number", "version", "status", "warnings"}
    assert (made["Preference-Applied"], made["ETag"]) == ("return=minimal", '"1"')
    assert (changed.json()["id"], changed.json()["version"]) == (made.json()["id"], row.version)
    assert changed["ETag"] == f'"{row.version}"'
