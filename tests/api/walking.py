"""What one has to know beside the description to walk through the whole of it: which matters and cursors there are,
and which refusals no description can foresee."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zlib import crc32

import pytest
import schemathesis
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.generation.meta import TestPhase

from cases.actions.naming import name_petitions
from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.orgs.models import AgencyKind
from stations.actions.station_log import Given, log_service
from tests.api.clients import api_client, token
from tests.api.sent import petitioner, sent
from tests.api.walking_beside import OUR_NETWORKS, Beside, beside
from tests.api.walking_stations import OF_STATIONS
from tests.cases.samples import NOW, SOMEBODY_ELSE, petition
from tests.factories import ProvinceTree, agency, user
from tests.standing import standing_rows
from tests.stations.stations import station

# Well-formed, and refused none the less: 401, 403, 404, 409 and 429 schemathesis expects by itself.
POSITIVE = ["2xx", "3xx", "401", "403", "404", "409", "429"]
# What is not as the description wants it.
NEGATIVE = ["400", "401", "403", "404", "405", "406", "409", "415", "422", "428", "429"]

_LISTS = ("petitions", "organizations", "agencies", "tickets", "calls", "call-tickets", "stations", "station-services")
_LISTS += ("network/people", "network/posts", "network/bases", "station-checks", "accreditations")
_LISTS += ("call-back-bookings", "quality-reviews", "violence-courses", "shelters", "shelter-stays")
PAGED = [f"/api/v1/{name}/" for name in _LISTS]
WRITTEN = ("stations", "station_services", "network_people", "rights_posts", "partner_bases")
MANY_FILTERS, FEW = 8, 20
BODY = ParameterLocation.BODY
PLACES = (ParameterLocation.QUERY, ParameterLocation.PATH, ParameterLocation.HEADER, BODY)
WHEN = "2026-11-23T09:30:00+08:00"
ACCEPT = {"route": "opinion", "procedure": "ordinary", "told_how": "in_person"}
KNOWN = {"system": "binzhou-12345", "external_id": "GD-1"}


def _operation(*names: str, positive: tuple[str, ...] = (), negative: tuple[str, ...] = ()) -> dict[str, Any]:
    checks: dict[str, Any] = {}
    if positive:
        checks["positive_data_acceptance"] = {"expected-statuses": [*POSITIVE, *positive]}
    if negative:
        checks["negative_data_rejection"] = {"expected-statuses": [*NEGATIVE, *negative]}
    return {"include-operation-id": list(names), "checks": checks}


CONFIG = schemathesis.Config.from_dict(
    {
        # A text with NUL can be stored nowhere; that it is refused is tested in test_problems.
        "generation": {"allow-x00": False},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": POSITIVE},
            "negative_data_rejection": {"expected-statuses": NEGATIVE},
        },
        "operations": [
            # 422: what law and forms ask of one field by another.
            _operation("petitions_create", "petitions_contact", positive=("422",)),
            # The same; 412 and 428: the version that stands is known to whoever has read it alone.
            _operation(
                *("petitions_correct", "petitions_upsert", "petitions_move"),
                positive=("412", "422", "428"),
                negative=("412",),
            ),
            # 422: the key of another request. 200: each item is refused by itself (refuses_each).
            _operation("petitions_batch", positive=("422",), negative=("200", "413")),
            # 422: which addresses may be called, say DNS and the operator's networks; which kinds and places a
            # subscription may be of, its account. 410: a cursor is taken from an earlier answer.
            _operation("webhooks_create", "webhooks_change", positive=("410", "422")),
            # As of petitions: what law asks, and which version stands.
            _operation("tickets_upsert", "tickets_move", positive=("412", "422", "428"), negative=("412",)),
            _operation("tickets_batch", positive=("422",), negative=("200", "413")),
            # 422: which line there is, what a step asks, and of terms of contact one by another.
            _operation("calls_create", "call_tickets_create", positive=("422",)),
            _operation(
                *("calls_update", "calls_move", "call_tickets_move", "violence_courses_move"),
                positive=("412", "422", "428"),
                negative=("412",),
            ),
            # Of stations and the network as of petitions.
            _operation(*(f"{name}_create" for name in WRITTEN), positive=("422",)),
            _operation(
                *(f"{name}_{act}" for name in WRITTEN for act in ("update", "upsert", "move")),
                positive=("412", "422", "428"),
                negative=("412",),
            ),
            _operation(*(f"{name}_batch" for name in WRITTEN), positive=("422",), negative=("200", "413")),
        ],
    }
)


@dataclass(frozen=True)
class There:
    """A county's client that may do everything, two petitions that it sees, one of them by a number of its own, and
    where its lists and feed go on."""

    token: str
    row: Petition
    other: Petition
    pages: dict[str, str]
    cursor: str
    checkpoint: str
    beside: Beside

    def headers(self, case: schemathesis.Case) -> dict[str, str]:
        """Who asks."""
        token = self.beside.token if self.beside.speaks(case, turn_of(case)) else self.token
        return {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}

    @contextmanager
    def again(self) -> Iterator[None]:
        """What a request has changed is as before for the next."""
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def lead(self, case: schemathesis.Case) -> None:
        """Put what there is in the place of what was invented, where that is sound and the description says no more
        than that it is taken from an earlier answer. Of petitions mostly: those that there are not are asked for
        too, and so are versions that do not stand."""
        turn = turn_of(case)
        query, path, headers, body = (_is_sound(case, location) for location in PLACES)
        if query:
            self._lead_on(case)
        if headers and "If-Match" in case.headers:
            case.headers["If-Match"] = '"7"'
        if path and turn % 4:
            version = self._lead_to(case, turn)
            if headers and turn % 16 != 7:
                self._name_version(case, version)
        if body and (turn % 2 or "/webhooks/" in case.operation.path):
            self._fill(case, turn)

    def go_on(self, case: schemathesis.Case) -> None:
        """Where a link has led, with the matter and the version that it names: what law wants to be told there."""
        if _is_sound(case, BODY):
            self._fill(case, turn_of(case))

    def _lead_on(self, case: schemathesis.Case) -> None:
        if "cursor" in case.query:
            case.query["cursor"] = self.pages.get(case.operation.path, self.cursor)
        if "after" in case.query:
            case.query["after"] = self.checkpoint
        if "before" in case.query:
            case.query["before"] = str(self.beside.delivery.ref)

    def _lead_to(self, case: schemathesis.Case, turn: int) -> int | None:
        """Says which version stands of what it leads to."""
        if _is_beside(case):
            return self.beside.lead_to(case, turn)
        if "number" in case.path_parameters:
            case.path_parameters["number"] = self.row.number
            return self.row.version
        if turn % 4 > 1 and case.path_parameters.keys() >= KNOWN.keys():
            case.path_parameters |= KNOWN
            return self.row.version
        return None

    def _name_version(self, case: schemathesis.Case, version: int | None) -> None:
        """The one that stands, where something does."""
        if version is not None and (case.method in ("PUT", "PATCH") or "move" in case.path_parameters):
            case.headers["If-Match"] = f'"{version}"'
            case.headers.pop("If-None-Match", None)
        elif case.method == "PUT":
            case.headers.pop("If-Match", None)

    def _fill(self, case: schemathesis.Case, turn: int) -> None:
        """What law wants to be told beside each other."""
        if not isinstance(case.body, dict):
            return
        if _is_beside(case):
            self.beside.fill(case, turn)
        elif case.path_parameters.get("move"):
            case.path_parameters["move"], case.body = "accept", dict(ACCEPT)
        elif case.operation.path.endswith("/contacts/"):
            case.body |= {"received_at": WHEN, "read_back": True}
        elif case.operation.path.endswith("/batch/"):
            for item in case.body["items"]:
                item["petition"] = self._lawful(item["petition"])
        elif "/petitions/" in case.operation.path:
            case.body = self._lawful(case.body)

    def _lawful(self, body: dict[str, Any]) -> dict[str, Any]:
        """The petition with its drawn texts, codes and flags, and about people what registration asks."""
        left = {name: value for name, value in body.items() if name not in ("accused", "safe_contact", "note")}
        asked = {"received_at": WHEN, "channel": "visit", "matter_class": "redress", "contact": {"read_back": True}}
        same = {"same_as": self.other.number} if body.get("same_as") else {}
        place = {"place": f"{self.row.org_code:012d}"} if "place" in body else {}
        return sent() | left | asked | place | same | {"petitioner": petitioner()}


def turn_of(case: schemathesis.Case) -> int:
    """A number that is the same whenever the same was drawn."""
    drawn = (case.method, case.path_parameters, case.query, case.headers, case.body)
    return crc32(repr(drawn).encode("utf-8", "replace"))


def _is_beside(case: schemathesis.Case) -> bool:
    names = ("tickets", "calls", "call-tickets", "webhooks", *OF_STATIONS)
    names += ("call-back-bookings", "quality-reviews", "violence-courses", "shelters", "shelter-stays")
    return case.operation.path.startswith(tuple(f"/api/v1/{name}/" for name in names))


def is_taken(case: schemathesis.Case, every: int) -> bool:
    """Whether it is its turn, where only every so many of the edges of long bodies and lists of filters are looked
    at: of each there are hundreds, and most are alike; and no batch of a thousand."""
    if isinstance(case.body, dict) and isinstance(items := case.body.get("items"), list) and len(items) > FEW:
        return False
    edges = case.meta is not None and case.meta.phase.name == TestPhase.COVERAGE
    is_long = isinstance(case.body, dict) or len(case.query) > MANY_FILTERS
    return not (edges and is_long) or turn_of(case) % every == 0


def _is_sound(case: schemathesis.Case, location: ParameterLocation) -> bool:
    """Whether what stands there is as the description wants it, or meant to be: of some patterns schemathesis finds no
    example, and sends what it has."""
    meta = case.meta
    if meta is None:
        return False
    fault = getattr(meta.phase.data, "parameter_location", None)
    return meta.generation.mode.is_positive or not meta.is_negative_at(location) or fault not in (None, location)


def refuses_each(case: schemathesis.Case, answer: Response) -> None:
    """Of a batch that is not as described some item is refused."""
    if case.operation.path.endswith("/batch/") and answer.status_code == 200 and not _is_sound(case, BODY):
        assert [result for result in answer.json()["results"] if result["status"] >= 400]


@pytest.fixture(scope="module")
def standing_there(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[There]:
    in_a_hurry = override_settings(API_LIMITS={}, WEBHOOK_NETWORKS=OUR_NETWORKS)
    with in_a_hurry, standing_rows(_make, django_db_blocker) as made:
        yield made


@pytest.fixture
def there(standing_there: There, db: None) -> There:
    """What each walk begins with."""
    return deepcopy(standing_there)


def _make(tree: ProvinceTree) -> There:
    by = user(tree.bincheng, Role.RECEPTIONIST)
    row, other = petition(by), petition(by, **SOMEBODY_ELSE)
    name_petitions([(row, *KNOWN.values())], by=by, at=NOW)
    row.refresh_from_db()
    for kind in (AgencyKind.POLICE, AgencyKind.COURT):
        agency(tree.bincheng, kind)
    for place, role in ((tree.beizhen, Role.TOWNSHIP_WORKER), (tree.village, Role.VILLAGE_WORKER)):
        log_service(station(place, by=by), Given("legal", timezone.localdate(NOW)), by=user(place, role), at=NOW)
    ours = api_client(tree.bincheng, *(scope for scope in Scope if scope is not Scope.TICKETS))
    raw = token(ours)
    more = beside(tree, ours)
    client = Client(headers={"Authorization": f"Bearer {raw}"})
    pages = {path: _next(client, path) for path in PAGED}
    begun = client.get("/api/v1/changes/digest/").json()["cursor"]
    oldest = client.get("/api/v1/changes/", {"limit": 1}).json()["cursor"]
    return There(raw, row, other, pages, oldest, f"{begun}~petition~0", more)


def _next(client: Client, path: str) -> str:
    told = client.get(path, {"limit": 1}).json()["next"]
    return parse_qs(urlsplit(told).query)["cursor"][0]
