"""Stations to look at, checks as they come out, and applications, made by the real verbs."""

import datetime as dt
import io
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from fedportal.accounts.models import User
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.orgs.models import Level
from stations.accreditation_workflow import MOVES, AccreditationKind
from stations.actions.accreditations import Application, advance_accreditation, apply_for
from stations.actions.station_checks import Found, Picture, begin_check, finish_check, keep_answers
from stations.check_facts import CheckKind
from stations.models import Accreditation, Station, StationCheck
from tests.cases.samples import NOW

_serial = count(1)


def a_photo() -> Picture:
    """Of another colour each time: the same one twice is one."""
    number, made = next(_serial), io.BytesIO()
    Image.new("RGB", (4, 4), (number % 256, number // 256 % 256, 90)).save(made, "PNG")
    return Picture(made.getvalue(), BY_EXTENSION["png"])


def filled(check: StationCheck, *, without: tuple[str, ...] = (), by: User, at: dt.datetime) -> StationCheck:
    """Everything found, but what is named by its code."""
    found = {}
    for answer in check.answers.in_order():
        there = answer.item.code not in without
        pictures = [a_photo()] if there and answer.item.evidence else []
        found[answer.pk] = Found(answer.item.points if there else 0, "" if there else "没有。", pictures)
    return keep_answers(check, found, note="", by=by, at=at)


def checked(
    station: Station,
    by: User,
    kind: str = CheckKind.YEARLY,
    *,
    without: tuple[str, ...] = (),
    at: dt.datetime = NOW,
    follows: StationCheck | None = None,
) -> StationCheck:
    """A whole check of that day."""
    begun = begin_check(station, kind, checked_on=timezone.localdate(at), follows=follows, by=by, at=at)
    return finish_check(filled(begun, without=without, by=by, at=at), by=by, at=at)


def applied(station: Station, by: User, level: Level = Level.PROVINCE, *, at: dt.datetime = NOW) -> Accreditation:
    """A draft, behind an assessment of itself."""
    checked(station, by, CheckKind.SELF, at=at)
    asked = Application(AccreditationKind.STATION, level, "四有、五个一齐备，全年服务 300 人次。", station=station)
    return apply_for(asked, by=by, at=at)


def moved(row: Accreditation, name: str, *, by: User, at: dt.datetime = NOW, **answers: Any) -> Accreditation:
    return advance_accreditation(row, MOVES[name], by=by, at=at, **{"note": "材料属实，同意。"} | answers)
