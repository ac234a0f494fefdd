"""What another system sends about a call: as it is described, and as the call's screen would have typed it."""

from typing import Any

from rest_framework import serializers

from cases.api.writing_shapes import SafeContactShape
from cases.api.writing_typed import Given, complaints, typed_of
from cases.forms.safe_contact_form import RegisteredWishFields
from fedportal.api.sent_fields import CodeField, Flag, MomentField, Shape, Text, choice, text
from hotline.actions.call_handing_in import Heard
from hotline.api.shapes import SentCallerShape
from hotline.call_facts import Language, Need
from hotline.call_ticket_workflow import MOVES as TICKET_MOVES
from hotline.call_workflow import CallClass
from hotline.models import CallAttempt
from hotline.triage import TRIAGE, Said

# Made over the interface as on the page. What registers a petition, or calls back by way of her own terms, asks for
# more than one who only tells of a call can know: cadres do that.
CALL_MOVES = ("emergency", "reach", "resolve", "order", "dismiss", "settle", "close")
ATTEMPT = "attempt"  # no move: the call waits to be called back, as before
ORDER_MOVES = tuple(
    name for name, move in TICKET_MOVES.items() if not move.own_page and name not in ("refer", "extend", "hand_over")
)
_WISH = tuple(RegisteredWishFields.base_fields)
_PLAIN = (
    *("anonymous", "for_other", "relation", "language", "needs", "recording_told", "triage", "call_class"),
    *("facts", "request", "answer", "whereabouts", "police_note"),
)


def _classes() -> list[tuple[str, str]]:
    """A nuisance is dismissed, and not written down."""
    return [(value, words) for value, words in CallClass.choices if value != CallClass.NUISANCE]


class SentTriageShape(Shape):
    """The questions that are asked first, as they were answered."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {question.name: choice(Said.choices, required=False, help_text=question.label) for question in TRIAGE}


class CallContentShape(Shape):
    """What was written down on the call."""

    caller = SentCallerShape(required=False)
    victim = SentCallerShape(required=False, help_text="当事人；替别人来电的才写")
    anonymous = Flag(required=False)
    for_other = Flag(required=False, help_text="替别人来电")
    relation = text(30, help_text="来电人是当事人的什么人")
    language = choice(Language.choices, required=False)
    needs = serializers.ListField(child=choice(Need.choices), required=False)
    recording_told = Flag(required=False, help_text="已告知通话录音")
    triage = SentTriageShape(required=False, help_text="先问是否紧急；有危险的，只限接线员和负责人查阅")
    call_class = choice(_classes(), required=False, help_text="类别")
    facts = text(20_000, help_text="反映的情况")
    request = text(5_000, help_text="诉求")
    answer = text(10_000, help_text="答复")
    whereabouts = text(200, help_text="现在的位置")
    police_note = text(200, help_text="110 处置情况")
    safe_contact = SafeContactShape(required=False, help_text="怎样联系她才安全；没有问过的不写")


class CallHandedInShape(CallContentShape):
    """A call that was answered, or missed, elsewhere."""

    line = Text(max_length=20, help_text="本单位线路的号码，如 0543-12338")
    received_at = MomentField(help_text="来电时间，最早 7 天以前")
    answered_at = MomentField(required=False, allow_null=True, help_text="接听时间；没有接听的不写，列入回拨")
    ended_at = MomentField(required=False, allow_null=True, help_text="挂断时间；还在通话的不写")


class SentCallMoveShape(Shape):
    """What a step asks for."""

    result = choice(CallAttempt.Result.choices, required=False, help_text="没有联系上的情形（attempt）")


class SentCallTicketMoveShape(Shape):
    """What a step asks for; each asks for few of these."""

    note = text(10_000, help_text="派单要求、理由、办理情况或者办理结果")
    unit = CodeField(required=False, help_text="承办单位（dispatch）、提请的上级（request）")


def heard(given: Given) -> Heard:
    return Heard(given["received_at"], given.get("answered_at"), given.get("ended_at"))


def typed(given: Given) -> dict[str, Any]:
    """By the columns of the call, those alone that were sent. Raises ValidationError for terms that are none."""
    found = {name: given[name] for name in _PLAIN if name in given}
    for who in ("caller", "victim"):
        found |= {f"{who}_{name}": value for name, value in given.get(who, {}).items()}
    return found | ({"wish": _wish(given)} if "safe_contact" in given else {})


def _wish(given: Given) -> dict[str, Any]:
    """As the screen keeps it, so that the form of registration shows it again."""
    form = RegisteredWishFields(typed_of({"safe_contact": given["safe_contact"]}, {}))
    if not form.is_valid():
        raise complaints(form)
    return {name: form.fields[name].widget.value_from_datadict(form.data, {}, name) for name in _WISH}
