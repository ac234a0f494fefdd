"""How people of the network, rights posts and bases stand in the description of the interface."""

from typing import Any

from fedportal.api.list_schema import list_of, one_of
from stations.api.network_filter import BaseQuery, PersonQuery, PostQuery
from stations.api.network_shapes import (
    NetworkPersonShape,
    PartialNetworkPersonShape,
    PartnerBaseShape,
    RightsPostShape,
)
from stations.api.onward import BASE_ONWARD, PERSON_ONWARD, POST_ONWARD

TAGS = ["network"]
_DUTY: dict[str, Any] = {
    "label": "参加全省信访业务培训",
    "article": "信访干部 2—3 年至少参加一次全省信访业务培训（妇联信访工作要求）",
    "kind": "network_training",
    "opened_at": "2024-05-10T00:00:00+08:00",
    "due_at": "2027-05-10T23:59:59+08:00",
    "closed_at": None,
    "outcome": "",
}
_KNOWN: dict[str, Any] = {
    "id": "7f0c2a94be7d4b0aa1f35f0c86d2e913",
    "ref": "b7a1f0c2-6a94-4be7-8d4b-0aa1f35f0c86",
    "shown": "masked",
    "version": 3,
    "org": "371602000000",
    "received_at": "2026-11-23T01:30:00+00:00",
}
PERSON: dict[str, Any] = _KNOWN | {
    "name": "孙某某",
    "sex": "female",
    "phone": None,
    "id_number": None,
    "workplace": None,
    "joined_on": "2022-03-08",
    "left_on": None,
    "left_why": "",
    "days": [1, 3],
    "begins": "14:00:00",
    "ends": "17:00:00",
    "paused_until": None,
    "trained_on": "2024-05-10",
    "disposed_at": None,
    "roles": [
        {
            "kind": "cadre",
            "full_time": True,
            "appointed_by": "",
            "begins": "2022-03-08",
            "until": None,
            "ended_on": None,
        }
    ],
    "credentials": [
        {
            "id": "2c0c2a94be7d4b0aa1f35f0c86d2e901",
            "kind": "law",
            "issuer": "司法部",
            "issued_on": "2020-06-01",
            "expires_on": None,
            "ended_on": None,
        }
    ],
    "trainings": [
        {
            "name": "2024 年全省妇联系统信访业务培训班",
            "kind": "petition",
            "level": 1,
            "begins": "2024-05-08",
            "ends": "2024-05-10",
            "hours": 24,
        }
    ],
    "deadlines": [_DUTY],
}
POST: dict[str, Any] = _KNOWN | {
    "agency": {"id": 43, "name": "滨州市滨城区人民法院", "kind": "court"},
    "name": "滨城区人民法院妇女维权岗",
    "place": "诉讼服务中心",
    "duties": ["涉及妇女的案件优先立案"],
    "contact": None,
    "phone": "0543-3320000",
    "opened_on": "2023-03-08",
    "closed_on": None,
    "reviewed_on": "2026-03-05",
    "reviews": [{"year": 2026, "verdict": "good", "at": "2026-03-05T09:00:00+08:00"}],
    "awards": [{"level": 3, "year": 2026, "state": "nominated"}],
    "deadlines": [],
}
BASE: dict[str, Any] = _KNOWN | {
    "agency": {"id": 42, "name": "滨城区公安局家庭暴力投诉站", "kind": "police"},
    "kind": "violence_desk",
    "takes": ["家庭暴力报警、告诫"],
    "address": "黄河五路 1 号",
    "hours": "24 小时",
    "opened_on": "2022-05-01",
    "closed_on": None,
}
PEOPLE = list_of(
    "NetworkPersonPage",
    PartialNetworkPersonShape,
    PersonQuery,
    PERSON,
    operation_id="network_people_list",
    summary="维权队伍人员列表",
    description="本单位及下级登记的陪审员、调解员、律师、志愿者、信访干部等，新登记的在前；没有个人信息权限的，姓名、号码、工作单位隐去。",
    tags=TAGS,
)
ONE_PERSON = one_of(
    "名人员",
    NetworkPersonShape,
    PERSON,
    operation_id="network_people_retrieve",
    tags=TAGS,
    extensions=PERSON_ONWARD,
)
RIGHTS = list_of(
    "RightsPostPage",
    RightsPostShape,
    PostQuery,
    POST,
    operation_id="rights_posts_list",
    summary="妇女维权岗列表",
    description="本单位及下级登记的维权岗，新登记的在前。",
    tags=TAGS,
)
ONE_OF_RIGHTS = one_of(
    "个维权岗", RightsPostShape, POST, operation_id="rights_posts_retrieve", tags=TAGS, extensions=POST_ONWARD
)
BASES = list_of(
    "PartnerBasePage",
    PartnerBaseShape,
    BaseQuery,
    BASE,
    operation_id="partner_bases_list",
    summary="维权阵地列表",
    description="本单位及下级登记的合议庭、投诉站、法律援助中心、救助站等，和上级没有停办的：转介时从中选择；新登记的在前。",
    tags=TAGS,
)
ONE_BASE = one_of(
    "个维权阵地", PartnerBaseShape, BASE, operation_id="partner_bases_retrieve", tags=TAGS, extensions=BASE_ONWARD
)
