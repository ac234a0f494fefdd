"""The frame of every page: navigation by rights, the place one stands in, what waits."""

import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.calendar.banner import unconfirmed_next_year
from fedportal.dashboards.badges import badges
from fedportal.orgs.models import Organization

REMEMBERED = 60  # seconds; names of places and the state of the calendar change a few times a year
LEVEL_SIZES = (10**10, 10**8, 10**6, 10**3, 1)  # of a code: province, city, county, township, village


@dataclass(frozen=True)
class Entry:
    """One field of work in the navigation: who may do it, where it is, how much of it waits."""

    label: str
    icon: str
    view: str
    needs: Can | None = None
    unless: Can | None = None  # who may do this finds it behind a wider entry
    also: tuple[str, ...] = ()  # other lists of the same work, which have no entry of their own
    url: str = ""
    current: bool = False
    count: int = 0
    count_words: str = ""

    def is_for(self, user: User) -> bool:
        wider = self.unless is not None and user.can(self.unless)
        return not wider and (self.needs is None or user.can(self.needs))


_HOTLINE = ("slot_list", "rota", "answering_day_list", "knowledge_list", "quality_list", "agent_figures", "line_list")
BEHIND_THE_TELEPHONE = tuple(f"hotline:{name}" for name in _HOTLINE)
# The imports of stations lie below their register.
_STATIONS = (
    "coverage",
    "check_list",
    "accreditation_list",
    "checklist_list",
    "duty_list",
    "peace_family",
    "station_service_list",
)
OF_STATIONS = tuple(f"stations:{name}" for name in _STATIONS)
OF_VOLUNTEERS, OF_BASES = ("stations:task_list",), ("stations:post_list",)
OF_THE_NETWORK = ("stations:course_list", "stations:service_list", "stations:base_list", *OF_VOLUNTEERS, *OF_BASES)
WORK = (
    Entry("待办", "desk", "home"),
    Entry("信访", "petitions", "cases:petition_list", Can.SEE_CASES),
    Entry("12338 热线", "phone", "hotline:call_list", Can.ANSWER_CALLS, also=BEHIND_THE_TELEPHONE),
    Entry("12338 工单", "phone", "hotline:call_ticket_list", Can.SEE_CASES),
    Entry("12345 工单", "phone", "hotline:ticket_list", Can.DECIDE),
    Entry("服务日志", "edit", "stations:log_start", Can.LOG_SERVICES),
    Entry("站点", "place", "stations:station_list", Can.SEE_DASHBOARD, also=OF_STATIONS),
    Entry("维权队伍", "people", "stations:person_list", Can.KEEP_NETWORK, also=OF_THE_NETWORK),
    Entry("志愿服务", "clock", "stations:service_list", Can.LOG_SERVICES, also=OF_VOLUNTEERS, unless=Can.KEEP_NETWORK),
    Entry("维权阵地", "building", "stations:base_list", Can.SEE_CASES, also=OF_BASES, unless=Can.KEEP_NETWORK),
    Entry("庇护", "shield", "stations:shelter_start", Can.HOLD_BEDS),
    Entry("督办", "flag", "cases:order_list", Can.SEE_CASES),
    Entry("领导接访", "person", "cases:reception_list", Can.SEE_CASES),
    Entry("办理投诉", "shield", "cases:complaint_list", Can.HEAR_COMPLAINTS),
    Entry("联系待办", "clock", "cases:held_contact_list", Can.REGISTER),
    Entry("个人信息", "shield", "cases:rights_request_list", Can.REGISTER),
    Entry("紧急查阅", "key", "cases:urgent_access_list", Can.JUDGE_ACCESS),
    Entry("总览", "chart", "dashboards:dashboard", Can.SEE_DASHBOARD),
    Entry("统计", "table", "dashboards:report", Can.SEE_DASHBOARD),
    Entry("机构", "building", "orgs:org_list"),
    Entry("公文模板", "letter", "cases:template_list", Can.EDIT_TEMPLATES),
    Entry("时限规则", "clock", "deadlines:rule_list", Can.EDIT_RULES),
    Entry("工作日历", "calendar", "calendar:calendar"),
    Entry("升级引擎", "climb", "engine:sweep_list", Can.SEE_SYSTEM),
    Entry("账号", "people", "accounts:user_list", Can.MANAGE_ACCOUNTS),
    Entry("数据对接", "key", "clients:client_list", Can.MANAGE_ACCOUNTS),
    Entry("电话系统", "phone", "hotline:switch_list", Can.MANAGE_ACCOUNTS),
)


def frame(request: HttpRequest) -> dict[str, "Frame"]:
    """Context processor; asks the database only for what the template draws."""
    return {"frame": Frame(request)}


class Frame:
    """What base.html draws around a page: at most one question to the database, none for a stranger."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.demo = settings.DEMO
        self.second_factor_off = not settings.MFA_REQUIRED
        self.idle_seconds = settings.IDLE_MINUTES * 60
        self.openid_name = settings.OIDC_NAME if settings.OIDC_SERVER_URL else ""

    @cached_property
    def user(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @cached_property
    def nav(self) -> list[Entry]:
        """The fields of work of this user's roles."""
        user = self.user
        if user is None:
            return []
        mine = [entry for entry in WORK if entry.is_for(user)]
        views = {reverse(view): entry.view for entry in mine for view in (entry.view, *entry.also)}
        # The longest address that begins this page's: templates of papers lie below the petitions.
        here = views.get(max((url for url in views if self._lies_below(url)), key=len, default=""))
        return [self._placed(entry, reverse(entry.view), current=entry.view == here) for entry in mine]

    def _lies_below(self, url: str) -> bool:
        return self.request.path == url or (url != "/" and self.request.path.startswith(url))

    def _placed(self, entry: Entry, url: str, *, current: bool) -> Entry:
        counts = {"home": ("waiting", "件等待处理"), "cases:order_list": ("orders", "张督办单等待处理")}
        counts["hotline:call_list"] = ("calls", "通来电等待回拨")
        counts["hotline:call_ticket_list"] = ("call_tickets", "张 12338 工单等待处理")
        counts["hotline:ticket_list"] = ("tickets", "张工单等待处理")
        counts["stations:station_list"] = ("stations", "件站点、维权队伍事项逾期或者待签收")
        badge, words = counts.get(entry.view, ("", ""))
        count = self._badges[badge] if badge else 0
        return replace(entry, url=url, current=current, count=count, count_words=words if count else "")

    @property
    def waiting(self) -> int:
        """Matters that ask this unit for work (see DeadlineQuerySet.waiting_for)."""
        return self._badges["waiting"]

    @property
    def unread(self) -> int:
        """Notices to this user's roles that nobody has read."""
        return self._badges["unread"]

    @cached_property
    def _badges(self) -> Counter[str]:
        return badges(self.user) if self.user else Counter()

    @cached_property
    def notices_url(self) -> str:
        return reverse("notices:inbox") if self.user and self.user.can(Can.READ_NOTICES) else ""

    @cached_property
    def search_url(self) -> str:
        return reverse("cases:petition_list") if self.user and self.user.can(Can.SEE_CASES) else ""

    @cached_property
    def call_stream(self) -> str:
        """Where calls that ring for this user are told; empty for who answers none."""
        if self.user is None or not self.user.can(Can.ANSWER_CALLS):
            return ""
        return settings.CALL_STREAM_URL or reverse("hotline:call_stream")

    @cached_property
    def place(self) -> list[str]:
        """From the province down to where this user works."""
        if self.user is None:
            return []
        return _names_down_to(self.user.org.code, _stretch())

    @cached_property
    def calendar_banner(self) -> str:
        """The year that working days are still estimated for, when its notice should be in by now."""
        if self.user is None:
            return ""
        year = _unconfirmed(_stretch())
        if year is None:
            return ""
        words = f"{year} 年放假安排尚未录入，涉及该年的工作日时限为暂定"
        return f"{words}，请按国务院办公厅通知录入。" if self.user.can(Can.EDIT_CALENDAR) else f"{words}。"

    @cached_property
    def demo_accounts(self) -> list[dict[str, str]]:
        """Offered on the login page of a demo, and nowhere else."""
        path = settings.VAR_DIR / "demo_accounts.json"
        return json.loads(path.read_text("utf-8")) if self.demo and path.exists() else []


def _stretch() -> int:
    """The running number of the stretch of time for which a process remembers an answer."""
    return int(time.monotonic() // REMEMBERED)


@lru_cache(maxsize=4096)
def _names_down_to(code: int, stretch: int) -> list[str]:
    codes = {code // size * size for size in LEVEL_SIZES}
    line = Organization.objects.filter(code__in=codes, valid_to=None).order_by("level")
    return list(line.values_list("region_name", flat=True))


@lru_cache(maxsize=1)
def _unconfirmed(stretch: int) -> int | None:
    return unconfirmed_next_year(timezone.now())
