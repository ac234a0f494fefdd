"""What the walk meets of stations and of the network: two of each kind, and what law wants to be told of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import schemathesis
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import AgencyKind
from stations.actions.checklists import load_checklists
from stations.actions.station_log import Given, log_service
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, agency, user
from tests.stations.checking import applied, checked, moved
from tests.stations.people import base_opened, entered, post_opened
from tests.stations.sent import PERSON, STATION
from tests.stations.stations import station

OF_STATIONS = ("stations", "station-services", "network", "station-checks", "accreditations")
STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "stations": ("close", {"closed_on": "2026-11-01", "reason": "并入"}),
    "station-services": ("strike", {"reason": "重复登记"}),
    "network/people": ("pause", {"until": None}),
    "network/posts": ("review", {"verdict": "good"}),
    "network/bases": ("close", {"on": "2026-11-01"}),
}


@dataclass(frozen=True)
class Network:
    """One of each, by the beginning of its addresses."""

    rows: dict[str, Any]
    agency: int

    @classmethod
    def made(cls, tree: ProvinceTree, clerk: User) -> "Network":
        people = [entered(clerk, "mediator", id_number="") for _ in range(2)]
        court = agency(tree.bincheng, AgencyKind.COURT, name="滨城区人民法院家事庭")
        posts = [post_opened(clerk, agency=court, name=f"维权岗 {number}") for number in range(2)]
        bases = [base_opened(clerk, name=f"家暴投诉站 {number}") for number in range(2)]
        load_checklists(at=NOW)
        worker, head = user(tree.beizhen, Role.TOWNSHIP_WORKER), user(tree.bincheng, Role.UNIT_HEAD)
        places = [station(tree.beizhen, by=worker, name=f"服务站 {number}") for number in range(2)]
        own = station(tree.bincheng, by=clerk, name="县级服务站")
        service = log_service(own, Given("legal", timezone.localdate()), by=clerk, at=timezone.now())
        checks = [checked(place, head) for place in places]
        names = [moved(applied(place, worker), "submit_county", by=worker) for place in places]
        rows = {
            "stations": own,
            "station-services": service,
            "network/people": people[0],
            "network/posts": posts[0],
            "network/bases": bases[0],
            "station-checks": checks[0],
            "accreditations": names[0],
        }
        return cls(rows, agency(tree.bincheng, AgencyKind.POLICE, name="滨城区公安局新投诉站").pk)

    def lead_to(self, case: schemathesis.Case) -> int | None:
        """Put what there is in the path; says which version of it stands."""
        if "ref" not in case.path_parameters:
            return None
        row = self.rows[self._name(case)]
        row.refresh_from_db()
        case.path_parameters["ref"] = str(row.ref)
        return int(row.version)

    def fill(self, case: schemathesis.Case) -> None:
        """What law wants of a body."""
        name, body = self._name(case), case.body
        if "move" in case.path_parameters:
            case.path_parameters["move"], sent = STEPS[name]
            case.body = dict(sent)
        elif case.operation.path.endswith("/batch/"):
            for item in body["items"]:
                item["content"] = self._lawful(name, item["content"])
        elif case.method != "PATCH":
            case.body = self._lawful(name, body)

    def _lawful(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """The drawn texts and codes, with days and units that there are."""
        since, today = dt.date(2024, 3, 8).isoformat(), timezone.localdate().isoformat()
        asked: dict[str, dict[str, Any]] = {
            "stations": {"opened_on": since},
            "station-services": {"station": str(self.rows["stations"].ref), "day": today, "service": "legal"},
            "network/people": {"joined_on": since, "role": {"kind": "mediator"}, "phone": "", "id_number": ""},
            "network/posts": {"agency": self.agency, "opened_on": since, "phone": ""},
            "network/bases": {"agency": self.agency, "opened_on": since},
        }
        whole = {"stations": STATION, "network/people": PERSON, "station-services": {"people": 1}}.get(name, {})
        left = {key: value for key, value in body.items() if key not in ("org", "reason", "words", "begins", "ends")}
        return whole | left | asked[name]

    def _name(self, case: schemathesis.Case) -> str:
        return next(name for name in self.rows if case.operation.path.startswith(f"/api/v1/{name}/"))
