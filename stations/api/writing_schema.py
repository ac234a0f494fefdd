"""How what other systems write in this room stands in the description of the interface."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from cases.api.writing_external import LONGEST
from cases.api.writing_item import MOST
from cases.api.writing_schema import IF_NONE_MATCH, MATCH, PROBLEM, REFUSED, SYSTEM, VERSIONED, problem
from cases.api.writing_shapes import ExternalShape
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.list_schema import ref_of
from fedportal.api.problems import PROBLEM_JSON
from fedportal.api.sent_fields import Number
from stations.api.written import Written

_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description='"版本号-摘要"；办理时放在 If-Match 中'
)
_EXTERNAL_ID = OpenApiParameter(
    "external_id",
    {"type": "string", "pattern": r"^[^/]*[^/\s][^/]*$", "maxLength": LONGEST},
    OpenApiParameter.PATH,
    description="对方编号；其中有 / 的，只能走批量",
)


@dataclass(frozen=True)
class Described:
    """`name` begins the names of the operations, `noun` those of the shapes; `what` is how one of them is counted."""

    name: str
    noun: str
    what: str
    tags: tuple[str, ...]
    document: type[serializers.Serializer]
    onward: dict[str, Any]
    sent: dict[str, Any]
    changed: dict[str, Any]
    moved: dict[str, Any]
    moves: str  # which steps there are, and what each asks
    about: str = ""

    def of(self, written: Written) -> Callable[[Any], Any]:
        """Decorates the view."""
        answer = OpenApiResponse(_written(self.noun, self.document), description="文档，与读取时相同")
        told = {
            "create": self._create(written, answer),
            "partial_update": self._update(written, answer),
            "upsert": self._upsert(written, answer),
            "move": self._move(written, answer),
            "batch": self._batch(written),
        }

        def described(view: Any) -> Any:
            for name, words in told.items():
                act = extend_schema(tags=list(self.tags), **words)(_isolated(getattr(view, name)))
                setattr(view, name, act)
            return view

        return described

    def _create(self, written: Written, answer: OpenApiResponse) -> dict[str, Any]:
        return {
            "operation_id": f"{self.name}_create",
            "extensions": self.onward,
            "summary": f"登记一{self.what}",
            "description": f"{self.about}请写 Idempotency-Key：重发不会登记两次。",
            "request": written.shape,
            "parameters": [ONCE, _ETAG, REPLAY],
            "responses": {201: answer, **REFUSED},
            "examples": [OpenApiExample("一例", self.sent, request_only=True)],
        }

    def _update(self, written: Written, answer: OpenApiResponse) -> dict[str, Any]:
        return {
            "operation_id": f"{self.name}_update",
            "extensions": self.onward,
            "summary": f"更改一{self.what}",
            "description": "没有发送的字段保持原样；列表整项替换。",
            "request": written.shape(partial=True),
            "parameters": [ref_of(self.what[1:]), ONCE, MATCH, _ETAG, REPLAY],
            "responses": {200: answer, **REFUSED, **VERSIONED},
            "examples": [OpenApiExample("一例", self.changed, request_only=True)],
        }

    def _upsert(self, written: Written, answer: OpenApiResponse) -> dict[str, Any]:
        return {
            "operation_id": f"{self.name}_upsert",
            "extensions": self.onward,
            "summary": "按对方编号登记或者更改",
            "description": "这个编号在本单位还没有的，登记（201）；有了的，更改（200）。"
            "内容没有变化的，答复 200，不需要版本号；没有发送的字段保持原样。",
            "request": written.shape(partial=True),
            "parameters": [SYSTEM, _EXTERNAL_ID, ONCE, MATCH, IF_NONE_MATCH, _ETAG, REPLAY],
            "responses": {200: answer, 201: answer, **REFUSED, **VERSIONED},
            "examples": [OpenApiExample("一例", self.sent, request_only=True)],
        }

    def _move(self, written: Written, answer: OpenApiResponse) -> dict[str, Any]:
        steps = OpenApiParameter("move", str, OpenApiParameter.PATH, enum=list(written.steps))
        return {
            "operation_id": f"{self.name}_move",
            "extensions": self.onward,
            "summary": "办理一步",
            "description": self.moves,
            "request": written.move_shape,
            "parameters": [ref_of(self.what[1:]), steps, ONCE, MATCH, _ETAG, REPLAY],
            "responses": {200: answer, **REFUSED, **VERSIONED},
            "examples": [OpenApiExample("一例", self.moved, request_only=True)],
        }

    def _batch(self, written: Written) -> dict[str, Any]:
        item = inline_serializer(
            f"{self.noun}BatchItem",
            fields={
                "external": ExternalShape(required=False),
                "version": Number(min_value=1, required=False, help_text="更正时读到的版本号"),
                "content": written.shape(partial=True),
            },
        )
        items = serializers.ListField(child=item, min_length=1, max_length=MOST)
        example = {"items": [{"external": {"system": "binzhou-zhfl", "id": "1"}, "content": self.sent}]}
        return {
            "operation_id": f"{self.name}_batch",
            "summary": "批量登记或者更改",
            "description": f"一次最多 {MOST:,} 条，各自独立：一条有误不影响其他。",
            "request": inline_serializer(f"{self.noun}Batch", fields={"items": items}),
            "parameters": [ONCE, REPLAY],
            "responses": {200: _RESULTS, **REFUSED, (413, PROBLEM_JSON): problem(f"超过 {MOST:,} 条")},
            "examples": [OpenApiExample("一条", example, request_only=True)],
        }


def _isolated(act: Callable[..., Any]) -> Callable[..., Any]:
    """The same, of this view alone: what is described hangs on the function."""

    @wraps(act)
    def own(*args: Any, **kwargs: Any) -> Any:
        return act(*args, **kwargs)

    return own


def _written(noun: str, document: type[serializers.Serializer]) -> Any:
    words = "The document as it stands now; of what is no longer before the sender its ref alone."
    return type(f"Written{noun}Shape", (_Done, document), {"__doc__": words, "__module__": __name__})


class _Done(serializers.Serializer):
    """What stands beside a document that was written; of the document, all or its ref alone."""

    visible = serializers.BooleanField(help_text="false：已办理，但不再对您提供")
    detail = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


_RESULT = inline_serializer(
    "StationsBatchResult",
    fields={
        "index": serializers.IntegerField(),
        "status": serializers.IntegerField(),
        "ref": serializers.UUIDField(required=False),
        "id": serializers.CharField(required=False),
        "version": serializers.IntegerField(required=False),
        "problem": type(PROBLEM)(required=False),
    },
)
_RESULTS = inline_serializer("StationsBatchResults", fields={"results": serializers.ListField(child=_RESULT)})
