"""How the door of telephone systems stands in the description of the interface: signed by a key, without any token."""

from typing import Any

from fedportal.api.schema_parts import refusal
from hotline.law import EVENT_LASTS, EVENT_LATEST, FORMER_KEY_LASTS, SIGNED_LASTS
from hotline.phone_events import PhoneKind
from hotline.phone_messages import MOST, SIGNATURE, SWITCH, TIMESTAMP

_VISIBLE, _DIGITS = r"^[\x21-\x7e]{1,100}$", r"^[0-9*#+-]{0,20}$"
_MINUTES = int(SIGNED_LASTS.total_seconds() // 60)
_SIGNED = f"""\
每条消息用电话系统登记时得到的密钥签名，不用令牌：`{SWITCH}` 是电话系统的编号，\
`{TIMESTAMP}` 是现在（1970 年以来的秒数，\
与平台时钟相差超过 {_MINUTES} 分钟的不收），`{SIGNATURE}` 是 `v1=` 加上 HMAC-SHA-256 的十六进制，\
以密钥对“时间 + `.` + 请求体原文”计算。\
换密钥后 {FORMER_KEY_LASTS.days} 天内旧密钥也认；可以写几个签名，以逗号分隔，有一个对就收。\
签名不对、过期、已停用，答复都是 401。
"""
SCHEMES = {
    "telephony": {"type": "apiKey", "in": "header", "name": SIGNATURE, "description": _SIGNED},
}


def _text(words: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": words} | more


SCHEMAS: dict[str, Any] = {
    "PhoneEvent": {
        "type": "object",
        "description": "电话系统里发生的一件事；各项都是文字",
        "required": ["event_id", "call_id", "kind", "at", "line"],
        "additionalProperties": False,
        "properties": {
            "event_id": _text("事件编号；同一编号只算一次，可以放心重发", pattern=_VISIBLE),
            "call_id": _text("通话编号，同一通话的事件相同", pattern=_VISIBLE),
            "kind": _text(
                "；".join(f"{kind.value} {kind.label}" for kind in PhoneKind), enum=[kind.value for kind in PhoneKind]
            ),
            "at": _text(f"发生的时间，带时区；最早 {EVENT_LATEST.days} 天以前", format="date-time"),
            "line": _text("线路号码，如 0543-12338（连字符可省）", pattern=r"^[0-9*#+-]{1,20}$"),
            "caller": _text("主叫号码，每个事件都带；不显示号码的留空", pattern=_DIGITS),
            "extension": _text("分机号；几部话机同时振铃的，每部一个 ringing", pattern=_DIGITS),
            "to_extension": _text("转接到的分机，只用于 transferred", pattern=_DIGITS),
            "recording": _text("录音编号或路径，只用于 recording_ready；平台不取录音", maxLength=200),
        },
    },
    "PhoneEvents": {
        "type": "object",
        "required": ["events"],
        "properties": {
            "events": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST,
                "items": {"$ref": "#/components/schemas/PhoneEvent"},
            }
        },
    },
    "PhoneEventsReceived": {
        "type": "object",
        "required": ["received", "new"],
        "properties": {
            "received": {"type": "integer", "description": "这条消息里的事件数"},
            "new": {"type": "integer", "description": "其中以前没有收到过的"},
        },
    },
}
_EVENT = {
    "event_id": "1732325400.118-1",
    "call_id": "1732325400.118",
    "kind": "ringing",
    "at": "2026-11-23T09:30:00.250+08:00",
    "line": "0543-12338",
    "caller": "13854312345",
    "extension": "8001",
}
EVENTS: dict[str, Any] = {
    "post": {
        "operationId": "telephony_events",
        "summary": "电话系统报送通话事件",
        "description": '一个事件，或者 `{"events": [...]}`。顺序、重复、迟到都不要紧：'
        f"一通电话的记录由它的全部事件算出。事件 {EVENT_LASTS.days} 天后删除。"
        "收到 401、429、5xx 或者没有答复的，原样重发。登记和话务系统的配置见 docs/telephony.md。",
        "tags": ["telephony"],
        "security": [{"telephony": []}],
        "parameters": [
            {
                "in": "header",
                "name": SWITCH,
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
                "description": "电话系统的编号",
            },
            {
                "in": "header",
                "name": TIMESTAMP,
                "required": True,
                "schema": {"type": "string", "pattern": r"^\d{1,12}$"},
                "description": "签名的时间，1970 年以来的秒数",
            },
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "anyOf": [
                            {"$ref": "#/components/schemas/PhoneEvent"},
                            {"$ref": "#/components/schemas/PhoneEvents"},
                        ]
                    },
                    "examples": {"振铃": {"value": _EVENT}, "几个": {"value": {"events": [_EVENT]}}},
                }
            },
        },
        "responses": {
            "200": {
                "description": "已收下",
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/PhoneEventsReceived"},
                        "example": {"received": 2, "new": 1},
                    }
                },
            },
            **{str(status): refusal(status) for status in (400, 401, 413, 422, 429, 500, 503)},
        },
    }
}
