"""Moves of the demo's main counties that the drawn lives never make: objections, mediation, reviews, the archive.

What ends a clock that the replay has run happens now, since that clock may have climbed until now.
"""

from collections.abc import Callable

from django.utils import timezone

from cases.actions.contacts import add_contact
from cases.categories import AT_HOME
from cases.models import Channel, Petition
from cases.registering import Taken
from cases.workflow import Status
from cases.workflow.states import OPEN
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import SEATS
from fedportal.dashboards.demo.violence import begin_courses
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization

MINUTES = 1 / 1440  # of a day
TERMS = (
    "一、双方自本协议签订之日起分开居住，互不打扰。\n二、男方每月 5 日前给付抚养费 800 元。\n三、每周六探望孩子一次。"
)
FOUND = {"findings": "原处理意见认定事实清楚，有走访记录、当事人陈述为证。", "basis": "《信访工作条例》第三十五条"}
KEPT = "维持原处理意见，请承办单位继续做好帮扶。"


def make_some(hands: Hands) -> None:
    """Every story once in each main county; one that finds no matter of its kind is left out."""
    for code in SEATS:
        county = Organization.objects.select_related("parent__parent").get(code=code, valid_to=None)
        for story in STORIES:
            try:
                story(hands, county)
            except (NotAllowed, Petition.DoesNotExist):
                continue


def _one(hands: Hands, county: Organization, *, days: float = 0.5, **asked: object) -> Petition:
    """The newest of that kind. Raises DoesNotExist."""
    row = hands.quiet(county, days=days, **asked).first()
    if row is None:
        raise Petition.DoesNotExist
    return row


def _archived(hands: Hands, county: Organization) -> None:
    ended = hands.quiet(county, days=90, status=Status.CLOSED, same_as=None)
    for row in ended.exclude(category__in=AT_HOME)[:5]:  # those wait for the end of their courses
        hands.move(row, "archive", county, days_ago=14, retention="30y")


def _sent_back_by_the_city(hands: Hands, county: Organization) -> None:
    assert county.parent is not None  # a county has a city
    row, note = (
        _one(hands, county, days=60, status=Status.CLOSED),
        "抽查发现告知书没有送达回证，请重新办理并书面告知。",
    )
    hands.move(row, "supervise_reopen", county.parent, days_ago=6, note=note, cause="telling")


def _objected(hands: Hands, county: Organization) -> None:
    row = _one(hands, county, days=0, status=Status.PASSED_DOWN)
    hands.move(row, "object", county, days_ago=5 * MINUTES, note="信访人户籍地和事项发生地均不在本县（区），请核定。")


def _disputed(hands: Hands, county: Organization) -> None:
    row = _one(hands, county, status=Status.REGISTERED)
    others = Organization.objects.filter(parent=county.parent, level=Level.COUNTY, valid_to=None)
    other = others.exclude(pk=county.pk).order_by("code").first()
    note = "事项发生地在该县，该县认为应当由户籍地办理，双方意见不一。"
    hands.move(row, "dispute", county, days_ago=4 * MINUTES, note=note, other_unit=other)


def _refused(hands: Hands, county: Organization) -> None:
    row, note = (
        _one(hands, county, status=Status.REGISTERED),
        "同一事项正在由本单位办理，已告知信访人办理进展和联系人。",
    )
    hands.move(row, "refuse", county, days_ago=4 * MINUTES, note=note, refusal="dup_in_progress", told_how="phone")


def _withdrawn(hands: Hands, county: Organization) -> None:
    row = _one(hands, county, status__in=(Status.REGISTERED, Status.ACCEPTED))
    given = {"withdrawn_how": "phone", "safety": "已单独与本人通话，确认自愿撤回、目前安全。"}
    hands.move(row, "withdraw", county, days_ago=3 * MINUTES, note="双方已自行协商解决。", **given)


def _diverted(hands: Hands, county: Organization) -> None:
    row = _one(hands, county, status__in=(Status.ACCEPTED, Status.HANDLING), category__startswith="labour")
    given = {"remedy": "labour_arbitration", "known_on": timezone.localdate(hands.ago(60)), "told_how": "phone"}
    organ = f"{county.region_name}劳动人事争议仲裁委员会"
    note = "已告知申请期限和所需材料，并联系法律援助。"
    hands.move(row, "divert", county, days_ago=3 * MINUTES, note=note, competent_organ=organ, **given)


def _mediating(hands: Hands, county: Organization) -> None:
    """One goes on, the other has come to an agreement."""
    rows = hands.quiet(county, days=4, status=Status.ACCEPTED, category__startswith="family")
    for n, row in enumerate(rows.exclude(category="family.dv")[:2]):
        hands.move(row, "start", county, days_ago=3.1)
        given = {"mediation_kind": "people", "consent": True}
        hands.move(row, "mediate", county, days_ago=3 - n, note="双方同意由人民调解委员会主持调解。", **given)
        if n:
            hands.move(row, "mediation_agreed", county, days_ago=2 * MINUTES, agreed_terms=TERMS)


def _prolonged(hands: Hands, county: Organization) -> None:
    """One asks, the other has been allowed."""
    rows = hands.quiet(county, days=3, status=Status.HANDLING, extensions=None)
    for n, row in enumerate(rows[:2]):
        note = "情况复杂，需要等待乡镇和有关单位的核查结果。"
        hands.move(row, "request_extension", county, days_ago=2, note=note, days=30)
        if n:
            hands.move(row, "approve_extension", county, days_ago=2 * MINUTES, note="同意。", told_how="letter")


def _reviewed(hands: Hands, county: Organization) -> None:
    """Four matters that asked the city: before a hearing, gone on to the province, decided, after a hearing."""
    city = county.parent
    assert city is not None  # a county has a city
    served = {"documents__kind": "opinion", "documents__served_at__range": (hands.ago(29), hands.ago(10))}
    rows = hands.quiet(county, days=9, status=Status.OPINION_ISSUED, **served)
    for n, row in enumerate(rows[:4]):
        day = timezone.localdate(hands.ago(9))
        note = "信访人认为原意见没有查清对方收入，请求复查。"
        hands.move(row, "ask_review", county, days_ago=9, note=note, requested_on=day)
        if n in (0, 3):
            _heard(hands, row, city, ended=bool(n))
            continue
        given = {"outcome": "keep", "told_how": "in_person"} | FOUND
        hands.move(row, "decide_review", city, days_ago=5, note=KEPT, **given)
        if n == 1:
            note, day = "信访人不服复查意见，请求复核。", timezone.localdate(hands.ago(2))
            hands.move(row, "ask_recheck", county, days_ago=2, note=note, requested_on=day)


def _heard(hands: Hands, row: Petition, city: Organization, *, ended: bool) -> None:
    first = timezone.localdate(hands.ago(3 if ended else -2))
    note = "就抚养费数额举行听证，信访人、承办人和村（社区）代表参加。"
    hands.move(row, "hold_hearing", city, days_ago=7, note=note, hearing_from=first, hearing_until=first)
    if ended:
        note = "双方陈述意见，对方认可月收入四千元。"
        hands.move(row, "end_hearing", city, days_ago=2, note=note, held_until=first)


def _came_again(hands: Hands, county: Organization) -> None:
    """A few call or come once more about what is open."""
    for n, row in enumerate(hands.quiet(county, days=6, status__in=OPEN)[:6]):
        at, by = hands.ago(5 - 0.7 * n), hands.of(county, Can.REGISTER)
        taken = Taken(read_back=True, note="询问办理进展，补充了近期情况。")
        add_contact(row, taken, channel=(Channel.CALL, Channel.VISIT)[n % 2], received_at=at, by=by, at=at)


STORIES: tuple[Callable[[Hands, Organization], None], ...] = (
    _archived,
    _sent_back_by_the_city,
    _objected,
    _disputed,
    _refused,
    _withdrawn,
    _diverted,
    _reviewed,
    _prolonged,
    _mediating,
    begin_courses,
    _came_again,
)
