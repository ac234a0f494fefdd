"""Examples for the documentation of webhooks."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

_SUBSCRIPTION: dict[str, Any] = {
    "id": "0b1f4c5e-6a3d-4f0b-9c57-2f6f0f3f7a11",
    "url": "https://xinfang.bincheng.example.cn/hooks/women",
    "kinds": ["petition"],
    "org": "371602000000",
    "bodies": True,
    "personal": False,
    "paused": False,
    "paused_at": None,
    "pause": "",
    "keys": 1,
    "failures": 0,
    "resting_until": None,
    "pending": 0,
    "dead": 0,
    "created_at": "2026-11-26T09:00:00+08:00",
}
_SECRET = "whsec_0u1v2w3x4y5z-example-only-example-only"  # nosec B105: of nobody

WANTED = OpenApiExample(
    "订阅滨城区的事项变更",
    request_only=True,
    value={name: _SUBSCRIPTION[name] for name in ("url", "kinds", "org", "bodies")},
)
CREATED = OpenApiExample(
    "已订阅，密钥只显示这一次",
    response_only=True,
    status_codes=["201"],
    value=_SUBSCRIPTION | {"secret": _SECRET},
)
ROTATED = OpenApiExample(
    "新旧两个密钥同时签名", response_only=True, value=_SUBSCRIPTION | {"keys": 2, "secret": _SECRET}
)
DEAD_LETTERS = OpenApiExample(
    "一条死信",
    response_only=True,
    value={
        "deliveries": [
            {
                "delivery": "7d0f7bd4-0c0e-4f55-8f0a-3a1f3f5d2c19",
                "kind": "petition",
                "id": "5f0c7a2e9d1b4c6f8a3e5d7c9b1a2f4e",
                "state": "dead",
                "attempts": 12,
                "created_at": "2026-11-23T09:00:00+08:00",
                "next_at": "2026-11-25T08:10:00+08:00",
                "done_at": "2026-11-25T08:10:00+08:00",
                "log": [{"at": "2026-11-25T08:10:00+08:00", "status": 503, "error": "status", "milliseconds": 41}],
            }
        ],
        "next": None,
    },
)
