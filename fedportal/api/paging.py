"""Lists that other systems read page by page: where a page begins is written so that only this portal can read it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from fedportal.api.views import ClientRequest
from fedportal.lib.ciphers import CannotDecipher, seal, unseal
from fedportal.lib.keyset import Order, Page

USUAL, MOST = 100, 1000  # rows of a page
_PLACE = "api.cursor"
_AFTER, _BEFORE = "after", "before"
PARAMETERS = [
    OpenApiParameter("cursor", str, description="取自上一次应答的 next 或 previous，不要自行拼写"),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}, description="每页条数"
    ),
]


class PageQuery(serializers.Serializer):
    """Which page is asked for, and how long it may be."""

    limit = serializers.IntegerField(default=USUAL, min_value=1, max_value=MOST)
    cursor = serializers.CharField(default="", max_length=300)


@dataclass(frozen=True)
class Asked:
    """A page as it is asked for: how many rows, after which one or before which one."""

    size: int
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, request: ClientRequest) -> "Asked":
        """Raises ValidationError, which names the parameter."""
        query = PageQuery(data={name: request.query_params[name] for name in PAGING if name in request.query_params})
        query.is_valid(raise_exception=True)
        cursor, size = query.validated_data["cursor"], query.validated_data["limit"]
        return cls(size, **_read(cursor)) if cursor else cls(size)

    def page(self, order: Order, rows: QuerySet, shown: QuerySet) -> Page:
        return order.page(rows, shown, size=self.size, after=self.after, before=self.before)


PAGING = frozenset(PageQuery().fields)


def answer_page(request: ClientRequest, page: Page, bodies: Sequence[str]) -> HttpResponse:
    """The page with the addresses of those beside it; `bodies` are JSON already."""
    around = {"next": _link(request, _AFTER, page.after), "previous": _link(request, _BEFORE, page.before)}
    text = json.dumps(around, ensure_ascii=False)
    return HttpResponse(f'{text[:-1]}, "results": [{",".join(bodies)}]}}', content_type="application/json")


def _link(request: ClientRequest, side: str, mark: str) -> str | None:
    if not mark:
        return None
    query = request.query_params.copy()
    query["cursor"] = seal(f"{side} {mark}", _PLACE)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _read(cursor: str) -> dict[str, str]:
    try:
        side, mark = unseal(cursor, _PLACE).split(" ")
    except CannotDecipher as error:
        words = "游标无法识别，请从第一页重新读取。"
        raise serializers.ValidationError({"cursor": [words]}) from error
    return {side: mark}
