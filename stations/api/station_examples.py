"""A station and a service, as other systems are told of them and send them."""

from typing import Any

STATION_EXAMPLE: dict[str, Any] = {
    "id": "9b7c4f0a5d1e4c33a2f17c1d5b8e6f00",
    "ref": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
    "version": 3,
    "kind": "rights",
    "name": "新兴社区妇女维权服务站",
    "host_kind": "governance",
    "host_name": "新兴社区综治中心",
    "address": "黄河五路 300 号",
    "phone": "0543-3160001",
    "hours": "周一至周五 8:30—17:30",
    "closed_reason": "",
    "public": True,
    "org": "371602003001",
    "opened_on": "2024-03-08",
    "closed_on": None,
    "received_at": "2026-05-10T16:57:00+08:00",
    "contacts": [{"name": "王站长", "duty": "站长", "phone": "0543-3160002", "published": True}],
    "links": [{"link": "disputes", "met": True, "evidence": "联调协议 2026-03"}],
    "services": [
        {
            "month": "2026-11",
            "entries": 2,
            "people": {"complaint": 1, "legal": 3, "education": 0, "governance": 0, "needs": 0, "hardship": 0},
        }
    ],
    "days": [
        {
            "day": "2026-11-23",
            "opened_at": "2026-11-23T00:30:00+00:00",
            "closed_at": "2026-11-23T09:30:00+00:00",
            "visitors": 6,
            "duty_name": None,
            "note": None,
        }
    ],
}
SERVICE_EXAMPLE: dict[str, Any] = {
    "id": "1f0c2a94be7d4b0aa1f35f0c86d2e977",
    "ref": "c1d7a84e-2b94-4e0f-8a63-d1c95e7b2f40",
    "shown": "masked",
    "version": 1,
    "station": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
    "org": "371602003001",
    "day": "2026-11-23",
    "service": "legal",
    "people": 3,
    "words": None,
    "received_at": "2026-11-23T01:30:00+00:00",
    "struck_at": None,
    "struck_reason": None,
}
SENT_STATION: dict[str, Any] = {
    "org": "371602003001",
    "kind": "rights",
    "name": "新兴社区妇女维权服务站",
    "opened_on": "2024-03-08",
    "host_kind": "governance",
    "host_name": "新兴社区综治中心",
    "address": "黄河五路 300 号",
    "hours": "周一至周五 8:30—17:30",
    "phone": "0543-3160001",
    "contacts": [{"name": "王站长", "duty": "站长", "phone": "0543-3160002", "published": True}],
}
SENT_SERVICE: dict[str, Any] = {
    "station": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
    "service": "legal",
    "day": "2026-11-23",
    "people": 3,
    "words": "离婚财产分割咨询",
}
