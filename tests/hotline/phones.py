"""Telephone systems for tests: registered by the real verb, signing as docs/telephony.md says."""

import datetime as dt
import hashlib
import hmac
import json
import time
from typing import Any

import httpx
from django.test import Client

from fedportal.accounts.roles import Role
from hotline.actions.switches import register_switch
from hotline.models import Call, PhoneSwitch
from hotline.phone_events import Told
from hotline.receiving_calls import exchange_of, receive_events
from tests.cases.samples import NOW
from tests.factories import user
from tests.hotline.calls import PHONE

ADDRESS = "/api/v1/telephony/events/"
SECOND = dt.timedelta(seconds=1)


def registered(org: Any, *, at: dt.datetime = NOW, name: str = "热线电话系统") -> tuple[PhoneSwitch, str]:
    return register_switch(org, name, by=user(org, Role.SEC_ADMIN), at=at)


def told(kind: str, after: float = 0, *, call: str = "call-1", begins: dt.datetime = NOW, **more: Any) -> Told:
    """An event so many seconds after the call began; the same one each time."""
    words: dict[str, Any] = {"line": "0543-12338", "caller": PHONE, "extension": "8001"} | more
    event_id = words.pop("event_id", f"{call}.{kind}.{after}.{words['extension']}")
    return Told(event_id, call, kind, begins + after * SECOND, **words)


def received(switch: PhoneSwitch, *events: Told, at: dt.datetime = NOW) -> Call | None:
    """The call after these events; None where there is none."""
    receive_events(exchange_of(switch), events, at=at)
    found = switch.calls.filter(told_id=events[0].call_id).first()
    return found.call if found else None


def signed(key: str, body: bytes, *, at: float | None = None) -> dict[str, str]:
    """What docs/telephony.md says, written anew here."""
    moment = str(int(time.time() if at is None else at))
    mac = hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Telephony-Timestamp": moment, "Telephony-Signature": f"v1={mac}"}


def posted(client: Client, switch: PhoneSwitch, key: str, found: Any, **more: Any) -> Any:
    body = json.dumps(found).encode()
    headers = {"Telephony-Switch": str(switch.ref)} | signed(key, body) | more
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def sent(url: str, switch: PhoneSwitch, key: str, one: Told) -> None:
    """Over the network, as a telephone system tells: to the portal at this address, which has to take it."""
    body = json.dumps(as_json(one)).encode()
    headers = {"Telephony-Switch": str(switch.ref), **signed(key, body), "Content-Type": "application/json"}
    httpx.post(url + ADDRESS, content=body, headers=headers, timeout=10).raise_for_status()


def as_json(one: Told) -> dict[str, str]:
    found = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return found | {"at": one.at.isoformat()}
