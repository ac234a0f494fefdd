"""How checks and demonstration names stand in the description of the interface."""

from typing import Any

from fedportal.api.list_schema import list_of, one_of
from stations.api.check_filter import AccreditationQuery, CheckQuery
from stations.api.check_shapes import AccreditationShape, StationCheckShape

TAGS = ["stations"]
_DUTY: dict[str, Any] = {
    "label": "站点整改",
    "article": "平台约定：检查未达标的，30 日内整改",
    "kind": "station_rectify",
    "opened_at": "2026-11-23T09:30:00+08:00",
    "due_at": "2026-12-23T23:59:59+08:00",
    "closed_at": None,
    "outcome": "",
}
_KNOWN: dict[str, Any] = {
    "id": "52d0a1f9c3b84e7f9c55f0d8a7b6e411",
    "ref": "6a1f35f0-be7d-4b0a-a86d-2e9137f0c2a9",
    "shown": "masked",
    "version": 4,
    "org": "371602003001",
    "station": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
}
CHECK: dict[str, Any] = _KNOWN | {
    "kind": "yearly",
    "follows": None,
    "checked_by": "371602000000",
    "joint": ["governance", "justice"],
    "checked_on": "2026-11-23",
    "received_at": "2026-11-23T01:30:00+00:00",
    "points": 95,
    "whole": 100,
    "four_haves": True,
    "five_ones": True,
    "systems": False,
    "missing": 1,
    "note": None,
    "rectified_at": None,
    "rectification": None,
    "settled_at": None,
    "answers": [
        {
            "code": "plaque",
            "section": "four_haves",
            "label": "有牌子",
            "whole": 5,
            "points": 5,
            "met": True,
            "remark": None,
        }
    ],
    "deadlines": [_DUTY],
}
NAME: dict[str, Any] = _KNOWN | {
    "kind": "station",
    "level": 3,
    "applicant": "371602003000",
    "state": "county",
    "received_at": "2026-11-23T01:30:00+00:00",
    "moved_at": "2026-11-23T01:40:00+00:00",
    "statement": None,
    "gate_check": "6a1f35f0-be7d-4b0a-a86d-2e9137f0c2a9",
    "named_at": None,
    "named_by": None,
    "valid_until": None,
    "ended_at": None,
    "ground": "",
    "steps": [
        {
            "verb": "submit_county",
            "source": "draft",
            "target": "county",
            "at": "2026-11-23T01:40:00+00:00",
            "org": "371602003000",
        }
    ],
    "deadlines": [],
}
CHECKS = list_of(
    "StationCheckPage",
    StationCheckShape,
    CheckQuery,
    CHECK,
    operation_id="station_checks_list",
    summary="站点检查列表",
    description="本单位及下级站点已经完成的检查、自评，新完成的在前；没有个人信息权限的，自由填写的文字隐去。",
    tags=TAGS,
)
ONE_CHECK = one_of("次检查", StationCheckShape, CHECK, operation_id="station_checks_retrieve", tags=TAGS)
NAMES = list_of(
    "AccreditationPage",
    AccreditationShape,
    AccreditationQuery,
    NAME,
    operation_id="accreditations_list",
    summary="示范创建列表",
    description="本单位及下级的申报和命名，新申报的在前；零家庭暴力社区（村庄）只有命名有效的。",
    tags=TAGS,
)
ONE_NAME = one_of("件申报", AccreditationShape, NAME, operation_id="accreditations_retrieve", tags=TAGS)
