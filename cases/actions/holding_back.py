"""What the gate holds back becomes a task, closed with words; what went out all the same is told to the head."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from cases.actions.handling_steps import check_holds, locked
from cases.models import Document, Event, HeldContact, Petition
from cases.safe_contact import Answer, Going, HeldBack, ask, pass_gate
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell

P = ParamSpec("P")
R = TypeVar("R")


def leaves_a_task(verb: Callable[P, R]) -> Callable[P, R]:
    """Stand this above `transaction.atomic`: the verb's own rows are gone when the gate refuses, the task stays.

    Inside another verb's transaction the task goes with it, and that verb's own mark writes it again.
    """

    @wraps(verb)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except HeldBack as held:
            hold_back(held.going, held.answer)
            raise

    return kept


@transaction.atomic
def hold_back(going: Going, answer: Answer) -> HeldContact:
    """Leave the task to whoever meant to reach her; the same one is left once."""
    facts = {  # a paper that was written in the same act is gone with it
        "document": Document.objects.filter(pk=going.document.pk).first() if going.document else None,
        "verdict": answer.verdict,
        "why": answer.why,
        "instead": answer.instead,
        "wait_until": answer.until,
    }
    task, made = HeldContact.objects.get_or_create(
        petition_id=going.petition.pk,
        org=going.by.org,
        way=going.way,
        what=going.what,
        done_at=None,
        defaults={**facts, "at": going.at, "by": going.by},
    )
    if made:
        record("contact.hold", task, by=going.by, at=going.at, petition=going.petition.pk, way=going.way)
        text = f"{going.what}没有发出：她不能以“{task.get_way_display()}”联系，请改用其他方式。"
        tell(going.petition, org=going.by.org, roles=_handling(going.by), text=text, at=going.at, light=Light.YELLOW)
    return task


def _handling(by: User) -> list[Role]:
    """Whoever works with her hands on matters: the roles of who meant to reach her, and the head of the section."""
    return sorted({*(Role(role) for role in by.roles), Role.SECTION_HEAD})


@transaction.atomic
def settle_held(task: HeldContact, *, words: str, by: User, at: dt.datetime) -> HeldContact:
    """Say what was done instead; the task is done. Raises NotAllowed."""
    made = HeldContact.objects.select_for_update(of=("self",)).select_related("org").get(pk=task.pk)
    if made.org_id != by.org_id or not by.can(Can.REGISTER):
        raise NotAllowed(f"该待办由{made.org.name}处理。")
    if made.done_at is not None:
        raise NotAllowed("该待办已经处理。")
    if not words.strip():
        raise NotAllowed("请写明改用什么方式、什么时间联系，结果如何。")
    made.done_at, made.done_by, made.done_words = at, by, words.strip()
    made.save(update_fields=["done_at", "done_by", "done_words"])
    data = {"way": made.way, "what": made.what}
    Event.objects.create(
        petition_id=made.petition_id,
        verb="contact.settle",
        at=at,
        actor=by,
        org=by.org,
        note=made.done_words,
        data=data,
    )
    record("contact.settle", made, by=by, at=at, petition=made.petition_id)
    return made


def note_despite(going: Going, words: str) -> None:
    """It has happened already, against what she asked: written down as it was, and told to the heads.

    A record that may not tell the truth would only teach people to write another way into it.
    """
    answer = ask(going.petition, going.way, at=going.at)
    if answer.may_go:
        return
    data = {"way": going.way, "what": going.what}
    Event.objects.create(
        petition=going.petition,
        verb="contact.despite",
        at=going.at,
        actor=going.by,
        org=going.by.org,
        note=words.strip(),
        data=data,
    )
    record("contact.despite", going.petition, by=going.by, at=going.at, way=going.way)
    text = "有一次联系没有按信访人的安全联系要求进行，请了解情况、确认她安全。"
    roles = [Role.SECTION_HEAD, Role.UNIT_HEAD]
    tell(going.petition, org=going.by.org, roles=roles, text=text, at=going.at, light=Light.ORANGE)


@leaves_a_task
@transaction.atomic
def reach_out(petition: Petition, *, way: str, by: User, at: dt.datetime) -> Petition:
    """Ask the gate before reaching her, and write down that one is about to. Raises HeldBack: what to do instead."""
    row = locked(petition)
    check_holds(row, by, "联系信访人")
    pass_gate(Going(row, Way(way), "联系信访人", by, at))
    Event.objects.create(petition=row, verb="contact.reach", at=at, actor=by, org=by.org, data={"way": way})
    record("contact.reach", row, by=by, at=at, way=way)
    return row
