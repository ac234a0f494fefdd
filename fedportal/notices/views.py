"""The inbox: what one's unit was told, the newest first."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.keyset import Order
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices import actions
from fedportal.notices.models import Notice

PAGE = 30
NEWEST = Order("at", lambda notice: notice.at)


@requires(Can.READ_NOTICES)
@beyond_readers("a notice may be about a matter that has gone where its reader does not see it")
def inbox(request: UserRequest) -> HttpResponse:
    """The notices of one's roles by day; `unread=1` leaves out what was read."""
    unread_only = request.GET.get("unread") == "1"
    mine = Notice.objects.visible_to(request.user)
    marks = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = NEWEST.page(
        mine.unread() if unread_only else mine,
        Notice.objects.select_related("read_by").prefetch_related("subject"),
        size=PAGE,
        **marks,
    )
    days = groupby(page.rows, key=lambda notice: timezone.localdate(notice.at))
    return render(
        request,
        "notices/inbox.html",
        {
            "days": [(day, list(notices)) for day, notices in days],
            "unread": mine.unread().count(),
            "unread_only": unread_only,
            "previous_url": page.before and _address(before=page.before, unread_only=unread_only),
            "next_url": page.after and _address(after=page.after, unread_only=unread_only),
        },
    )


def _address(*, unread_only: bool, **marks: str) -> str:
    (name, mark), *_ = marks.items()
    return f"{reverse('notices:inbox')}?{name}={mark}{'&unread=1' if unread_only else ''}"


@require_POST
@requires(Can.READ_NOTICES)
@beyond_readers("a notice may be about a matter that has gone where its reader does not see it")
def read(request: UserRequest, pk: int) -> HttpResponse:
    """Mark one as read; with `open`, go on to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.mark_read(notice, by=request.user, at=timezone.now())
    if "open" in request.POST and notice.subject is not None:
        return redirect(notice.subject)
    return redirect("notices:inbox")


@require_POST
@requires(Can.READ_NOTICES)
@beyond_readers("a notice may be about a matter that has gone where its reader does not see it")
def read_all(request: UserRequest) -> HttpResponse:
    """Mark all as read."""
    count = actions.mark_all_read(by=request.user, at=timezone.now())
    messages.success(request, f"已将 {count:,} 条提醒标为已读。" if count else "没有未读的提醒。")
    return redirect("notices:inbox")
