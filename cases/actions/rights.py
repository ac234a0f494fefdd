"""What people ask about their own data: taken down, decided with words, handed over; and who else was given it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.actions.disclosing import disclose
from cases.actions.disposals import put_before_disposal
from cases.actions.handling_steps import locked, whole_minute
from cases.actions.violence.guards import is_at_home
from cases.law import RIGHTS_REQUEST
from cases.models import Event, Party, Petition, ProcessingBasis, RightsRequest
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.deadlines.actions import meet_deadlines, open_deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.actions import tell
from fedportal.privacy.purposes import CONSENT_NOW, Basis

Kind = RightsRequest.Kind


@dataclass(frozen=True)
class Asked:
    """Who asks for what, and how it was made sure who she is."""

    kind: str
    standing: str
    requester: str
    proof: str
    text: str = ""


@transaction.atomic
def take_request(party: Party, asked: Asked, *, received_at: dt.datetime, by: User, at: dt.datetime) -> RightsRequest:
    """Take down what somebody asks about the data of this person; the clock to answer starts. Raises NotAllowed."""
    row = locked(party.petition)
    _check_held(row, by, "登记个人信息申请")
    if not whole_minute(row.registered_at) <= received_at <= at:
        raise NotAllowed("收到申请的时间应当在登记之后，不能晚于现在。")
    if row.disposed_at is not None:
        raise NotAllowed("本件已按保管期限处置，不再有个人信息。")
    if asked.standing != RightsRequest.Standing.SELF and asked.proof != RightsRequest.Proof.PAPERS:
        raise NotAllowed("不是本人申请的，请核对身份证件和委托、监护、亲属证明。")
    if asked.kind == Kind.CORRECT and not asked.text.strip():
        raise NotAllowed("请写明要更正、补充什么。")
    made = RightsRequest.objects.create(
        petition=row,
        party=party,
        org=row.org,
        kind=Kind(asked.kind),
        standing=asked.standing,
        requester=asked.requester.strip(),
        proof=asked.proof,
        text=asked.text.strip(),
        received_at=received_at,
        recorded_at=at,
        recorded_by=by,
    )
    open_deadline(row, RIGHTS_REQUEST.code, org=row.org, start=received_at, at=at, item=made.item)
    _write_down("rights.request", made, by=by, at=at)
    text = f"收到一份个人信息{made.get_kind_display()}申请，请在期限内答复。"
    tell(row, org=row.org, roles=[Role.SECTION_HEAD], text=text, at=at)
    return made


@transaction.atomic
def decide_request(request: RightsRequest, *, granted: bool, answer: str, by: User, at: dt.datetime) -> RightsRequest:
    """Answer it in words; a refusal says why (art. 50). The clock stops. Raises NotAllowed.

    A deletion that is granted puts the matter before the disposal, where a second person confirms it; where the law
    still demands keeping it, her data is kept and no more until then (art. 47, para 2).
    """
    made = RightsRequest.objects.select_for_update(of=("self",)).select_related("petition", "org").get(pk=request.pk)
    if made.org_id != by.org_id or not by.can(Can.DISPOSE):
        raise NotAllowed(f"该申请由{made.org.name}权益部负责人或者主席（分管副主席）答复。")
    if made.decided_at is not None:
        raise NotAllowed("该申请已经答复。")
    if not answer.strip():
        raise NotAllowed("请填写答复；不同意的，写明理由（个人信息保护法第五十条）。")
    if granted and made.kind == Kind.DELETE and made.petition.is_open:
        raise NotAllowed("本件还在办理，不能删除（个人信息保护法第四十七条）；本人不再要求办理的，先登记撤回。")
    made.decided_at, made.decided_by, made.granted, made.answer = at, by, granted, answer.strip()
    made.save(update_fields=["decided_at", "decided_by", "granted", "answer"])
    meet_deadlines(made.petition, kinds=(RIGHTS_REQUEST.kind,), item=made.item, at=at)
    _write_down("rights.decide", made, by=by, at=at)
    if made.restricts:
        put_before_disposal(made.petition, by=by, at=at)
    return made


@transaction.atomic
def hand_over(request: RightsRequest, *, by: User, at: dt.datetime) -> None:
    """Her own data is handed to her: written down like everything that leaves the house. Raises NotAllowed."""
    made = RightsRequest.objects.select_related("petition", "org").get(pk=request.pk)
    if made.org_id != by.org_id:
        raise NotAllowed(f"该申请由{made.org.name}受理。")
    if not made.gives_copy:
        raise NotAllowed("同意查阅、复制的申请，才能导出本人信息。")
    if made.standing != RightsRequest.Standing.SELF and is_at_home(made.petition):
        raise NotAllowed(
            "家庭暴力事项的信息只交给本人：代领的人可能是加害人，或者受其指使（法发〔2022〕10号第四条）。"
        )
    disclose(
        made.petition,
        to=f"{made.get_standing_display()}（{made.get_kind_display()}申请）",
        what="本人信息导出",
        basis="个人信息保护法第四十五条",
        by=by,
        at=at,
    )
    record("rights.hand_over", made, by=by, at=at, petition=made.petition_id)


@transaction.atomic
def note_basis(
    petition: Petition, *, basis: str, by: User, at: dt.datetime, consenter: str = "", told_on: dt.date | None = None
) -> ProcessingBasis:
    """Say on which basis the data of this matter is processed, where it is another than the duty; the latest holds.

    `consenter` gave consent to the wording of the day; `told_on` is when somebody in an emergency was told afterwards.
    Raises NotAllowed.
    """
    row = locked(petition)
    _check_held(row, by, "登记处理依据")
    if basis == Basis.CONSENT and not consenter:
        raise NotAllowed("请选择由谁同意。")
    if told_on is not None and told_on > timezone.localdate(at):
        raise NotAllowed("告知日期不能晚于今天。")
    made = ProcessingBasis.objects.create(
        petition=row,
        basis=Basis(basis),
        consent_version=CONSENT_NOW if basis == Basis.CONSENT else "",
        consented_by=consenter if basis == Basis.CONSENT else "",
        told_on=told_on if basis == Basis.EMERGENCY else None,
        at=at,
        by=by,
    )
    record("basis.note", made, by=by, at=at, petition=row.pk, basis=basis)
    return made


def _check_held(row: Petition, by: User, act: str) -> None:
    """Of an archived file too: the rights of whom it is about do not end with its archiving."""
    if row.org_id != by.org_id or not by.can(Can.REGISTER):
        raise NotAllowed(f"该信访事项由{row.org.name}承办，只有承办单位可以{act}。")


def _write_down(verb: str, made: RightsRequest, *, by: User, at: dt.datetime) -> None:
    data = {"rights_kind": made.kind, "granted": {None: "", True: "yes", False: "no"}[made.granted]}
    given = {name: value for name, value in data.items() if value}
    Event.objects.create(petition_id=made.petition_id, verb=verb, at=at, actor=by, org=by.org, data=given)
    record(verb, made, by=by, at=at, petition=made.petition_id, kind=made.kind)
