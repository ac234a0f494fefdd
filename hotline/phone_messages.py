"""A message of a telephone system: who signed it, whether it is new, and the events that it holds."""

import datetime as dt
import hmac
import json
import re
import uuid
from typing import Any

from django.utils.dateparse import parse_datetime

from fedportal.changes.webhooks.signing import signature
from hotline.law import EVENT_LATEST, SIGNED_LASTS
from hotline.models import PhoneSwitch
from hotline.phone_events import PhoneKind, Told

SWITCH, TIMESTAMP, SIGNATURE = "Telephony-Switch", "Telephony-Timestamp", "Telephony-Signature"
MOST = 100  # events of one message
_AHEAD = dt.timedelta(minutes=5)  # a clock that goes wrong by more is set right first
_ID = re.compile(r"[\x21-\x7e]{1,100}")
_NUMBER = re.compile(r"[0-9*#+-]{0,20}")
_KEYS = {"event_id", "call_id", "kind", "at", "line", "caller", "extension", "to_extension", "recording"}

Wrong = list[dict[str, str]]


class Unreadable(Exception):
    """What is wrong with the events, each with its place."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def signer(headers: Any, body: bytes, *, at: dt.datetime) -> PhoneSwitch | None:
    """Whose message this is; None where it is nobody's, was changed, or is too old to be more than a repetition."""
    try:
        ref = uuid.UUID(headers.get(SWITCH, ""))
        timestamp = int(headers.get(TIMESTAMP, ""))
        sent = dt.datetime.fromtimestamp(timestamp, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    row = PhoneSwitch.objects.filter(ref=ref, stopped_at=None).select_related("org", "account").first()
    if row is None or abs(at - sent) > SIGNED_LASTS:
        return None
    keys = [row.key, *([row.former_key] if row.former_until and at < row.former_until else [])]
    good = [signature([key], timestamp=timestamp, body=body) for key in keys]
    shown = headers.get(SIGNATURE, "").encode("utf-8", "replace").split(b",")
    return row if any(hmac.compare_digest(one.encode(), part.strip()) for one in good for part in shown) else None


def events_in(body: bytes, *, at: dt.datetime) -> list[Told]:
    """One event, or `{"events": [...]}`. Raises Unreadable."""
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        raise Unreadable([_wrong("", "parse_error", "请求体不是有效的 JSON。")]) from None
    many = isinstance(found, dict) and "events" in found
    rows = found["events"] if many else [found]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST:
        raise Unreadable([_wrong("events", "invalid", f"一次报送 1 至 {MOST} 个事件。")])
    wrong: Wrong = []
    told = [_event(row, f"events[{place}]." if many else "", wrong, at) for place, row in enumerate(rows)]
    if wrong:
        raise Unreadable(wrong)
    return [one for one in told if one]


def _event(row: Any, path: str, wrong: Wrong, at: dt.datetime) -> Told | None:
    before = len(wrong)
    if not isinstance(row, dict):
        wrong.append(_wrong(path.rstrip("."), "invalid", "事件是一个对象。"))
        return None
    wrong += [_wrong(path + str(name), "unknown", "没有这一项，请去掉。") for name in row.keys() - _KEYS]
    texts = {name: row.get(name, "") for name in _KEYS}
    wrong += [
        _wrong(path + name, "invalid", "须为文字。") for name, text in texts.items() if not isinstance(text, str)
    ]
    if len(wrong) > before:
        return None
    moment = _moment(texts.pop("at"))
    rules = (
        ("event_id", _ID.fullmatch(texts["event_id"]), "1 至 100 个可见的 ASCII 字符。"),
        ("call_id", _ID.fullmatch(texts["call_id"]), "1 至 100 个可见的 ASCII 字符。"),
        ("kind", texts["kind"] in PhoneKind.values, "须为 " + "、".join(PhoneKind.values) + " 之一。"),
        ("line", texts["line"] and _NUMBER.fullmatch(texts["line"]), "线路号码，如 0543-12338。"),
        ("caller", _NUMBER.fullmatch(texts["caller"]), "主叫号码，只有数字、+、-、*、#；没有号码的留空。"),
        ("extension", _NUMBER.fullmatch(texts["extension"]), "分机号，只有数字。"),
        ("to_extension", _NUMBER.fullmatch(texts["to_extension"]), "分机号，只有数字。"),
        ("to_extension", texts["kind"] != PhoneKind.TRANSFERRED or texts["to_extension"], "转接须写明转到的分机。"),
        ("recording", len(texts["recording"]) <= 200 and texts["recording"].isprintable(), "最多 200 个字符。"),
        ("recording", texts["kind"] != PhoneKind.RECORDING or texts["recording"], "录音就绪须写明录音编号。"),
        ("at", moment is not None, "带时区的时间，如 2026-11-26T09:30:00.250+08:00。"),
        ("at", moment is None or at - EVENT_LATEST <= moment <= at + _AHEAD, "超过 7 天的事件，或者未来的时间。"),
    )
    wrong += [_wrong(path + name, "invalid", words) for name, good, words in rules if not good]
    return None if len(wrong) > before or moment is None else Told(at=moment, **texts)


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _wrong(name: str, code: str, words: str) -> dict[str, str]:
    return {"field": name, "code": code, "detail": words}
