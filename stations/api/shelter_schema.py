"""How shelters and stays stand in the description of the interface."""

from typing import Any

from fedportal.api.list_schema import list_of, one_of
from stations.api.shelter_filter import ShelterQuery, StayQuery
from stations.api.shelter_shapes import PartialShelterStayShape, ShelterShape, ShelterStayShape

_TAGS = ["shelters"]
SHELTER: dict[str, Any] = {
    "id": "1f60b7c2d5e84a3b9c07f1e2d3c4b5a6",
    "ref": "d5e84a3b-9c07-4f1e-a2d3-c4b5a61f60b7",
    "version": 2,
    "org": "371602000000",
    "region": "滨城区",
    "received_at": "2026-03-08T01:30:00+00:00",
    "kind": "rescue",
    "opened_on": "2026-03-08",
    "closed_on": None,
    "beds": 12,
    "free": 9,
}
STAY: dict[str, Any] = {
    "id": "9c07f1e2d3c4b5a61f60b7c2d5e84a3b",
    "ref": "c4b5a61f-60b7-4d5e-a84a-3b9c07f1e2d3",
    "shown": "masked",
    "version": 1,
    "org": "371602000000",
    "shelter": SHELTER["ref"],
    "received_at": "2026-11-23T01:30:00+00:00",
    "basis": "police",
    "state": "in",
    "until": "2026-12-03T15:59:59+00:00",
    "left_at": None,
    "exit": "",
    "closed_at": None,
    "adults": 1,
    "minors": 1,
    "extensions": [],
    "residents": None,
}
SHELTERS = list_of(
    "ShelterPage",
    ShelterShape,
    ShelterQuery,
    SHELTER,
    operation_id="shelters_list",
    summary="庇护所列表",
    description="本单位管理的庇护所，新启用的在前；上级、下级和其他单位的不在其中。没有名称、地点和电话。",
    tags=_TAGS,
)
ONE_SHELTER = one_of("处庇护所", ShelterShape, SHELTER, operation_id="shelters_retrieve", tags=_TAGS)
STAYS = list_of(
    "ShelterStayPage",
    PartialShelterStayShape,
    StayQuery,
    STAY,
    operation_id="shelter_stays_list",
    summary="庇护入住列表",
    description="本单位庇护所的入住，新入住的在前；对方（被投诉人）在本单位工作的不在其中。没有地点和任何人写的文字。",
    tags=_TAGS,
)
ONE_STAY = one_of("次入住", ShelterStayShape, STAY, operation_id="shelter_stays_retrieve", tags=_TAGS)
