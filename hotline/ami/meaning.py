"""What Asterisk's events mean for the calls of a line: a machine without clock and connection, packets in, events out.

A call is named by the `Linkedid`, that of its first channel, the caller's. The numbers of its events are made of what
Asterisk tells and of nothing else, so that whatever is told again after a lost connection is the same event.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hotline.phone_events import PhoneKind, Told

_DESK = re.compile(r"^(?:PJSIP|SIP|IAX2|DAHDI|SCCP|Local)/(?P<extension>[0-9]{2,8})(?=[-@/])")
_UNKNOWN = {"", "<unknown>", "anonymous", "unavailable"}
_NUMBER = re.compile(r"[^0-9*#+]")


@dataclass
class LiveCall:
    """What is to be remembered of a call while it lasts. `rings`: by the channel of each desk, its extension."""

    line: str
    caller: str
    rings: dict[str, str] = field(default_factory=dict)
    talks: str = ""  # at which extension


@dataclass
class Meaning:
    """`lines`: by the number that is dialled in Asterisk (Exten), the line's number here."""

    lines: Mapping[str, str]
    calls: dict[str, LiveCall] = field(default_factory=dict)

    def of(self, packet: Mapping[str, str], *, at: dt.datetime) -> list[Told]:
        """The events that this packet means; mostly none."""
        moment = _moment(packet, at)
        match packet.get("Event"):
            case "Newchannel" | "CoreShowChannel" | "Status":
                self._begins(packet)
                return []
            case "DialBegin":
                return self._rings(packet, moment)
            case "DialEnd":
                return self._dialled(packet, moment)
            case "BridgeEnter":
                return self._enters(packet, moment)
            case "BlindTransfer" | "AttendedTransfer":
                return self._transferred(packet, moment)
            case "VarSet":
                return self._recorded(packet, moment)
            case "Hangup":
                return self._hung_up(packet, moment)
        return []

    def still_there(self, live: set[str], *, at: dt.datetime) -> list[Told]:
        """After a lost connection: calls of which Asterisk knows no more have ended meanwhile."""
        return [told for key in sorted(self.calls.keys() - live) for told in self._end(key, at)]

    def _begins(self, packet: Mapping[str, str]) -> None:
        key, dialled = packet.get("Linkedid", ""), packet.get("Exten", "")
        is_first = packet.get("Uniqueid") == key
        if key and is_first and dialled in self.lines and key not in self.calls:
            self.calls[key] = LiveCall(self.lines[dialled], _caller(packet.get("CallerIDNum", "")))

    def _rings(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        key = packet.get("DestLinkedid") or packet.get("Linkedid", "")
        if packet.get("Uniqueid") == key:
            self._begins(packet)  # its channel was made before we listened
        call, extension = self.calls.get(key), _extension(packet.get("DestChannel", ""))
        if call is None or not extension:
            return []
        channel = packet.get("DestUniqueid", "")
        call.rings[channel] = extension
        if call.talks:  # somebody is asked beside it
            return []
        return [self._told(key, PhoneKind.RINGING, channel, at, extension=extension)]

    def _dialled(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        if packet.get("DialStatus") != "ANSWER":
            return []
        return self._answered(packet.get("DestLinkedid") or packet.get("Linkedid", ""), packet, "Dest", at)

    def _enters(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        """A desk's channel joins the caller's: of a queue this is the answer."""
        return self._answered(packet.get("Linkedid", ""), packet, "", at)

    def _answered(self, key: str, packet: Mapping[str, str], side: str, at: dt.datetime) -> list[Told]:
        call, channel = self.calls.get(key), packet.get(f"{side}Uniqueid", "")
        extension = _extension(packet.get(f"{side}Channel", ""))
        if call is None or not extension or channel == key:
            return []
        if not call.talks:
            call.talks = extension
            return [self._told(key, PhoneKind.ANSWERED, "", at, extension=extension)]
        return []

    def _transferred(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        """Blind: to the extension that was dialled. Attended: to whom she had asked beside it."""
        if packet.get("Result", "Success") != "Success":
            return []
        key = next((packet[name] for name in _LINKED if packet.get(name) in self.calls), "")
        call = self.calls.get(key)
        target = packet.get("Extension", "") or next(
            (found for name in _TARGETS if (found := _extension(packet.get(name, "")))), ""
        )
        if call is None or not target:
            return []
        source, call.talks = call.talks, target
        marks = packet.get("TransfererUniqueid") or packet.get("OrigTransfererUniqueid", "")
        return [self._told(key, PhoneKind.TRANSFERRED, f"{marks}.{target}", at, extension=source, to_extension=target)]

    def _recorded(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        """`MixMonitor` names its file in a variable of the channel."""
        key = packet.get("Linkedid", "")
        value = packet.get("Value", "")
        if packet.get("Variable") != "MIXMONITOR_FILENAME" or not value or key not in self.calls:
            return []
        return [self._told(key, PhoneKind.RECORDING, value[-60:], at, recording=value[-200:])]

    def _hung_up(self, packet: Mapping[str, str], at: dt.datetime) -> list[Told]:
        """The caller's own channel is the call."""
        key = packet.get("Linkedid", "")
        return self._end(key, at) if packet.get("Uniqueid") == key and key in self.calls else []

    def _end(self, key: str, at: dt.datetime) -> list[Told]:
        told = [self._told(key, PhoneKind.ENDED, "", at, extension=self.calls[key].talks)]
        del self.calls[key]
        return told

    def _told(self, key: str, kind: PhoneKind, mark: str, at: dt.datetime, **where: str) -> Told:
        call = self.calls[key]
        event_id = ".".join(part for part in (key, kind, _plain(mark)) if part)[:100]
        return Told(event_id, _plain(key)[:100], kind, at, line=call.line, caller=call.caller, **where)


_LINKED = ("TransfereeLinkedid", "TransfererLinkedid", "OrigTransfererLinkedid", "SecondTransfererLinkedid")
_TARGETS = ("TransferTargetChannel", "TransferTarget", "SecondTransfererConnectedLineNum")


def _extension(channel: str) -> str:
    """Of a desk's channel, as PJSIP/8001-0000000a."""
    found = _DESK.match(channel)
    return found["extension"] if found else channel if channel.isdecimal() and 2 <= len(channel) <= 8 else ""


def _caller(number: str) -> str:
    return "" if number.lower() in _UNKNOWN else _NUMBER.sub("", number)[:20]


def _plain(text: str) -> str:
    return re.sub(r"[^\x21-\x7e]", "_", text)


def _moment(packet: Mapping[str, str], at: dt.datetime) -> dt.datetime:
    """Asterisk's own, where it tells one (`timestampevents=yes`)."""
    try:
        return dt.datetime.fromtimestamp(float(packet["Timestamp"]), dt.UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return at
