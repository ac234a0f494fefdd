"""People, posts and bases as other systems send them."""

from typing import Any

SENT_PERSON: dict[str, Any] = {
    "name": "孙丽华",
    "sex": "female",
    "phone": "13954312345",
    "workplace": "北镇街道司法所",
    "joined_on": "2024-03-08",
    "role": {"kind": "mediator", "appointed_by": "北镇街道人民调解委员会"},
    "days": [1, 3],
    "begins": "14:00",
    "ends": "17:00",
}
SENT_POST: dict[str, Any] = {
    "agency": 43,
    "name": "滨城区人民法院妇女维权岗",
    "place": "诉讼服务中心",
    "duties": ["涉及妇女的案件优先立案"],
    "contact": "民一庭 高法官",
    "phone": "0543-3320000",
    "opened_on": "2023-03-08",
}
SENT_BASE: dict[str, Any] = {
    "agency": 42,
    "kind": "violence_desk",
    "takes": ["家庭暴力报警、告诫"],
    "address": "黄河五路 1 号",
    "hours": "24 小时",
    "opened_on": "2022-05-01",
}
