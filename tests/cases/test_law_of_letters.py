"""The conditions of letters to authorities as a lawyer reads them: rule, given, when, then (art. 72 to 78).

Monday the 23rd of November 2026, ten o'clock, is the day zero of every row.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import pytest

from cases.actions.letter_guards import LetterDraft
from cases.actions.letters import write_letter
from cases.models import DocumentKind, Letter, Petition
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import AgencyKind
from tests.cases.lives import Line, handled, make_line, registered, sent_down
from tests.cases.posted import addressee, answered, draft, posted, signed, weighed, written
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, agency

INVESTIGATION, URGING, INSPECTION = DocumentKind.INVESTIGATION, DocumentKind.URGING, DocumentKind.INSPECTION
INTERVIEW, SUIT, CLUE, REFERRAL = (
    *(DocumentKind.INTERVIEW, DocumentKind.SUIT_SUPPORT),
    *(DocumentKind.CLUE, DocumentKind.REFERRAL),
)


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def day(n: int) -> dt.datetime:
    return NOW + dt.timedelta(days=n)


class Rule(NamedTuple):
    rule: str
    given: Callable[[Line], Petition]
    letter: Callable[[Line, Petition], LetterDraft]
    on_day: int
    refused: str  # part of the sentence; empty: it may be written


def case(line: Line, **fields: object) -> Petition:
    return handled(line.county, **fields)


def required(line: Line) -> Petition:
    """An investigation was required of the police on day zero."""
    return posted(case(line), line.county).petition


def good(line: Line) -> Petition:
    row = required(line)
    return weighed(answered(row.letters.get(), line.county), line.county, "adequate").petition


def bad(line: Line) -> Petition:
    row = required(line)
    return weighed(answered(row.letters.get(), line.county), line.county, "inadequate").petition


def unweighed(line: Line) -> Petition:
    return answered(required(line).letters.get(), line.county).petition


def urged(line: Line, *, served: bool = True) -> Petition:
    """The police answered badly, and were urged on day two."""
    row = bad(line)
    letter = (posted if served else signed)(row, line.county, URGING, at=day(2), follows=first(row))
    return letter.petition


def urged_and_good(line: Line) -> Petition:
    row = urged(line)
    letter = row.letters.get(kind=URGING)
    return weighed(answered(letter, line.county, at=day(3)), line.county, "adequate", at=day(3)).petition


def first(row: Petition) -> Letter:
    return row.letters.filter(kind=INVESTIGATION).select_related("agency").earliest("pk")


def to(kind: DocumentKind, agency_kind: AgencyKind, **fields: object) -> Callable[[Line, Petition], LetterDraft]:
    """That letter to an agency of that kind in the county."""
    return lambda line, row: draft(kind, addressee(line.tree.bincheng, agency_kind), **fields)


def usual(kind: DocumentKind, **fields: object) -> Callable[[Line, Petition], LetterDraft]:
    return lambda line, row: draft(kind, at_office=line.county, **fields)


def urge(line: Line, row: Petition) -> LetterDraft:
    return draft(URGING, follows=first(row))


def inspect(line: Line, row: Petition) -> LetterDraft:
    return draft(INSPECTION, at_office=line.county, follows=row.letters.get(kind=URGING))


def relief(kind: str, agency_kind: AgencyKind) -> Callable[[Line, Petition], LetterDraft]:
    return to(REFERRAL, agency_kind, relief=kind)


def accusation(line: Line) -> Petition:
    return case(line, matter_class="accusation")


POLICE, COURT, LABOUR = AgencyKind.POLICE, AgencyKind.COURT, AgencyKind.LABOUR

RULES = [
    # 第七十三条：要求查处
    Rule("73：可以要求公安机关查处", case, usual(INVESTIGATION), 0, ""),
    Rule("73：可以要求乡镇政府查处", case, to(INVESTIGATION, AgencyKind.GOVERNMENT), 0, ""),
    Rule("73：不要求法院查处", case, to(INVESTIGATION, COURT), 0, "不能发给人民法院"),
    Rule("73：同一单位等待答复期间不重复发函", required, usual(INVESTIGATION), 1, "不要重复发函"),
    # 第七十三条：督促处理意见
    Rule(
        "73：没有要求查处的，不能督促", case, lambda x, row: draft(URGING, at_office=x.county), 0, "应当先发要求查处函"
    ),
    Rule("73：要求查处函没有签发的，不能督促", lambda x: written(case(x), x.county).petition, urge, 40, "还没有签发"),
    Rule("73：要求查处函没有送达的，不能督促", lambda x: signed(case(x), x.county).petition, urge, 40, "还没有送达"),
    Rule("73：答复期限（内部规定30日）内不能督促", required, urge, 30, "答复期限还没有届满，期限至 2026-12-23"),
    Rule("73：逾期不答复的，可以督促", required, urge, 31, ""),
    Rule("73：答复还没有评估的，不能督促", unweighed, urge, 31, "请先评估"),
    Rule("73：处理适当的，不能督促", good, urge, 31, "已评估为处理适当"),
    Rule("73：处理不当的，期限内也可以督促", bad, urge, 2, ""),
    Rule(
        "73：督促处理意见向原函的单位提出",
        bad,
        lambda x, row: draft(URGING, addressee(x.tree.bincheng, LABOUR), follows=first(row)),
        2,
        "应当向原函的单位提出",
    ),
    Rule("73：正在等待督促的答复，不重复督促", urged, urge, 3, "不要重复发函"),
    # 第七十三条：提请政府督查
    Rule("73：没有督促过的，不能提请督查", bad, lambda x, r: draft(INSPECTION, at_office=x.county), 2, "应当先发督促"),
    Rule("73：督促之后可以提请督查", urged, inspect, 3, ""),
    Rule("73：督促处理意见签发后可以同时提请督查", lambda x: urged(x, served=False), inspect, 2, ""),
    Rule("73：督促后处理适当的，不再提请督查", urged_and_good, inspect, 4, "已评估为处理适当"),
    Rule(
        "73：只向同级人民政府提请",
        urged,
        lambda x, row: draft(INSPECTION, agency(x.tree.binzhou, AgencyKind.GOVERNMENT), follows=row.letters.last()),
        3,
        "同级人民政府",
    ),
    Rule(
        "73：只向人民政府提请",
        urged,
        lambda x, row: draft(INSPECTION, addressee(x.tree.bincheng, POLICE), follows=row.letters.last()),
        3,
        "不能发给公安机关",
    ),
    # 第七十四条：约谈由人社部门进行，妇联只建议
    Rule("74：向人社部门建议约谈", case, usual(INTERVIEW), 0, ""),
    Rule("74：不向用人单位发约谈函", case, to(INTERVIEW, AgencyKind.OTHER), 0, "不能发给其他单位"),
    # 第七十三条、第七十八条：支持起诉
    Rule("78：支持起诉意见书交人民法院", case, usual(SUIT), 0, ""),
    Rule("78：支持起诉须本人同意", case, usual(SUIT, consent=False), 0, "征得本人同意"),
    Rule("78：支持起诉意见书不交公安机关", case, to(SUIT, POLICE), 0, "不能发给公安机关"),
    # 第七十七条：公益诉讼线索
    Rule("77：线索移送人民检察院", case, usual(CLUE), 0, ""),
    Rule("77：线索不移送法院", case, to(CLUE, COURT), 0, "不能发给人民法院"),
    Rule("77：移送线索不写姓名", case, usual(CLUE, named=True, consent=True), 0, "不需要写明"),
    # 转介
    Rule("法律援助法43：向法律援助机构转介", case, relief("legal_aid", AgencyKind.LEGAL_AID), 0, ""),
    Rule("转介法律援助不发民政", case, relief("legal_aid", AgencyKind.CIVIL_AFFAIRS), 0, "不能发给民政部门"),
    Rule("转介临时救助发民政", case, relief("temp_relief", AgencyKind.CIVIL_AFFAIRS), 0, ""),
    Rule("转介司法救助发法院", case, relief("judicial_relief", COURT), 0, ""),
    Rule("转介两癌救助发卫健", case, relief("two_cancers", AgencyKind.HEALTH), 0, ""),
    Rule("转介就业创业发人社", case, relief("employment", LABOUR), 0, ""),
    Rule("转介心理疏导发社会组织", case, relief("counselling", AgencyKind.NGO), 0, ""),
    Rule("转介就学发教育", case, relief("schooling", AgencyKind.EDUCATION), 0, ""),
    Rule("个保法23：转介须本人同意", case, usual(REFERRAL, consent=False), 0, "征得本人同意"),
    # 第七十二条：为检举控告人保密
    Rule("72：检举控告可以要求查处，不写姓名", accusation, usual(INVESTIGATION), 0, ""),
    Rule(
        "72：检举控告不得写明检举人", accusation, usual(INVESTIGATION, named=True, consent=True), 0, "不得写明检举人"
    ),
    Rule("72：检举控告不得转介写名", accusation, usual(REFERRAL), 0, "不得写明检举人"),
    Rule("72：没有选择写名的，正文不得出现姓名", case, usual(INVESTIGATION, facts="王小芳多次报警。"), 0, "姓名"),
    Rule("个保法23：写明姓名须本人同意", case, usual(INVESTIGATION, named=True), 0, "征得本人同意"),
    Rule("写明姓名且本人同意的，可以写", case, usual(INVESTIGATION, named=True, consent=True), 0, ""),
    # 法发〔2022〕10号4：不得泄露去向和联系方式
    Rule("不得写身份证号", case, usual(INVESTIGATION, facts="身份证号11010519491231002X"), 0, "身份证号"),
    Rule("不得写手机号码", case, usual(INVESTIGATION, ask="请联系 138 5431 2345"), 0, "电话号码"),
    Rule("不得写住址", case, usual(INVESTIGATION, facts="家住滨城区黄河五路 385 号。"), 0, "住址"),
    # 由谁、何时
    Rule("登记后尚未受理的，可以发函", lambda x: registered(x.county), usual(INVESTIGATION), 0, ""),
    Rule("转来尚未接收的，不能发函", sent_down, usual(INVESTIGATION), 0, "不能发函"),
    Rule(
        "已停用的单位不能发函",
        case,
        lambda x, r: draft(INVESTIGATION, agency(x.tree.bincheng, valid_to=dt.date(2026, 11, 1))),
        0,
        "已经停用",
    ),
    Rule("可以发给上级地方的单位", case, lambda x, r: draft(INVESTIGATION, agency(x.tree.binzhou)), 0, ""),
    Rule("不能发给别县的单位", case, lambda x, r: draft(INVESTIGATION, agency(x.tree.huimin)), 0, "名录中没有"),
]


@pytest.mark.parametrize("rule", RULES, ids=[row.rule for row in RULES])
def test_the_rule_holds(line: Line, rule: Rule) -> None:
    row = rule.given(line)
    letter = rule.letter(line, row)
    before = row.letters.count()

    if not rule.refused:
        write_letter(row, letter, by=line.county.handler, at=day(rule.on_day))
        assert row.letters.count() == before + 1
        return
    with pytest.raises(NotAllowed, match=rule.refused):
        write_letter(row, letter, by=line.county.handler, at=day(rule.on_day))
    assert row.letters.count() == before
