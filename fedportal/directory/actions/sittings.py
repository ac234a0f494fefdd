"""Verbs on sittings: begin one at sign-in, keep it by use, end it so that its cookie opens nothing any more."""

import datetime as dt
from functools import partial
from importlib import import_module

from django.conf import settings
from django.db import transaction

from fedportal.accounts.models import Sitting, SittingQuerySet, User, WhyEnded
from fedportal.audit.log import record

KEPT = dt.timedelta(days=90)
VERBS = {
    WhyEnded.LEFT: "session.close",
    WhyEnded.IDLE: "session.expire",
    WhyEnded.ELSEWHERE: "session.end",
    WhyEnded.BY_SELF: "session.end",
    WhyEnded.BY_ADMIN: "session.end",
}


def begin(user: User, *, session_key: str, address: str | None, device: str, at: dt.datetime) -> Sitting:
    """She has come in; the sign-in itself writes the audit row. Whoever signs in over her own open session, whose key
    stays, begins that sitting anew."""
    facts = {"user": user, "address": address, "device": device, "opened_at": at, "used_at": at}
    return Sitting.objects.update_or_create(session_key=session_key, defaults=facts)[0]


def keep(pk: int, *, at: dt.datetime) -> bool:
    """It was used just now; False if someone ended it meanwhile."""
    return bool(Sitting.objects.open().filter(pk=pk).update(used_at=at))


@transaction.atomic
def end(rows: SittingQuerySet, *, why: WhyEnded, by: User | None, at: dt.datetime, address: str | None = None) -> int:
    """End these sittings at once, wherever their pages are open; how many there were."""
    open_ones = list(rows.open().select_for_update(of=("self",)).select_related("user"))
    Sitting.objects.filter(pk__in=[row.pk for row in open_ones]).update(ended_at=at, why_ended=why)
    for row in open_ones:
        _forget(row.session_key)
        # Once more after the commit: a page that was read in between has put it back into the cache.
        transaction.on_commit(partial(_forget, row.session_key))
        record(VERBS[why], row.user, by=by, at=at, address=address, why=str(why))
    return len(open_ones)


def end_stale(user: User, *, at: dt.datetime) -> None:
    """Those whose browser never came back: they ended for want of use, only that nobody has written it down."""
    end(user.sittings.exclude(pk__in=user.sittings.alive(at)), why=WhyEnded.IDLE, by=None, at=at)


def forget_old(*, at: dt.datetime) -> int:
    """Drop what ended, or began and never came back, so long ago; the trail keeps its own account of it."""
    return Sitting.objects.filter(used_at__lt=at - KEPT).delete()[0]


def _forget(session_key: str) -> None:
    """From the database and the cache both."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(session_key)
