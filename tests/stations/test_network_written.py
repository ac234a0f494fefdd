"""Other systems write people of the network, rights posts and partner bases: by the forms, rights and refusals of the
pages, once, on the version that was read."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.disposal.erasing import blank
from fedportal.accounts.models import User
from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.deadlines.models import Deadline
from fedportal.orgs.models import AgencyKind
from stations.erasures import OF_PEOPLE
from stations.models import ExternalName, NetworkPerson, PartnerBase, RightsPost, TrainingCourse
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.factories import ProvinceTree, agency
from tests.stations.people import ID_NUMBER, base_opened, entered, post_opened
from tests.stations.sent import PERSON, batch, move, patch, post, put, writer

TODAY = timezone.localdate


class TestPeople:
    def test_somebody_is_entered_with_her_first_role_and_changed(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng, Scope.PERSONAL)

        made = post(ours, "network_people", PERSON | {"id_number": ID_NUMBER})
        told = patch(
            ours, "network_person", made.json()["ref"], {"workplace": "区法院"}, if_match=made.json()["version"]
        )

        assert (made.status_code, told.status_code) == (201, 200)
        person = told.json()
        assert (person["name"], person["phone"], person["id_number"]) == ("孙丽华", "13954312345", ID_NUMBER)
        assert (person["workplace"], person["days"], person["begins"]) == ("区法院", [1, 3], "14:00:00")
        assert [role["kind"] for role in person["roles"]] == ["mediator"]
        row = NetworkPerson.objects.get()
        assert [event.verb for event in row.events.order_by("pk")] == [
            *("person.enter", "person.appoint", "person.change")
        ]

    def test_without_a_basis_a_writer_reads_nobody(self, law: None, tree: ProvinceTree) -> None:
        answer = post(writer(tree.bincheng), "network_people", PERSON | {"id_number": ID_NUMBER})

        told = answer.json()
        assert (told["name"], told["phone"], told["id_number"], told["workplace"]) == ("孙某某", None, None, None)
        for secret in ("孙丽华", "13954312345", ID_NUMBER):
            assert secret not in answer.content.decode()

    def test_sent_whole_again_she_is_the_same(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)

        codes = [
            put(ours, "network_person", "RY-1", PERSON).status_code,
            put(ours, "network_person", "RY-1", PERSON).status_code,
            put(ours, "network_person", "RY-1", PERSON | {"phone": "0543-1234567"}).status_code,
        ]

        assert codes == [201, 200, 428]
        other = put(ours, "network_person", "RY-1", PERSON | {"role": {"kind": "juror"}})
        assert unfit(other) == {"role": "not_correctable"}
        assert ExternalName.objects.get().person == NetworkPerson.objects.get()

    def test_the_forms_of_the_page_judge_her(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)

        assert wrong(post(ours, "network_people", PERSON | {"sex": "她"})) == {"sex": "invalid_choice"}
        assert unfit(post(ours, "network_people", PERSON | {"phone": "没有"})) == {"phone": "invalid"}
        assert unfit(post(ours, "network_people", PERSON | {"ends": "09:00"})) == {"ends": "invalid"}
        assert unfit(post(ours, "network_people", PERSON | {"id_number": "1"})) == {"id_number": "invalid"}
        assert unfit(put(ours, "network_person", "RY-1", {"name": "孙"})) == {
            **dict.fromkeys(("sex", "role.kind"), "required"),
        }
        twice = [post(ours, "network_people", PERSON | {"id_number": ID_NUMBER}).status_code for _ in range(2)]
        assert twice == [201, 409]

    def test_roles_and_credentials_come_and_go(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)
        ref = post(ours, "network_people", PERSON).json()["ref"]
        today = TODAY().isoformat()
        over = (TODAY() + dt.timedelta(days=400)).isoformat()

        def step(name: str, **said: Any) -> Any:
            version = NetworkPerson.objects.get().version
            answer = move(ours, "network_person", ref, name, said, if_match=str(version))
            assert answer.status_code == 200, answer.content.decode()
            return answer.json()

        assert [role["kind"] for role in step("appoint", role="juror", begins=today)["roles"]] == ["mediator", "juror"]
        ended = step("end_role", role="mediator", on=today)["roles"]
        assert [role["ended_on"] for role in ended] == [today, None]
        paper = {"credential_kind": "law", "issued_on": "2020-06-01", "expires_on": over}
        first = step("add_credential", **paper)["credentials"][0]
        renewed = step("renew_credential", credential=first["id"], **paper | {"issued_on": today})["credentials"]
        assert [one["ended_on"] for one in renewed] == [today, None]
        assert step("end_credential", credential=renewed[1]["id"], on=today)["credentials"][1]["ended_on"] == today
        assert step("pause", until=today)["paused_until"] == today
        assert step("leave", on=today, why="moved")["left_why"] == "moved"
        assert not Deadline.objects.filter(kind="credential_expiry", closed_at=None).exists()

    def test_a_step_asks_for_what_it_needs_and_nothing_beside(
        self, law: None, tree: ProvinceTree, clerk: User
    ) -> None:
        ours, row = writer(tree.bincheng), entered(clerk, "mediator", id_number="")
        version = str(row.version)

        def step(name: str, **said: Any) -> Any:
            return move(ours, "network_person", row.ref, name, said, if_match=version)

        assert unfit(step("leave", on="2026-11-01")) == {"why": "required"}
        assert unfit(step("leave", on="2026-11-01", why="moved", role="juror")) == {"role": "not_asked"}
        assert unfit(step("appoint", begins="2026-11-01")) == {"role": "required"}
        assert unfit(step("end_role", on="2026-11-01", role="juror")) == {"role": "not_found"}
        assert unfit(step("end_credential", on="2026-11-01", credential="f" * 32)) == {"credential": "not_found"}
        assert step("fly").status_code == 404
        assert move(ours, "network_person", row.ref, "pause", {}).status_code == 428
        assert move(ours, "network_person", row.ref, "pause", {}, if_match="99").status_code == 412

    def test_courses_and_hours_are_hers_by_the_verbs_of_the_pages(
        self, law: None, tree: ProvinceTree, clerk: User
    ) -> None:
        ours, today = writer(tree.bincheng), TODAY()
        rows = [
            entered(clerk, kind, name=name, id_number="") for kind, name in (("cadre", "何洁"), ("volunteer", "林静"))
        ]
        course = {"course": "省班", "course_kind": "petition", "level": 1, "begins": str(today), "ends": str(today)}
        hours = {"served_on": str(today), "minutes": 120, "service_kind": "visit"}

        def step(name: str, row: NetworkPerson, client: Any = ours, **said: Any) -> Any:
            row.refresh_from_db(fields=["version"])
            return move(client, "network_person", row.ref, name, said, if_match=str(row.version))

        told = [step("attend", row, **course, hours=24) for row in rows]
        otherwise = step("attend", rows[0], **course, hours=8)
        logged = step("log_hours", rows[1], **hours)
        once_more = step("log_hours", rows[1], **hours)

        assert [answer.status_code for answer in told] == [200, 200]
        assert [each["name"] for each in told[0].json()["trainings"]] == ["省班"]
        assert TrainingCourse.objects.get().records.count() == 2
        assert (otherwise.status_code, otherwise.json()["code"]) == (409, "condition")
        assert (logged.status_code, once_more.status_code) == (200, 409)
        assert [service.minutes for service in rows[1].services.waiting()] == [120]
        assert step("log_hours", rows[0], **hours).status_code == 409  # no volunteer
        assert unfit(step("attend", rows[0], **course | {"ends": "2020-01-01"}, hours=8)) == {"ends": "invalid"}
        assert wrong(step("log_hours", rows[1], **hours | {"minutes": 7})) == {"minutes": "invalid_choice"}
        assert step("log_hours", rows[1], writer(tree.huimin), **hours).status_code == 404

    def test_another_county_and_another_scope_write_none(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        row = entered(clerk, id_number="")
        theirs, reader = writer(tree.huimin), caller(api_client(tree.bincheng, Scope.NETWORK, Scope.STATIONS_WRITE))
        above = writer(tree.binzhou)

        assert patch(theirs, "network_person", row.ref, {"name": "某"}, if_match="1").status_code == 404
        assert patch(reader, "network_person", row.ref, {"name": "某"}, if_match="1").status_code == 403
        assert patch(above, "network_person", row.ref, {"name": "某"}, if_match=str(row.version)).status_code == 409
        assert NetworkPerson.objects.get().name == row.name

    def test_many_are_entered_at_once_and_one_that_is_wrong_spoils_no_other(
        self, law: None, tree: ProvinceTree
    ) -> None:
        ours = writer(tree.bincheng)
        people = [PERSON | {"name": f"人员{number}"} for number in range(4)]
        people[2]["sex"] = "none"
        items = [
            {"external": {"system": "binzhou-zhfl", "id": str(number)}, "content": person}
            for number, person in enumerate(people)
        ]

        told = batch(ours, "network_people", items).json()["results"]

        assert [each["status"] for each in told] == [201, 201, 400, 201]
        assert put(ours, "network_person", "3", people[3]).json()["ref"] == told[3]["ref"]

    def test_what_was_answered_about_her_goes_with_her(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng, Scope.PERSONAL)
        post(ours, "network_people", PERSON, idempotency_key="a")

        row = NetworkPerson.objects.get()
        left = {"on": TODAY().isoformat(), "why": "moved"}
        move(ours, "network_person", row.ref, "leave", left, if_match=str(row.version))

        blank(OF_PEOPLE, [row.pk], at=timezone.now())

        kept = KeptAnswer.objects.get()
        assert (kept.about, kept.body) == ([f"network_person:{row.pk}"], "")
        assert post(ours, "network_people", PERSON, idempotency_key="a").status_code == 410


class TestPosts:
    def sent(self, tree: ProvinceTree) -> dict[str, Any]:
        court = agency(tree.bincheng, AgencyKind.COURT, name="滨城区人民法院")
        return {"agency": court.pk, "name": "法院维权岗", "duties": ["优先立案"], "opened_on": "2023-03-08"}

    def test_one_is_opened_reviewed_nominated_and_closed(self, law: None, tree: ProvinceTree) -> None:
        ours, today = writer(tree.bincheng), TODAY()
        made = post(ours, "rights_posts", self.sent(tree)).json()

        def step(name: str, version: int, **said: Any) -> Any:
            answer = move(ours, "rights_post", made["ref"], name, said, if_match=str(version))
            assert answer.status_code == 200, answer.content.decode()
            return answer.json()

        reviewed = step("review", 1, verdict="good")
        nominated = step("nominate", reviewed["version"], level=3, year=today.year, deeds="办理及时")
        closed = step("close", nominated["version"], on=today.isoformat())

        assert made["agency"]["name"] == "滨城区人民法院"
        assert [review["verdict"] for review in reviewed["reviews"]] == ["good"]
        assert [award["state"] for award in nominated["awards"]] == ["nominated"]
        assert closed["closed_on"] == today.isoformat()

    def test_it_is_sent_again_under_its_number_and_changed(self, law: None, tree: ProvinceTree) -> None:
        ours, said = writer(tree.bincheng), self.sent(tree)

        first = put(ours, "rights_post", "G-1", said)
        more = put(ours, "rights_post", "G-1", said | {"duties": ["优先立案", "婚姻家庭案件调解"]}, if_match="1")

        assert (first.status_code, more.status_code) == (201, 200)
        assert RightsPost.objects.get().duties == ["优先立案", "婚姻家庭案件调解"]
        assert unfit(put(ours, "rights_post", "G-2", said | {"agency": 10**9})) == {"agency": "invalid_choice"}

    def test_another_county_writes_none(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        row = post_opened(clerk)

        assert patch(writer(tree.huimin), "rights_post", row.ref, {"name": "某"}, if_match="1").status_code == 404
        assert patch(writer(tree.binzhou), "rights_post", row.ref, {"name": "某"}, if_match="1").status_code == 409


class TestBases:
    def test_one_is_opened_changed_closed_and_read_below(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)
        police = agency(tree.bincheng, AgencyKind.POLICE, name="滨城区公安局家庭暴力投诉站")
        said = {"agency": police.pk, "kind": "violence_desk", "takes": ["家暴报警"], "opened_on": "2022-05-01"}

        made = put(ours, "partner_base", "Z-1", said)
        again = put(ours, "partner_base", "Z-1", said)
        ref = made.json()["ref"]
        changed = patch(ours, "partner_base", ref, {"hours": "24 小时"}, if_match="1")
        below = writer(tree.beizhen).get("/api/v1/network/bases/").json()["results"]
        closed = move(ours, "partner_base", ref, "close", {"on": TODAY().isoformat()}, if_match="2")

        assert [each.status_code for each in (made, again, changed, closed)] == [201, 200, 200, 200]
        assert [each["ref"] for each in below] == [ref]
        assert below[0]["agency"] == {"id": police.pk, "name": police.name, "kind": "police"}
        assert PartnerBase.objects.get().closed_on == TODAY()
        assert writer(tree.beizhen).get("/api/v1/network/bases/").json()["results"] == []

    def test_only_of_an_agency_of_ones_own_place(self, law: None, tree: ProvinceTree) -> None:
        city = agency(tree.binzhou, AgencyKind.POLICE, name="滨州市公安局")
        said = {"agency": city.pk, "kind": "violence_desk", "takes": ["家暴报警"], "opened_on": "2022-05-01"}

        assert unfit(post(writer(tree.bincheng), "partner_bases", said)) == {"agency": "invalid_choice"}

    def test_another_county_finds_none(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        row = base_opened(clerk)

        theirs = writer(tree.huimin)

        assert theirs.get(f"/api/v1/network/bases/{row.ref}/").status_code == 404
        assert patch(theirs, "partner_base", row.ref, {"hours": "无"}, if_match="1").status_code == 404


@pytest.mark.parametrize("name", ["network_people", "rights_posts", "partner_bases"])
def test_lists_ask_no_more_for_more(
    name: str, law: None, tree: ProvinceTree, clerk: User, django_assert_max_num_queries: Any
) -> None:
    ours = writer(tree.bincheng)
    for number in range(3):
        entered(clerk, name=f"人员{number}", id_number="")
        post_opened(clerk, name=f"岗{number}", agency=agency(tree.bincheng, AgencyKind.COURT, name=f"院{number}"))
        base_opened(clerk, name=f"站{number}")

    with django_assert_max_num_queries(30):
        assert len(ours.get(reverse(f"stations_api:{name}")).json()["results"]) == 3
