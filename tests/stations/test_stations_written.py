"""Other systems write stations, and what was served there: by the forms, rights and refusals of the pages, once, on
the version that was read."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.api.scopes import Scope
from fedportal.audit.models import AccessEvent
from stations.actions.station_links import links_of
from stations.models import ServiceEntry, Station
from stations.station_facts import Linkage
from tests.api.clients import api_client, caller
from tests.api.sent import unfit, wrong
from tests.factories import ProvinceTree
from tests.stations.sent import STATION, batch, move, patch, post, put, writer
from tests.stations.stations import station

CODE = "371602003001"  # of the village


def served(row: Station, **changes: Any) -> dict[str, Any]:
    said = {"station": str(row.ref), "service": "legal", "day": timezone.localdate().isoformat(), "people": 3}
    return said | changes


class TestStations:
    def test_one_is_entered_corrected_and_closed(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)
        people = [{"name": "王站长", "duty": "站长", "phone": "0543-3160002", "published": True}]

        made = post(ours, "stations", STATION | {"org": CODE, "contacts": people})
        told = made.json()
        changed = patch(ours, "station", told["ref"], {"hours": "周一至周日 9:00—17:00"}, if_match=told["version"])
        over = {"closed_on": timezone.localdate().isoformat(), "reason": "村居合并"}
        closed = move(ours, "station", told["ref"], "close", over, if_match=changed.json()["version"])

        assert [made.status_code, changed.status_code, closed.status_code] == [201, 200, 200]
        assert made["Location"].endswith(f"/api/v1/stations/{told['ref']}/")
        assert (told["org"], told["contacts"][0]["name"]) == (CODE, "王站长")
        assert changed.json()["contacts"] == told["contacts"]
        assert closed.json()["closed_reason"] == "村居合并"
        row = Station.objects.get()
        assert [event.verb for event in row.events.order_by("pk")] == [
            "station.open",
            "station.change",
            "station.close",
        ]
        written = AccessEvent.objects.filter(object_id=row.pk, verb__startswith="station.").order_by("pk")
        assert {event.actor for event in written} == {row.entered_by}

    def test_sent_under_its_number_it_is_one_and_asks_for_a_version_only_where_it_changes(
        self, law: None, tree: ProvinceTree
    ) -> None:
        ours = writer(tree.bincheng)
        said = STATION | {"org": CODE}

        codes = [
            put(ours, "station", "ZD-1", said).status_code,
            put(ours, "station", "ZD-1", said).status_code,
            put(ours, "station", "ZD-1", said | {"phone": "0543-1"}).status_code,
            put(ours, "station", "ZD-1", said | {"phone": "0543-1"}, if_match="1").status_code,
            put(ours, "station", "ZD-1", said | {"phone": "0543-2"}, if_match="1").status_code,
            put(ours, "station", "ZD-1", said, if_none_match="*").status_code,
            put(ours, "station", "ZD-2", said | {"name": "另一站"}, if_match="1").status_code,
        ]

        assert codes == [201, 200, 428, 200, 412, 412, 412]
        assert [row.phone for row in Station.objects.all()] == ["0543-1"]

    def test_the_forms_of_the_page_judge_it(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)

        assert wrong(post(ours, "stations", STATION | {"kind": "palace"})) == {"kind": "invalid_choice"}
        assert wrong(post(ours, "stations", {})) == dict.fromkeys(STATION, "required")
        assert unfit(put(ours, "station", "ZD-1", {"name": "站"})) == dict.fromkeys(
            STATION.keys() - {"name"}, "required"
        )
        assert unfit(post(ours, "stations", STATION | {"org": "371621000000"})) == {"org": "invalid_choice"}
        late = post(ours, "stations", STATION | {"opened_on": "2099-01-01"})
        assert (late.status_code, late.json()["code"]) == (409, "not_allowed")
        assert not Station.objects.exists()

    def test_integrations_are_told_with_what_shows_them(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.bincheng), station(tree.village, by=clerk)
        said = [{"link": "disputes", "met": True, "evidence": "联调协议 2026-03"}]

        bare = move(ours, "station", row.ref, "links", {"links": [{"link": "visits", "met": True}]}, if_match="1")
        told = move(ours, "station", row.ref, "links", {"links": said}, if_match="1")
        beside = move(ours, "station", row.ref, "links", {"links": said, "reason": "并入"}, if_match="1")

        assert bare.status_code == 422
        assert told.json()["links"] == said
        assert unfit(beside) == {"reason": "not_asked"}
        assert {link for link, one in links_of(row).items() if one.met} == {Linkage.DISPUTES}

    def test_its_day_is_opened_and_closed(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.beizhen, Scope.PERSONAL), station(tree.village, by=clerk)

        def step(name: str, client: Any = ours, **said: Any) -> Any:
            return move(client, "station", row.ref, name, said, if_match=str(row.version))

        early = step("close_day", visitors=1)
        opened = step("open_day", duty="王芳")
        again = step("open_day", duty="李敏")
        closed = step("close_day", visitors=6, note="下午停电")
        mended = step("close_day", visitors=7)

        assert [each.status_code for each in (early, opened, again, closed, mended)] == [409, 200, 200, 200, 200]
        (day,) = mended.json()["days"]
        assert (day["duty_name"], day["visitors"], day["note"], day["closed_at"] is None) == ("王芳", 7, "", False)
        assert writer(tree.bincheng).get(f"/api/v1/stations/{row.ref}/").json()["days"][0]["duty_name"] is None
        assert [event.verb for event in row.log_events.order_by("pk")] == ["day.open", "day.close", "day.close"]
        assert unfit(step("open_day")) == {"duty": "required"}
        assert unfit(step("close_day", visitors=1, note="王某 13854312345")) == {"note": "invalid"}
        assert wrong(step("close_day", visitors=-1)) == {"visitors": "min_value"}
        assert step("open_day", writer(tree.bincheng), duty="某").status_code == 409
        assert step("open_day", writer(tree.huimin), duty="某").status_code == 404

    def test_another_county_finds_none_and_a_reader_writes_none(
        self, law: None, tree: ProvinceTree, clerk: User
    ) -> None:
        row = station(tree.village, by=clerk)
        theirs, reader = writer(tree.huimin), caller(api_client(tree.bincheng, Scope.STATIONS))

        assert patch(theirs, "station", row.ref, {"hours": "无"}, if_match="1").status_code == 404
        assert unfit(post(theirs, "stations", STATION | {"org": CODE})) == {"org": "invalid_choice"}
        assert post(reader, "stations", STATION | {"org": CODE}).json()["code"] == "insufficient_scope"
        assert list(Station.objects.values_list("hours", flat=True)) == [row.hours]

    def test_two_units_numbers_are_their_own(self, law: None, tree: ProvinceTree) -> None:
        put(writer(tree.bincheng), "station", "ZD-1", STATION)

        assert put(writer(tree.huimin), "station", "ZD-1", STATION).status_code == 201
        assert Station.objects.count() == 2

    def test_one_of_many_that_is_wrong_spoils_no_other(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)

        def item(number: str, **changes: Any) -> dict[str, Any]:
            name = {"external": {"system": "binzhou-zhfl", "id": number}}
            return name | {"content": STATION | {"org": CODE, "name": f"站 {number}"} | changes}

        told = batch(ours, "stations", [item("1"), item("2", kind="palace"), item("1"), item("3", hours="")])

        results = told.json()["results"]
        assert [each["status"] for each in results] == [201, 400, 200, 400]
        assert results[0]["ref"] == results[2]["ref"]
        assert results[1]["problem"]["errors"][0]["field"] == "content.kind"
        assert Station.objects.count() == 1

    def test_a_request_that_is_sent_again_is_made_once(self, law: None, tree: ProvinceTree) -> None:
        ours = writer(tree.bincheng)

        first = post(ours, "stations", STATION, idempotency_key="a")
        again = post(ours, "stations", STATION, idempotency_key="a")

        assert first.content == again.content
        assert again["Idempotency-Replayed"] == "true"
        assert Station.objects.count() == 1


class TestServices:
    def test_a_service_is_logged_corrected_and_struck(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.beizhen), station(tree.village, by=clerk)

        made = post(ours, "station_services", served(row, words="离婚咨询")).json()
        ref = made["ref"]
        bare = patch(ours, "station_service", ref, {"people": 4}, if_match="1")
        told = patch(ours, "station_service", ref, {"people": 4, "reason": "漏记一人"}, if_match="1")
        struck = move(ours, "station_service", ref, "strike", {"reason": "重复登记"}, if_match="2")
        more = patch(ours, "station_service", ref, {"people": 5, "reason": "又漏"}, if_match="3")

        assert (made["people"], made["version"], made["words"]) == (3, 1, None)
        assert unfit(bare) == {"reason": "required"}
        assert (told.json()["people"], told.json()["version"]) == (4, 2)
        assert struck.json()["struck_at"]
        assert more.status_code == 409
        entry = ServiceEntry.objects.get()
        assert [event.verb for event in entry.events.order_by("pk")] == ["service.correct", "service.strike"]

    def test_the_same_number_is_the_same_service(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.beizhen), station(tree.village, by=clerk)

        assert put(ours, "station_service", "F-1", served(row)).status_code == 201
        assert put(ours, "station_service", "F-1", served(row)).status_code == 200
        changed = served(row, people=9, reason="少记")
        assert put(ours, "station_service", "F-1", changed, if_match="1").json()["people"] == 9
        other = station(tree.beizhen, by=clerk)
        assert unfit(put(ours, "station_service", "F-1", served(other), if_match="2")) == {
            "station": "not_correctable"
        }
        assert ServiceEntry.objects.count() == 1

    def test_nobody_is_written_down_and_no_day_long_past(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.beizhen), station(tree.village, by=clerk)
        long_ago = (timezone.localdate() - dt.timedelta(days=60)).isoformat()

        named = post(ours, "station_services", served(row, words="王某 13854312345"))
        late = post(ours, "station_services", served(row, day=long_ago))

        assert unfit(named) == {"words": "invalid"}
        assert late.status_code == 409

    def test_only_its_unit_and_the_one_right_above_log(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        row = station(tree.village, by=clerk)

        assert post(writer(tree.bincheng), "station_services", served(row)).status_code == 409
        assert unfit(post(writer(tree.huimin), "station_services", served(row))) == {"station": "not_found"}
        assert post(writer(tree.village), "station_services", served(row)).status_code == 201

    def test_another_county_reads_none_and_words_are_for_those_with_a_basis(
        self, law: None, tree: ProvinceTree, clerk: User
    ) -> None:
        row = station(tree.village, by=clerk)
        ref = post(writer(tree.village), "station_services", served(row, words="离婚咨询")).json()["ref"]
        address = f"/api/v1/station-services/{ref}/"

        assert writer(tree.huimin).get(address).status_code == 404
        assert writer(tree.bincheng).get(address).json()["words"] is None
        assert writer(tree.bincheng, Scope.PERSONAL).get(address).json()["words"] == "离婚咨询"

    def test_they_are_listed_by_place_station_kind_and_day(self, law: None, tree: ProvinceTree, clerk: User) -> None:
        ours, row = writer(tree.beizhen), station(tree.village, by=clerk)
        today = timezone.localdate()
        for service, ago in (("legal", 0), ("needs", 3)):
            day = str(today - dt.timedelta(days=ago))
            post(ours, "station_services", served(row, service=service, day=day, words="离婚咨询"))
        above = writer(tree.binzhou)

        def listed(client: Any = above, **asked: Any) -> list[str]:
            answer = client.get("/api/v1/station-services/", asked)
            assert answer.status_code == 200, answer.content
            assert "离婚" not in answer.content.decode()
            return [each["service"] for each in answer.json()["results"]]

        assert listed() == ["needs", "legal"]
        assert listed(service="legal") == listed(day_from=str(today)) == ["legal"]
        assert listed(day_to=str(today - dt.timedelta(days=1)), station=str(row.ref)) == ["needs"]
        assert listed(org=str(tree.huimin.code)) == listed(writer(tree.huimin)) == listed(struck="true") == []
        assert above.get("/api/v1/station-services/", {"day_from": "yesterday"}).status_code == 400

    @pytest.mark.parametrize("turn", [1, 2])
    def test_many_are_logged_at_once(self, law: None, tree: ProvinceTree, clerk: User, turn: int) -> None:
        ours, row = writer(tree.beizhen), station(tree.village, by=clerk)
        items = [{"content": served(row, people=number)} for number in range(1, 6)]

        told = [batch(ours, "station_services", items, idempotency_key="b") for _ in range(turn)][-1]

        assert [each["status"] for each in told.json()["results"]] == [201] * 5
        assert ServiceEntry.objects.count() == 5
