"""How a bridge hands in: beside the portal into its database, from elsewhere over HTTP with its signature."""

import json
import logging
import time
import uuid
from collections.abc import Sequence

import httpx
from django.db import DatabaseError, connection
from django.utils import timezone

from fedportal.changes.webhooks.signing import signature
from hotline.ami.bridge import HandIn, NotTaken
from hotline.ami.meaning import LiveCall
from hotline.models import PhoneSwitch, SwitchCall
from hotline.phone_events import Told
from hotline.phone_messages import SIGNATURE, SWITCH, TIMESTAMP
from hotline.receiving_calls import exchange_of, receive_events

PATIENCE = 10  # seconds that the portal may take
REFUSED = (400, 413, 422)  # would be refused again

log = logging.getLogger(__name__)


def into_database(ref: uuid.UUID) -> HandIn:
    """The same way in as behind HTTP."""

    def hand_in(told: Sequence[Told]) -> None:
        try:
            switch = PhoneSwitch.objects.select_related("org", "account").filter(ref=ref, stopped_at=None).first()
            if switch is None:
                raise NotTaken("this telephone system is not registered, or was stopped")
            receive_events(exchange_of(switch), told, at=timezone.now())
        except DatabaseError as error:
            connection.close()
            raise NotTaken(type(error).__name__) from error

    return hand_in


def over_http(url: str, ref: uuid.UUID, key: str) -> HandIn:
    """Signed, as docs/telephony.md says."""
    client = httpx.Client(timeout=PATIENCE)

    def hand_in(told: Sequence[Told]) -> None:
        body = json.dumps({"events": [_as_json(one) for one in told]}).encode()
        moment = int(time.time())
        signed = signature([key], timestamp=moment, body=body)
        headers = {SWITCH: str(ref), TIMESTAMP: str(moment), SIGNATURE: signed, "Content-Type": "application/json"}
        try:
            answer = client.post(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotTaken(type(error).__name__) from error
        if answer.status_code in REFUSED:
            log.error("The portal refuses %s events: %s", len(told), answer.text[:500])
        elif answer.status_code != 200:
            raise NotTaken(f"status {answer.status_code}")

    return hand_in


def _as_json(one: Told) -> dict[str, str]:
    words = ("event_id", "call_id", "kind", "line", "caller", "extension", "to_extension", "recording")
    return {name: str(getattr(one, name)) for name in words} | {"at": one.at.isoformat()}


def open_calls(ref: uuid.UUID) -> dict[str, LiveCall]:
    """Calls that had not ended when this bridge was last heard: what a bridge that begins anew goes on from."""
    rows = SwitchCall.objects.filter(switch__ref=ref, ended_at=None, call__isnull=False).select_related("call__line")
    return {
        row.told_id: LiveCall(
            row.call.line.number,
            row.call.caller_phone if row.answered_at is None else "",
            talks=row.extension if row.answered_at else "",
        )
        for row in rows
        if row.call
    }
