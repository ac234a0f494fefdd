"""What the case page shows around the handling: notes of work, return visits, ratings, complaints, hints."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.actions.complaints import takes_complaints
from cases.actions.handling_steps import LOCKED
from cases.actions.ratings import RATED_FROM, why_not_rated
from cases.forms.step_form import StepForm
from cases.models import HandlingComplaint, Petition
from cases.recusal import recusal_hints
from cases.workflow.aftercare import VisitOutcome
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import range_of
from fedportal.lib.row_scope import rows_of

VISITS_SHOWN = 5


def aftercare(row: Petition, user: User, at: dt.datetime) -> dict[str, Any]:
    """The context of templates/cases/aftercare.html and of its neighbours."""
    holds = row.org_id == user.org_id and row.status not in LOCKED and user.can(Can.HANDLE)
    held = list(row.follow_ups.held().select_related("done_by"))
    unrated = why_not_rated(row)
    ratings = list(row.ratings.select_related("org").order_by("-aspect"))
    rates = user.can(Can.HANDLE) and not unrated
    return {
        "step_form": StepForm(at=at) if holds else None,
        "may_visit": holds,
        "planned": list(row.follow_ups.planned().select_related("org")),
        "visits": held[:VISITS_SHOWN],
        "visits_more": max(len(held) - VISITS_SHOWN, 0),
        "missed": sum(visit.outcome == VisitOutcome.NOT_REACHED for visit in held),
        "tried": len(held),
        "visit_wanted": row.needs_care and row.status not in LOCKED and not row.is_found_safe(),
        "ratings": ratings,
        "shows_ratings": bool(ratings) or row.status in RATED_FROM,
        "questionnaire": getattr(row, "questionnaire", None),
        "unrated": unrated,
        "may_rate": rates,
        "may_link": rates and holds,
        "hints": recusal_hints(row, user) if holds and row.is_open else [],
        "conclusion": row.conclusions.order_by("-pk").first(),
        "today": timezone.localdate(at),
        **_complaints(row, user),
    }


def _complaints(row: Petition, user: User) -> dict[str, Any]:
    """Nothing at all for the unit that handles the matter."""
    if not takes_complaints(user.org, row):
        return {"takes_complaints": False, "complaints": []}
    seen = HandlingComplaint.objects.visible_to(user).filter(petition=row).select_related("org")
    with rows_of(range_of(user)):
        return {"takes_complaints": user.can(Can.REGISTER), "complaints": list(seen.order_by("-received_at"))}
