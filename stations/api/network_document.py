"""The documents of people of the network, of rights posts and of partner bases, as another system holds them."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from fedportal.accounts.models import User
from fedportal.api.unreadable import Unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.masking import mask_name
from fedportal.lib.unopened import kept
from stations.api.parts import CLOCKS, by_key, said, told, told_clock, told_id
from stations.models import Credential, NetworkPerson, PartnerBase, RightsPost
from stations.models.partner_base import KIND as BASE
from stations.models.person import CREDENTIAL
from stations.models.person import KIND as PERSON
from stations.models.rights_post import KIND as POST

log = logging.getLogger(__name__)
_CREDENTIALS = Prefetch("credentials", Credential.objects.defer("number"))
_OF_PERSON = ("version", "sex", "joined_on", "left_on", "left_why", "days", "begins", "ends", "paused_until")
_OF_ROLE = ("kind", "full_time", "appointed_by", "begins", "until", "ended_on")
_OF_CREDENTIAL = ("kind", "issuer", "issued_on", "expires_on", "ended_on")
_OF_COURSE = ("name", "kind", "level", "begins", "ends", "hours")
_OF_BASE = ("version", "kind", "takes", "address", "hours", "opened_on", "closed_on")
_OF_POST = ("version", "name", "place", "duties", "opened_on", "closed_on", "reviewed_on")


def person_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the people that this reader sees now.

    Of one that cannot be read, for a key is missing, an Unreadable stands there. Without `personal` nobody can be
    recognised. Five questions, however many they are.
    """
    rows: Any = NetworkPerson.objects.visible_to(reader).filter(pk__in=pks).unopened()
    rows = rows.prefetch_related("roles", "trainings__course", CLOCKS)
    found = {row.pk: row for row in rows.prefetch_related(_CREDENTIALS)}
    return {pk: _person(found[pk], reader, personal) for pk in pks if pk in found}


def _person(row: Any, reader: User, whole: bool) -> str:
    known = {"id": told_id(PERSON, row.pk, reader), "ref": str(row.ref)}
    try:
        numbers = {name: kept(row, name) if whole else None for name in ("phone", "id_number")}
    except CannotDecipher as error:
        log.error("network person %s cannot be told: %s", row.pk, error)
        return Unreadable.of(**known, version=row.version)
    found = {
        **known,
        "shown": "whole" if whole else "masked",
        **told(row, _OF_PERSON),
        "org": f"{row.org_code:012d}",
        "received_at": said(row.entered_at),
        "name": row.name if whole else mask_name(row.name),
        **numbers,
        "workplace": row.workplace if whole else None,
        "trained_on": said(row.trained_on),
        "disposed_at": said(row.disposed_at),
        "roles": [told(role, _OF_ROLE) for role in by_key(row.roles.all())],
        "credentials": [
            {"id": told_id(CREDENTIAL, paper.pk, reader), **told(paper, _OF_CREDENTIAL)}
            for paper in by_key(row.credentials.all())
        ],
        "trainings": [told(record.course, _OF_COURSE) for record in by_key(row.trainings.all())],
        "deadlines": [told_clock(clock) for clock in row.clocks],
    }
    return dumped(found)


def post_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of rights posts; whom to ask there, only with `personal`."""
    rows: Any = RightsPost.objects.visible_to(reader).filter(pk__in=pks).select_related("agency")
    found = {row.pk: row for row in rows.prefetch_related("reviews", "awards", CLOCKS)}
    return {pk: _post(found[pk], reader, personal) for pk in pks if pk in found}


def _post(row: Any, reader: User, whole: bool) -> str:
    found = {
        "id": told_id(POST, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **told(row, _OF_POST),
        "org": f"{row.org_code:012d}",
        "received_at": said(row.entered_at),
        "agency": told(row.agency, ("id", "name", "kind")),
        "contact": row.contact if whole else None,
        "phone": row.phone,
        "reviews": [told(each, ("year", "verdict", "at")) for each in by_key(row.reviews.all())],
        "awards": [told(each, ("level", "year", "state")) for each in by_key(row.awards.all())],
        "deadlines": [told_clock(clock) for clock in row.clocks],
    }
    return dumped(found)


def base_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The same of partner bases, which name nobody."""
    rows: Any = PartnerBase.objects.visible_to(reader).filter(pk__in=pks).select_related("agency")
    found = {row.pk: row for row in rows}
    return {pk: _base(found[pk], reader, personal) for pk in pks if pk in found}


def _base(row: Any, reader: User, whole: bool) -> str:
    found = {
        "id": told_id(BASE, row.pk, reader),
        "ref": str(row.ref),
        "shown": "whole" if whole else "masked",
        **told(row, _OF_BASE),
        "org": f"{row.org_code:012d}",
        "received_at": said(row.entered_at),
        "agency": told(row.agency, ("id", "name", "kind")),
    }
    return dumped(found)
