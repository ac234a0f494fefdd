"""The feed, its snapshot and its digest, over HTTP."""

import threading
import time
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from fedportal.accounts.row_scopes import scope_of
from fedportal.api.authentication import may_see_people, scopes_of
from fedportal.api.codes import CODES
from fedportal.api.parameters import refuse_unknown
from fedportal.api.problems import PROBLEM_JSON, Problem
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientView
from fedportal.changes import digest, feed, snapshot
from fedportal.changes.cursors import CursorGone
from fedportal.changes.feed import FeedReader
from fedportal.changes.kinds import Kind, kinds
from fedportal.lib.row_scope import rows_of
from fedportal.lib.snapshot import one_snapshot
from fedportal.orgs.codes import code_end

NDJSON = "application/x-ndjson"
MOST = 1000  # changes in one answer
LONGEST_WAIT = 30  # seconds
PAUSE = 0.5  # seconds between two looks while waiting
BLOCK = 64 * 1024  # characters of a snapshot that are sent at once
# A waiting client keeps a thread; others shall find one free. Who comes when all places are taken is answered at once.
_places = threading.BoundedSemaphore(2)


class FeedQuery(serializers.Serializer):
    """What is asked of the feed."""

    cursor = serializers.CharField(
        default="", allow_blank=True, max_length=200, help_text="上次应答中的 cursor；不填或者为空则从头开始"
    )
    limit = serializers.IntegerField(default=500, min_value=1, max_value=MOST, help_text="最多返回多少条")
    bodies = serializers.BooleanField(default=True, help_text="是否带正文；否则只有标识和版次")
    wait = serializers.IntegerField(
        default=0, min_value=0, max_value=LONGEST_WAIT, help_text="没有变更时最多等待多少秒再应答（长轮询）"
    )


class ChangeLine(serializers.Serializer):
    """One object that has changed."""

    kind = serializers.CharField(help_text="对象种类，如 petition")
    id = serializers.CharField(help_text="对象标识，只对本客户端有意义")
    op = serializers.ChoiceField(
        choices=["upsert", "gone", "unreadable"],
        help_text="upsert：现在的样子；gone：已删除或不再可见，请删去本地副本；unreadable：平台现在读不出，请保留本地副本",
    )
    revision = serializers.IntegerField(required=False, help_text="版次，只增不减")
    body = serializers.DictField(required=False, help_text="正文，同该种类的读取接口")
    problem = serializers.DictField(required=False, help_text="op 为 unreadable 时：code、detail")


class FeedAnswer(serializers.Serializer):
    """A stretch of the feed."""

    changes = ChangeLine(many=True)
    cursor = serializers.CharField(help_text="下次从这里继续；请与数据在同一事务中保存")
    more = serializers.BooleanField(help_text="后面还有，请立即继续")


class DigestQuery(serializers.Serializer):
    """Of which part, and how it is cut."""

    kind = serializers.ChoiceField(choices=[], default="petition", help_text="哪一种对象")
    org = serializers.RegexField(r"^\d{12}$", required=False, help_text="12 位区划代码：只算这一范围")
    by = serializers.RegexField(r"^(county,month|county|month)$", default="county,month", help_text="按什么分组")

    def get_fields(self) -> dict[str, serializers.Field]:
        """With the kinds that the rooms have declared by now."""
        fields: dict[str, serializers.Field] = super().get_fields()
        fields["kind"].choices = list(kinds())  # type: ignore[attr-defined]
        return fields


class PartitionLine(serializers.Serializer):
    """One county and month."""

    county = serializers.CharField(required=False)
    month = serializers.CharField(required=False)
    count = serializers.IntegerField()
    digest = serializers.CharField(
        help_text="每个对象取 SHA-256(“id:revision”) 前 8 字节，按无符号大端整数求和，对 2⁶⁴ 取模"
    )


class DigestAnswer(serializers.Serializer):
    """All partitions that hold anything."""

    cursor = serializers.CharField(help_text="计算时变更流的位置：先读到这里再比对")
    partitions = PartitionLine(many=True)


def _reader(request: Request) -> FeedReader:
    return FeedReader(request.user, may_see_people(request), tuple(scopes_of(request)))  # type: ignore[arg-type]


def _kind(reader: FeedReader, name: str) -> Kind:
    if name not in reader.kinds:
        raise Problem(status.HTTP_403_FORBIDDEN, "insufficient_scope", CODES["insufficient_scope"])
    return reader.kinds[name]


def _gone() -> Problem:
    return Problem(
        status.HTTP_410_GONE,
        "cursor_gone",
        "这个游标已失效：请取一次快照，再从快照的游标继续。",
        resync="/api/v1/changes/snapshot/",
    )


def _asked(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    refuse_unknown(request, form().fields, may_be_empty={"cursor"})  # the beginning
    query = form(data=request.query_params)
    query.is_valid(raise_exception=True)
    return dict(query.validated_data)


_GONE = {(410, PROBLEM_JSON): OpenApiResponse({"$ref": "#/components/schemas/Problem"}, "游标已失效，见 resync")}


class ChangesView(ClientView):
    """变更流：游标之后改变了什么。"""

    other_scopes = (Scope.CALLS, Scope.STATIONS, Scope.TICKETS)
    waits = True

    @extend_schema(
        operation_id="changes_list",
        parameters=[FeedQuery],
        responses={200: FeedAnswer, **_GONE},
        tags=["changes"],
        examples=[
            OpenApiExample(
                "一条变更",
                response_only=True,
                value={
                    "changes": [
                        {
                            "kind": "petition",
                            "id": "5f0c7a2e9d1b4c6f8a3e5d7c9b1a2f4e",
                            "op": "upsert",
                            "revision": 90817,
                        }
                    ],
                    "cursor": "M2Y4Li4u",
                    "more": False,
                },
            )
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        asked = _asked(FeedQuery, request)
        try:
            if asked["wait"] and asked["cursor"]:
                _wait(asked["cursor"], asked["wait"])
            page = feed.changes_since(_reader(request), asked["cursor"], limit=asked["limit"], bodies=asked["bodies"])
        except CursorGone:
            raise _gone() from None
        more = "true" if page.more else "false"
        text = f'{{"changes":[{",".join(page.lines)}],"cursor":"{page.cursor}","more":{more}}}'
        return HttpResponse(text, content_type="application/json; charset=utf-8")


def _wait(cursor: str, seconds: int) -> None:
    """Until something stands behind the cursor, or the time is over, or at once where no place is free."""
    if not _places.acquire(blocking=False):
        return
    try:
        end = time.monotonic() + seconds
        while not feed.is_anything_behind(cursor) and time.monotonic() < end:
            time.sleep(PAUSE)
    finally:
        _places.release()


class _Lines(BaseRenderer):
    """So that a client may ask for lines; they are sent as they come, and rendered by nobody."""

    media_type = NDJSON
    format = "ndjson"


class SnapshotView(ClientView):
    """快照：现有的全部对象，每行一个 JSON（NDJSON）。"""

    other_scopes = (Scope.CALLS, Scope.STATIONS, Scope.TICKETS)
    renderer_classes = (*ClientView.renderer_classes, _Lines)
    waits = True

    @extend_schema(
        operation_id="changes_snapshot",
        parameters=[OpenApiParameter("after", str, description="中断后从这个 checkpoint 继续")],
        responses={(200, NDJSON): str, **_GONE},
        tags=["changes"],
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        refuse_unknown(request, {"after"})
        after = request.query_params.get("after", "")
        try:
            start = snapshot.Checkpoint.read(after) if after else snapshot.begin()
        except CursorGone:
            raise _gone() from None
        return StreamingHttpResponse(_blocks(_reader(request), start), content_type=f"{NDJSON}; charset=utf-8")


def _blocks(reader: FeedReader, start: snapshot.Checkpoint) -> Iterator[str]:
    """The lines, some dozens at a time; the view has answered by now, so the reader's rows are bounded here anew."""
    with rows_of(scope_of(reader.user)):
        block: list[str] = []
        size = 0
        for line in snapshot.lines(reader, start):
            block.append(line)
            size += len(line)
            if size > BLOCK:
                yield "\n".join(block) + "\n"
                block, size = [], 0
        yield "\n".join(block) + "\n"


class KindsAnswer(serializers.Serializer):
    """What this client is told of."""

    kinds = serializers.ListField(child=serializers.CharField(), help_text="变更流、快照和摘要里的对象种类")


class KindsView(ClientView):
    """种类：本客户端的变更流、快照里有哪些种类的对象，逐种核对摘要。"""

    other_scopes = (Scope.CALLS, Scope.STATIONS, Scope.TICKETS)

    @extend_schema(
        operation_id="changes_kinds",
        responses=KindsAnswer,
        tags=["changes"],
        examples=[OpenApiExample("两种", response_only=True, value={"kinds": ["petition", "ticket"]})],
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set())
        return Response({"kinds": list(_reader(request).kinds)})


class DigestView(ClientView):
    """摘要：各县各月有多少，校验和是多少。"""

    other_scopes = (Scope.CALLS, Scope.STATIONS, Scope.TICKETS)
    waits = True

    @extend_schema(operation_id="changes_digest", parameters=[DigestQuery], responses=DigestAnswer, tags=["changes"])
    def get(self, request: Request) -> Response:
        asked = _asked(DigestQuery, request)
        reader, by = _reader(request), asked["by"].split(",")
        kind = _kind(reader, asked["kind"])
        places = (int(asked["org"]), code_end(int(asked["org"]))) if asked.get("org") else None
        cursor = snapshot.begin().begun
        with one_snapshot():
            rows = ((key, tuple(names[name] for name in by)) for key, names in kind.placed(reader.user, places))
            found = digest.partitions(reader, kind.name, rows)
        lines = [
            dict(zip(by, names, strict=True)) | {"count": part.count, "digest": part.hex}
            for names, part in found.items()
        ]
        return Response({"cursor": cursor, "partitions": lines})
