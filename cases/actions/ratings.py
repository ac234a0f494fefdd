"""What the petitioner thinks: written down by staff, or given by herself through a one-time link (X40)."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from cases.actions.complaints import file_own_complaint
from cases.actions.handling_steps import LOCKED, locked
from cases.actions.holding_back import leaves_a_task
from cases.models import Event, MatterClass, Petition, Questionnaire, Rating, RatingLink
from cases.safe_contact import Going, pass_gate
from cases.workflow import ENDED, Refusal, Remedy, Route, Status
from cases.workflow.aftercare import Aspect, Grade, RatedHow
from cases.workflow.contacting import Way
from cases.workflow.states import ANSWERED
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.one_time_link import Attempt, NewLink, new_link, token_digest, try_link
from fedportal.lib.refusals import NotAllowed

LINK_LASTS = dt.timedelta(days=15)  # POLICY
RATED_FROM = ANSWERED | ENDED | {Status.NOT_ACCEPTED}


@dataclass(frozen=True)
class Verdict:
    """One answered form: grades and words by aspect, and the four marks or none."""

    grades: dict[str, str]
    words: dict[str, str] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    complaint: str = ""
    contact: str = ""


def why_not_rated(row: Petition) -> str:
    """Why this matter is not rated, now or ever; empty if it may be (X41).

    State secrets are the third class that is not rated; they may not be entered in this portal at all.
    """
    if row.matter_class == MatterClass.ACCUSATION:
        return "检举控告类事项不作满意度评价。"
    if _is_litigation(row):
        return "涉诉事项不作满意度评价。"
    if row.status in LOCKED:
        return f"该信访事项现为“{Status(row.status).label}”，不再评价。"
    if row.status not in RATED_FROM:
        return "答复信访人以后才能评价。"
    if row.ratings.count() == len(Aspect):
        return "信访人已经评价过，评价不能更改。"
    return ""


def _is_litigation(row: Petition) -> bool:
    named = row.route == Route.LITIGATION or row.refusal == Refusal.LITIGATION
    return named or row.diversions.filter(remedy=Remedy.LITIGATION).exists()


@transaction.atomic
def record_rating(petition: Petition, verdict: Verdict, *, how: str, by: User, at: dt.datetime) -> Petition:
    """Write down what she said on the telephone, at her door or on paper. Raises NotAllowed."""
    row = locked(petition)
    if not by.org.covers(row.org_code):
        raise NotAllowed("只有承办单位及其上级可以登记评价。")
    if how == RatedHow.LINK:
        raise NotAllowed("本人网上评价由信访人自己提交。")
    _rate(row, verdict, how=how, by=by, at=at)
    record("rating.record", row, by=by, at=at, how=how)
    return row


@leaves_a_task
@transaction.atomic
def make_link(petition: Petition, *, way: str, by: User, at: dt.datetime) -> NewLink:
    """A new link for the petitioner, to be given to her by that way; an earlier one that she has not used ends.

    Shown once, kept nowhere. Raises NotAllowed; HeldBack where she may not be reached like that.
    """
    row = locked(petition)
    if row.org_id != by.org_id:
        raise NotAllowed(f"该信访事项现由{row.org.name}承办，只有承办单位可以生成评价链接。")
    if reason := why_not_rated(row):
        raise NotAllowed(reason)
    pass_gate(Going(row, Way(way), "评价链接", by, at))
    _end_links(row, at=at)
    link = new_link()
    made = RatingLink.objects.create(
        petition=row,
        token_digest=link.token_digest,
        code_digest=link.code_digest,
        made_at=at,
        made_by=by,
        expires_at=at + LINK_LASTS,
    )
    Event.objects.create(petition=row, verb="rating.link", at=at, actor=by, org=by.org, data={"way": way})
    record("rating.link", made, by=by, at=at)
    return link


@transaction.atomic
def try_code(token: str, code: str, *, at: dt.datetime) -> Attempt:
    """Whether this code opens that link now; a wrong one counts against it."""
    return _tried(token, code, at=at)[0]


def petition_of(token: str) -> Petition:
    """The matter that a link speaks of; ask only after its code has opened it."""
    rows = Petition.objects.select_related("org")
    return rows.get(rating_links__token_digest=token_digest(token))


@transaction.atomic
def rate_by_link(token: str, code: str, verdict: Verdict, *, at: dt.datetime) -> Attempt:
    """Her own rating; the link is used up. What she complains of goes to the level above, unseen by the handler."""
    attempt, link = _tried(token, code, at=at)
    if attempt is not Attempt.OPENS or link is None:
        return attempt
    row = locked(link.petition)
    link.used_at = at
    link.save(update_fields=["used_at"])
    _rate(row, verdict, how=RatedHow.LINK, by=None, at=at)
    if verdict.complaint:
        file_own_complaint(row, text=verdict.complaint, contact=verdict.contact, at=at)
    record("rating.by_link", row, by=None, at=at)
    return attempt


def _tried(token: str, code: str, *, at: dt.datetime) -> tuple[Attempt, RatingLink | None]:
    rows = RatingLink.objects.select_for_update(of=("self",)).select_related("petition")
    link = rows.filter(token_digest=token_digest(token)).first()
    attempt = try_link(link, token=token, code=code, at=at)
    if attempt is Attempt.OPENS and link is not None and why_not_rated(link.petition):
        return Attempt.SHUT, link
    if attempt is Attempt.WRONG and link is not None:
        link.wrong_codes += 1
        link.save(update_fields=["wrong_codes"])
    return attempt, link


def _rate(row: Petition, verdict: Verdict, *, how: str, by: User | None, at: dt.datetime) -> None:
    if reason := why_not_rated(row):
        raise NotAllowed(reason)
    known = set(row.ratings.values_list("aspect", flat=True))
    units = {Aspect.RECEPTION: row.registered_org, Aspect.HANDLING: row.org}
    given = {aspect: Grade(verdict.grades[aspect]) for aspect in Aspect if verdict.grades.get(aspect)}
    if not given or known & given.keys():
        raise NotAllowed("信访人已经评价过，评价不能更改。" if given else "请选择评价。")
    for aspect, grade in given.items():
        words = verdict.words.get(aspect, "")
        Rating.objects.create(
            petition=row,
            aspect=aspect,
            org=units[aspect],
            grade=grade,
            words=words,
            how=how,
            at=at,
            recorded_by=by,
        )
    if verdict.marks and not Questionnaire.objects.filter(petition=row).exists():
        Questionnaire.objects.create(petition=row, how=how, at=at, recorded_by=by, **verdict.marks)
    if len(known) + len(given) == len(Aspect):
        _end_links(row, at=at)
    note = "\n".join(filter(None, verdict.words.values()))
    Event.objects.create(
        petition=row,
        verb="rating.record",
        at=at,
        actor=by,
        org=by.org if by else row.org,
        note=note,
        data={**{str(aspect): str(grade) for aspect, grade in given.items()}, "rated_how": how, **_marks(verdict)},
    )


def _marks(verdict: Verdict) -> dict[str, str]:
    return {"marks": "、".join(map(str, verdict.marks.values()))} if verdict.marks else {}


def _end_links(row: Petition, *, at: dt.datetime) -> None:
    RatingLink.objects.filter(petition=row, used_at=None, expires_at__gt=at).update(expires_at=at)
