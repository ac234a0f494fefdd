"""Suggestions and proposals of the demo's cities: some answered in writing, some waiting; all invented."""

import datetime as dt

from django.utils import timezone

from cases.actions.advising import Advice, answer_suggestion, propose, record_outcome, suggest
from cases.actions.documents import serve_document
from cases.models import Petition
from cases.workflow import Adoption, Measure, ProposalOutcome, SuggestionKind, ToldHow
from cases.workflow.states import OPEN
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.orgs.models import Organization

IMPROVE = (
    "近期多件家庭暴力投诉首次回访晚于三日。建议：\n一、受理当日确定回访人；\n二、与派出所建立告诫书抄送机制；\n"
    "三、将回访情况纳入月度通报。"
)
POLICY = "出嫁女土地补偿款分配纠纷集中，村规民约与法律不一致。建议在村规民约备案审查中增加妇女权益审查内容。"
ACCOUNTABILITY = "该件经两次催办仍未书面告知信访人，回复内容与事实不符。建议对有关责任人予以批评教育，并书面检查。"
REPLY = "已召开专题会研究，修订首办责任制，明确受理当日确定回访人；与公安分局商定告诫书三日内抄送。整改情况随文报送。"
PARTLY = "关于备案审查的建议已采纳，列入明年工作要点；关于增设专项经费的建议，因预算已定，暂不采纳。"
REASON = "该单位对同一集体的多名出嫁女诉求推诿三个月，要求查处函逾期未复，督促后仍未答复，群众再次到市集体访。"


def give_some(hands: Hands) -> None:
    """For each main county its city writes three suggestions and two proposals."""
    for code in SEATS:
        county = Organization.objects.select_related("parent").get(code=code, valid_to=None)
        assert county.parent is not None  # a county has a city
        rows = hands.quiet(county, status__in=OPEN, registered_at__lt=hands.ago(40))[:5]
        for story, row in zip((_improve, _policy, _accountability, _taken, _waiting), rows, strict=False):
            story(Desk(hands, row, county, hands.of(county.parent, Can.SUPERVISE)))


class Desk:
    """The city's officer with one matter of the county."""

    def __init__(self, hands: Hands, row: Petition, county: Organization, by: User) -> None:
        self.hands, self.row, self.county, self.by = hands, row, county, by

    def day(self, days_ago: float) -> dt.date:
        return timezone.localdate(self.hands.ago(days_ago))


def _improve(desk: Desk) -> None:
    """Answered by the county."""
    advice = Advice(SuggestionKind.IMPROVE, IMPROVE, receiver=desk.county)
    made, at = suggest(desk.row, advice, by=desk.by, at=desk.hands.ago(24)), desk.hands.ago(6)
    by = desk.hands.of(desk.county, Can.HANDLE)
    answer_suggestion(made, reply=REPLY, adoption=Adoption.ADOPTED, replied_on=desk.day(6), by=by, at=at)


def _policy(desk: Desk) -> None:
    """To an organ, whose letter the city has entered."""
    advice = Advice(SuggestionKind.POLICY, POLICY, organ=f"{desk.by.org.region_name}民政局")
    made, at = suggest(desk.row, advice, by=desk.by, at=desk.hands.ago(38)), desk.hands.ago(9)
    answer_suggestion(made, reply=PARTLY, adoption=Adoption.PARTLY, replied_on=desk.day(10), by=desk.by, at=at)


def _accountability(desk: Desk) -> None:
    """Waits for the county."""
    advice = Advice(SuggestionKind.ACCOUNTABILITY, ACCOUNTABILITY, receiver=desk.county)
    suggest(desk.row, advice, by=desk.by, at=desk.hands.ago(5))


def _taken(desk: Desk) -> None:
    target, at = f"{desk.county.region_name}某街道办事处", desk.hands.ago(30)
    made = propose(desk.row, measure=Measure.INTERVIEW, target=target, reason=REASON, by=desk.by, at=at)
    served_at, how = desk.hands.ago(29), ToldHow.LETTER
    serve_document(made.document, how=how, served_at=served_at, by=desk.by, at=served_at, receipt="机要交换")
    note = "联席会议办公室约谈该街道主要负责人，责成一个月内报告整改情况。"
    outcome, at = ProposalOutcome.TAKEN, desk.hands.ago(8)
    record_outcome(made, outcome=outcome, outcome_on=desk.day(12), note=note, by=desk.by, at=at)


def _waiting(desk: Desk) -> None:
    target, at = f"{desk.county.region_name}某镇人民政府", desk.hands.ago(4)
    propose(desk.row, measure=Measure.LISTED_SUPERVISION, target=target, reason=REASON, by=desk.by, at=at)
