"""Verbs on rights posts: open, change, close; review them every year, nominate them, say what came of it."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.deadlines.actions import cancel_deadlines, meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Agency, Level
from stations.models import PostAward, PostEvent, PostReview, RightsPost
from stations.network_law import POST_REVIEW
from stations.post_facts import AwardState, Verdict

LABELS = {
    **{"agency": "所在单位", "name": "名称", "place": "地点", "duties": "职责", "contact": "联系人"},
    **{"phone": "办公电话", "opened_on": "设立日期"},
}


@dataclass(frozen=True)
class PostFacts:
    """What is said of a post."""

    agency: Agency
    name: str
    duties: tuple[str, ...]
    opened_on: dt.date
    place: str = ""
    contact: str = ""
    phone: str = ""

    def values(self) -> dict[str, Any]:
        """As columns."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"duties": list(self.duties)}


def why_not_keep_post(org_id: int, *, by: User) -> str:
    """Why she may not keep the posts of that unit; empty if she may."""
    if not by.can(Can.KEEP_STATIONS):
        return "您的角色不能登记、更改维权岗。"
    return "" if org_id == by.org_id else "维权岗由登记单位维护，只有该单位可以更改、复核。"


@transaction.atomic
def open_post(facts: PostFacts, *, by: User, at: dt.datetime) -> RightsPost:
    """A post at an agency that this unit may write to; a year for its first review begins. Raises NotAllowed."""
    _check(by.org_id, facts, by=by, at=at)
    try:
        with transaction.atomic():
            row = RightsPost.objects.create(org=by.org, org_code=by.org.code, entered_at=at, **facts.values())
    except IntegrityError as clash:
        raise NotAllowed("这个单位已有同名的维权岗。", code="condition") from clash
    _owe_review(row, at=at)
    _write("post.open", row, [["名称", "", row.name], ["设立日期", "", str(row.opened_on)]], by=by, at=at)
    return row


@transaction.atomic
def change_post(post: RightsPost, facts: PostFacts, *, by: User, at: dt.datetime) -> RightsPost:
    """Say otherwise what is so now. Nothing changed: nothing written. Raises NotAllowed."""
    row = _locked(post, by=by)
    _check(row.org_id, facts, by=by, at=at)
    before, wanted = _said(row), facts.values()
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    try:
        with transaction.atomic():
            _save(row, *changed)
    except IntegrityError as clash:
        raise NotAllowed("这个单位已有同名的维权岗。", code="condition") from clash
    after = _said(row)
    changes = [[label, before[label], words] for label, words in after.items() if before[label] != words]
    _write("post.change", row, changes, by=by, at=at)
    return row


@transaction.atomic
def close_post(post: RightsPost, *, on: dt.date, by: User, at: dt.datetime) -> RightsPost:
    """It is no more; what was written of it stays. Raises NotAllowed."""
    row = _locked(post, by=by)
    if not row.opened_on <= on <= timezone.localdate(at):
        raise NotAllowed("撤销日期不能早于设立日期，也不能晚于今天。")
    row.closed_on = on
    _save(row, "closed_on")
    cancel_deadlines(row, at=at)
    _write("post.close", row, [["撤销日期", "", str(on)]], by=by, at=at)
    return row


@transaction.atomic
def review_post(post: RightsPost, verdict: Verdict, *, remarks: str, by: User, at: dt.datetime) -> PostReview:
    """The yearly look; the next is owed a year from today. Raises NotAllowed."""
    row = _locked(post, by=by)
    if verdict != Verdict.GOOD and not remarks.strip():
        raise NotAllowed("不是“履职良好”的，请写明问题和改进要求。")
    today = timezone.localdate(at)
    made = PostReview.objects.create(post=row, year=today.year, verdict=verdict, remarks=remarks.strip(), by=by, at=at)
    row.reviewed_on = today
    _save(row, "reviewed_on")
    meet_deadlines(row, kinds=(POST_REVIEW.kind,), at=at)
    _owe_review(row, at=at)
    record("post.review", row, by=by, at=at, verdict=verdict.value)
    return made


@transaction.atomic
def nominate_post(post: RightsPost, *, level: int, year: int, deeds: str, by: User, at: dt.datetime) -> PostAward:
    """As 优秀妇女维权岗 of a county, city or province. Raises NotAllowed."""
    row = _locked(post, by=by)
    if level > Level.COUNTY or level > row.org.level:
        raise NotAllowed("推荐为本级或者上级的优秀妇女维权岗，最低为县级。")
    if abs(year - timezone.localdate(at).year) > 1:
        raise NotAllowed("只能推荐今年及前后一年的。")
    try:
        with transaction.atomic():
            made = PostAward.objects.create(
                post=row, level=level, year=year, deeds=deeds, nominated_at=at, nominated_by=by
            )
    except IntegrityError as clash:
        raise NotAllowed("这一年度、这一层级已经推荐过。", code="condition") from clash
    _save(row)
    record("post.nominate", row, by=by, at=at, level=level, year=year)
    return made


def why_not_decide_award(award: PostAward, *, by: User) -> str:
    """Why she may not say what came of it; empty if she may: heads of the unit of that level above the post."""
    if not by.can(Can.ACCREDIT):
        return "优秀维权岗由主席（分管副主席）、权益部负责人认定。"
    fits = by.org.level == award.level and by.org.covers(award.post.org_code)
    return "" if fits else f"由{Level(award.level).label}妇联认定。"


@transaction.atomic
def decide_award(award: PostAward, state: AwardState, *, by: User, at: dt.datetime, note: str = "") -> PostAward:
    """Given or not. Raises NotAllowed."""
    row = PostAward.objects.select_for_update(of=("self",)).select_related("post").get(pk=award.pk)
    if reason := why_not_decide_award(row, by=by):
        raise NotAllowed(reason)
    if row.state != AwardState.NOMINATED:
        raise NotAllowed("已经认定。", code="wrong_state")
    if state == AwardState.NOMINATED:
        raise NotAllowed("请选择授予或者不授予。")
    row.state, row.note, row.decided_at, row.decided_by = state, note.strip(), at, by
    row.save(update_fields=["state", "note", "decided_at", "decided_by"])
    _save(row.post)
    record("post.award", row.post, by=by, at=at, state=state.value, level=row.level, year=row.year)
    return row


def _owe_review(row: RightsPost, *, at: dt.datetime) -> None:
    open_deadline(row, POST_REVIEW.code, org=row.org, start=timezone.localtime(at), at=at)


def _locked(post: RightsPost, *, by: User) -> RightsPost:
    rows = RightsPost.objects.select_for_update(of=("self",)).select_related("org", "agency")
    row: RightsPost = rows.get(pk=post.pk)
    if reason := why_not_keep_post(row.org_id, by=by):
        raise NotAllowed(reason)
    if row.closed_on is not None:
        raise NotAllowed("维权岗已经撤销。", code="wrong_state")
    return row


def _check(org_id: int, facts: PostFacts, *, by: User, at: dt.datetime) -> None:
    if reason := why_not_keep_post(org_id, by=by):
        raise NotAllowed(reason)
    if facts.opened_on > timezone.localdate(at):
        raise NotAllowed("设立日期不能晚于今天，设立后再登记。")
    if not facts.duties:
        raise NotAllowed("请至少写明一项职责。")
    if not Agency.objects.visible_to(by).filter(pk=facts.agency.pk).exists():
        raise NotAllowed("请从协作单位名录中选择所在单位。")


def _said(row: RightsPost) -> dict[str, str]:
    words = {name: getattr(row, name) for name in LABELS}
    return {label: _words(words[name]) for name, label in LABELS.items()}


def _words(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value or "")


def _save(row: RightsPost, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _write(verb: str, row: RightsPost, changes: list[list[str]], *, by: User, at: dt.datetime) -> None:
    PostEvent.objects.create(post=row, verb=verb, at=at, actor=by, org=by.org, changes=changes)
    record(verb, row, by=by, at=at)
