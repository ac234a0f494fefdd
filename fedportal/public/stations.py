"""Where help is found nearby: stations that are published, for anybody, as a page and as JSON (domain.md row 32).

It tells what a sign on the door tells: name, address, telephone, hours, and the official who agreed to be named.
"""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fedportal.lib.discreet import discreet
from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Level, Organization
from stations.models import Station, StationContact

SIZE = 20
MOST_PAGES = 200  # whoever wants more narrows the place
LONGEST = 60  # characters of what is looked for


class Asked:
    """A place (by its code) and words; what cannot be read is not asked."""

    def __init__(self, request: HttpRequest) -> None:
        code, page = request.GET.get("place", ""), request.GET.get("page", "")
        self.words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
        self.place = _unit(code)
        self.number = min(int(page), MOST_PAGES) if page.isascii() and page.isdigit() and len(page) < 6 else 1

    @property
    def below(self) -> list[Organization]:
        """What to choose from next: provinces, then the units right below the chosen one."""
        units = Organization.objects.filter(parent=self.place, valid_to=None).order_by("code")
        return [] if self.place and self.place.level == Level.VILLAGE else list(units)

    @property
    def page(self) -> Page | None:
        """None until a place is chosen: the country is no neighbourhood."""
        if self.place is None:
            return None
        rows = Station.objects.published().in_range_of(self.place).select_related("org__parent__parent")
        if self.words:
            rows = rows.filter(name__contains=self.words) | rows.filter(address__contains=self.words)
        named = Prefetch("contacts", StationContact.objects.filter(published=True), to_attr="named")
        return Paginator(rows.prefetch_related(named).order_by("org_code", "pk"), SIZE).get_page(self.number)


def _unit(code: str) -> Organization | None:
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        return None
    return Organization.objects.with_line().filter(code=int(code), valid_to=None).first()


@require_safe
@discreet
@beyond_readers("what is published is before everybody; nothing else is asked")
def stations(request: HttpRequest) -> HttpResponse:
    """First the place, step by step, then what is there."""
    asked = Asked(request)
    return render(request, "public/stations.html", {"asked": asked, "page": asked.page, "below": asked.below})


@require_safe
@discreet
@beyond_readers("what is published is before everybody; nothing else is asked")
def stations_json(request: HttpRequest) -> HttpResponse:
    """The same for pages of others."""
    asked = Asked(request)
    page = asked.page
    answer: dict[str, Any] = {
        "places": [{"code": f"{unit.code:012d}", "name": unit.region_name} for unit in asked.below],
        "count": page.paginator.count if page else 0,
        "page": page.number if page else 1,
        "pages": page.paginator.num_pages if page else 0,
        "results": [_told(row) for row in page] if page else [],
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _told(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.get_kind_display(),
        "place": f"{row.org.code:012d}",
        "place_name": row.org.region_name,
        "host": row.host_name,
        "address": row.address,
        "phone": row.phone,
        "hours": row.hours,
        "contacts": [{"name": one.name, "duty": one.duty, "phone": one.phone} for one in row.named],
    }
