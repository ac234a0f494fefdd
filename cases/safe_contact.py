"""The gate before every way out to a petitioner: it may go, has to wait, or is held back, and why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cases.models import Document, Petition, SafeContact
from cases.workflow import DocumentKind
from cases.workflow.contacting import CAREFUL_WAYS, Verdict, Way, Weekday
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed

# Every kind of paper is one of these two; a test sees to it, so that no new kind slips past the gate.
TO_PETITIONER = frozenset(
    {
        *(DocumentKind.ACCEPTANCE, DocumentKind.DIRECTION, DocumentKind.REFUSAL, DocumentKind.PASSING),
        *(DocumentKind.EXTENSION, DocumentKind.DIVERSION, DocumentKind.REPLY, DocumentKind.OPINION),
        *(DocumentKind.REVIEW, DocumentKind.RECHECK, DocumentKind.MEDIATION, DocumentKind.COMPLAINT_REPLY),
    }
)
TO_OTHERS = frozenset(
    {
        *(DocumentKind.ASSIGNMENT, DocumentKind.INVESTIGATION, DocumentKind.URGING, DocumentKind.INSPECTION),
        *(DocumentKind.INTERVIEW, DocumentKind.SUIT_SUPPORT, DocumentKind.CLUE, DocumentKind.REFERRAL),
        *(DocumentKind.SUPERVISION, DocumentKind.SUGGESTION, DocumentKind.PROPOSAL, DocumentKind.URGENT_REPORT),
        *(DocumentKind.BRIEFING, DocumentKind.REPORT),
    }
)


@dataclass(frozen=True)
class Window:
    """Hours of weekdays (ISO numbers) in which she may be telephoned, in Beijing time; the end is not included."""

    days: tuple[int, ...]
    begins: dt.time
    ends: dt.time

    @property
    def words(self) -> str:
        """周一、周三 9:00—11:30"""
        days = "、".join(Weekday(day).label for day in sorted(self.days))
        return f"{days} {self.begins:%H:%M}—{self.ends:%H:%M}"


@dataclass(frozen=True)
class Terms:
    """How she may be reached, as far as the gate asks."""

    ways: frozenset[str]
    no_message: bool = False
    number_shared: bool = False
    windows: tuple[Window, ...] = ()

    @property
    def ways_words(self) -> str:
        return "、".join(way.label for way in Way if way in self.ways or way == Way.IN_PERSON)

    @property
    def refused_words(self) -> str:
        """What she does not want, but for the fax, which nobody has."""
        return "、".join(way.label for way in Way if way not in {*self.ways, Way.IN_PERSON, Way.FAX})


FREE = Terms(frozenset(Way.values))
# Where someone may be in danger and nobody has asked her yet (domain.md D24, 规程 art. 13).
CAREFUL = Terms(frozenset(CAREFUL_WAYS), no_message=True)


@dataclass(frozen=True)
class Answer:
    """What the gate says: whether it may go, why not, what to do instead, from when on."""

    verdict: Verdict
    why: str = ""
    instead: str = ""
    until: dt.datetime | None = None

    @property
    def short(self) -> str:
        """What stands beside the way: from when on, or no more than that it may not be."""
        return self.instead if self.verdict == Verdict.WAIT else "不可以"

    @property
    def may_go(self) -> bool:
        return self.verdict == Verdict.GO


class HeldBack(NotAllowed):
    """What may not go out as it was meant; whoever catches it leaves a task (actions.holding_back)."""

    code = "held_back"

    def __init__(self, going: "Going", answer: Answer) -> None:
        super().__init__(f"没有发出：{answer.why}{answer.instead}已列入联系待办。")
        self.going, self.answer = going, answer


@dataclass(frozen=True)
class Going:
    """Something on its way out: to whom (the petitioner of that matter), by which way, what, from whom, when."""

    petition: Petition
    way: Way
    what: str
    by: User
    at: dt.datetime
    document: Document | None = None


def judge(terms: Terms, way: str, at: dt.datetime) -> Answer:
    """Whether she may be reached by that way at that moment. Asks nothing of the database."""
    if way == Way.IN_PERSON:  # she has come herself, or to a place of her own choosing
        return Answer(Verdict.GO)
    if terms.number_shared and way == Way.MESSAGE:
        return _held("这个号码对方能看到，不能发短信、微信。", terms)
    if way not in terms.ways:
        return _held(f"她没有同意以“{Way(way).label}”联系。", terms)
    if way == Way.PHONE and terms.windows and not _in(terms.windows, at):
        begins = _next(terms.windows, at)
        words = f"{Weekday(timezone.localtime(begins).isoweekday()).label} {timezone.localtime(begins):%m-%d %H:%M}"
        return Answer(Verdict.WAIT, "现在不是她可以接电话的时间。", f"请等到 {words} 再打电话。", begins)
    return Answer(Verdict.GO)


def _held(why: str, terms: Terms) -> Answer:
    hours = f"（{'；'.join(window.words for window in terms.windows)}）" if terms.windows else ""
    return Answer(Verdict.HELD, why, f"请改用{terms.ways_words}{hours}。")


def _in(windows: Iterable[Window], at: dt.datetime) -> bool:
    here = timezone.localtime(at)
    return any(here.isoweekday() in window.days and window.begins <= here.time() < window.ends for window in windows)


def _next(windows: Iterable[Window], at: dt.datetime) -> dt.datetime:
    """The first moment after `at` at which a window opens; every weekday comes round within eight days."""
    here = timezone.localtime(at)
    opens = (
        dt.datetime.combine(here.date() + dt.timedelta(days=ahead), window.begins, here.tzinfo)
        for window in windows
        for ahead in range(8)
        if (here.date() + dt.timedelta(days=ahead)).isoweekday() in window.days
    )
    return min(moment for moment in opens if moment > at)


def known_of(petition: Petition) -> SafeContact | None:
    """What the petitioner has said, as it holds now; None where nobody has asked her."""
    rows = SafeContact.objects.current().filter(petition=petition, party__role="petitioner", party__removed_at=None)
    return rows.select_related("by").first()


def terms_of(petition: Petition, known: SafeContact | None) -> Terms:
    """What the gate goes by: what she has said, else the careful default where someone may be in danger."""
    if known is None:
        return CAREFUL if petition.needs_care else FREE
    windows = tuple(Window(tuple(row.days), row.begins, row.ends) for row in known.windows.all())
    return Terms(frozenset(known.ways), known.no_message, known.number_shared, windows)


def ask(petition: Petition, way: str, *, at: dt.datetime) -> Answer:
    """Whether the petitioner may be reached by that way at that moment."""
    return judge(terms_of(petition, known_of(petition)), way, at)


def pass_gate(going: Going) -> None:
    """Let it out or raise HeldBack. Every verb by which something reaches a petitioner calls this before it acts."""
    answer = ask(going.petition, going.way, at=going.at)
    if not answer.may_go:
        raise HeldBack(going, answer)


def why_not_that_day(petition: Petition, day: dt.date) -> str:
    """Why she may not be telephoned on that day, and on which days she may; empty where she may, or may be visited."""
    terms = terms_of(petition, known_of(petition))
    if not terms.windows or Way.HOME in terms.ways or any(day.isoweekday() in window.days for window in terms.windows):
        return ""
    return f"她只在{'；'.join(window.words for window in terms.windows)}可以接电话，请另选日期。"
