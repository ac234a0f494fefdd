"""How writing stands in the description of the interface, with examples that can be sent as they are."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from cases.api.onward import FROM_WRITING
from cases.api.reading_shapes import PartialDocumentShape
from cases.api.shape_fields import SEGMENT
from cases.api.writing_contacts import SentContactShape
from cases.api.writing_external import LONGEST
from cases.api.writing_item import MOST
from cases.api.writing_moves import MoveShape
from cases.api.writing_shapes import CorrectionShape, ExternalShape, PetitionShape
from cases.models.external_id import SYSTEM_NAME
from cases.workflow import MOVES
from fedportal.api.etags import TAG
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.problems import PROBLEM_JSON
from fedportal.api.sent_fields import Number

_TAGS = ["petitions"]


def _object(name: str, **fields: serializers.Field) -> Any:
    return inline_serializer(name, fields=fields)


def _words(**more: Any) -> serializers.CharField:
    return serializers.CharField(**more)


_ITEM = _object(
    "BatchItem",
    external=ExternalShape(required=False),
    version=Number(min_value=1, required=False, help_text="更正时读到的版本号"),
    petition=CorrectionShape(partial=True),
)
_ITEMS = _object("Batch", items=serializers.ListField(child=_ITEM, min_length=1, max_length=MOST))
_WRONG = _object("ProblemField", field=_words(), code=_words(), detail=_words())
PROBLEM = _object(
    "Problem",
    type=_words(),
    title=_words(),
    status=serializers.IntegerField(),
    code=_words(),
    detail=_words(),
    instance=_words(),
    errors=serializers.ListField(child=_WRONG, required=False),
    current=serializers.IntegerField(required=False, help_text="现在的版本号（412）"),
)
_RESULT = _object(
    "BatchResult",
    index=serializers.IntegerField(),
    status=serializers.IntegerField(),
    number=_words(required=False),
    id=_words(required=False),
    version=serializers.IntegerField(required=False),
    problem=type(PROBLEM)(required=False),
)
_RESULTS_SHAPE = _object("BatchResults", results=serializers.ListField(child=_RESULT))


class WarningShape(serializers.Serializer):
    """What the sender should look at."""

    code = _words(help_text="may_be_the_same：可能是同一事项")
    number = _words()
    causes = serializers.ListField(child=_words())
    detail = _words()


class WrittenShape(PartialDocumentShape):
    """The document as it stands now; of what is no longer before the sender the number alone."""

    visible = serializers.BooleanField(help_text="false：已办理，但不再对您提供")
    detail = _words()
    warnings = WarningShape(many=True)


MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": TAG},
    OpenApiParameter.HEADER,
    description='读到的版本号，如 "7"',
    examples=[OpenApiExample("第 7 版", value='"7"')],
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", {"type": "string", "const": "*"}, OpenApiParameter.HEADER, description="*：只登记，不更正"
)
_NUMBER = OpenApiParameter("number", SEGMENT, OpenApiParameter.PATH, description="编号，如 鲁滨城妇信〔2026〕000123")
SYSTEM = OpenApiParameter(
    "system",
    {"type": "string", "pattern": SYSTEM_NAME},
    OpenApiParameter.PATH,
    description="系统代号，如 binzhou-12345",
)
_EXTERNAL_ID = OpenApiParameter(
    "external_id",
    {"type": "string", "pattern": r"^[^/]*[^/\s][^/]*$", "maxLength": LONGEST},
    OpenApiParameter.PATH,
    description="对方编号；其中有 / 的，只能走批量",
)
_PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="return=minimal：只答复标识、编号、版本号、状态，更快",
)
_WRITTEN = OpenApiResponse(WrittenShape, description="文档，与读取时相同")


def problem(words: str) -> OpenApiResponse:
    return OpenApiResponse(PROBLEM, description=words)


REFUSED: dict[Any, Any] = {
    (400, PROBLEM_JSON): problem("与本说明不符，errors 写明字段"),
    (403, PROBLEM_JSON): problem("没有权限"),
    (409, PROBLEM_JSON): problem("法律、流程不允许，code 固定，detail 即页面上的提示"),
    (422, PROBLEM_JSON): problem("内容不合规定，errors 写明字段；或者 Idempotency-Key 已用于另一请求"),
}
VERSIONED: dict[Any, Any] = {
    (404, PROBLEM_JSON): problem("没有，或者不在您的范围内"),
    (412, PROBLEM_JSON): problem("版本已变，current 是现在的版本号"),
    (428, PROBLEM_JSON): problem("没有写 If-Match"),
}
SENT = {
    "received_at": "2026-11-23T09:30:00+08:00",
    "channel": "visit",
    "matter_class": "redress",
    "category": "family.dispute",
    "request": "要求协调抚养费。",
    "facts": "离婚后对方一直不付抚养费，多次催要没有结果。",
    "petitioner": {
        "name": "王小芳",
        "sex": "female",
        "birth_year": 1990,
        "marital": "divorced",
        "phone": "13854312345",
        "address": "滨城区黄河五路 385 号",
    },
    "contact": {"read_back": True},
}
_SENT = OpenApiExample("来访", SENT, request_only=True)
_RESULTS = OpenApiExample(
    "一条登记，一条有误",
    {
        "results": [
            {"index": 0, "status": 201, "number": "鲁滨城妇信〔2026〕000124", "id": "5f1d…", "version": 1},
            {
                "index": 1,
                "status": 422,
                "problem": {
                    "type": "about:blank",
                    "title": "无法办理这一请求",
                    "status": 422,
                    "code": "invalid",
                    "detail": "有内容需要改正。",
                    "instance": "/api/v1/petitions/batch/",
                    "errors": [
                        {"field": "petition.received_at", "code": "invalid", "detail": "收到时间不能晚于现在。"}
                    ],
                },
            },
        ]
    },
    response_only=True,
)

CREATE: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_create",
    "extensions": FROM_WRITING,
    "summary": "登记一件信访事项",
    "description": "编号、时限、流程与页面登记相同；没有问到的写 null。可能是同一事项的，登记后在 warnings 中列出；"
    "确知是同一事项的，填 same_as。",
    "request": PetitionShape,
    "parameters": [ONCE, _PREFER, REPLAY],
    "responses": {201: _WRITTEN, **REFUSED},
    "examples": [_SENT],
}
CORRECT: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_correct",
    "extensions": FROM_WRITING,
    "summary": "更正登记内容",
    "description": "只发送要改的字段；没有变化的不产生新版本。"
    "宣读核对、被检举控告人、same_as 只在登记时记载，不能更正。",
    "request": CorrectionShape(partial=True),
    "parameters": [_NUMBER, ONCE, MATCH, _PREFER, REPLAY],
    "responses": {200: _WRITTEN, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample("改电话", {"petitioner": {"phone": "13754399999"}, "note": "本人来电更正"}, request_only=True)
    ],
}
UPSERT: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_upsert",
    "extensions": FROM_WRITING,
    "summary": "按对方系统编号登记或者更正",
    "description": "第一次为登记（201），以后为更正（200）；内容没有变化的不产生新版本，也不用写 If-Match。"
    "更正时没有发送的字段保持原样；登记时须发送的字段与登记一件信访事项相同。",
    "request": CorrectionShape(partial=True),
    "parameters": [SYSTEM, _EXTERNAL_ID, ONCE, MATCH, IF_NONE_MATCH, _PREFER, REPLAY],
    "responses": {200: _WRITTEN, 201: _WRITTEN, **REFUSED, **VERSIONED},
    "examples": [_SENT],
}
MOVE: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_move",
    "extensions": FROM_WRITING,
    "summary": "办理：流程中的一步",
    "description": "各步需要的内容与页面相同；不允许的答复 409，detail 即页面上的提示。",
    "request": MoveShape,
    "parameters": [
        _NUMBER,
        ONCE,
        MATCH,
        _PREFER,
        REPLAY,
        OpenApiParameter("move", str, OpenApiParameter.PATH, enum=list(MOVES)),
    ],
    "responses": {200: _WRITTEN, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample(
            "受理", {"route": "opinion", "procedure": "ordinary", "told_how": "in_person"}, request_only=True
        )
    ],
}
CONTACT: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_contact",
    "summary": "登记再次来访、来信、来电",
    "description": "同一事项再次反映的，次数加一，不另立新件；不需要版本号。",
    "request": SentContactShape,
    "parameters": [_NUMBER, ONCE, _PREFER, REPLAY],
    "responses": {201: _WRITTEN, **REFUSED, (404, PROBLEM_JSON): VERSIONED[404, PROBLEM_JSON]},
    "examples": [
        OpenApiExample(
            "再次来电",
            {
                "received_at": "2026-11-24T15:10:00+08:00",
                "channel": "call",
                "read_back": True,
                "note": "询问办理进展，对方仍未支付。",
            },
            request_only=True,
        )
    ],
}
BATCH: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "petitions_batch",
    "summary": "批量登记或者更正",
    "description": "一次最多 1,000 条，各自独立：一条有误不影响其他。"
    "有 external 的按编号登记或者更正，没有的登记。不查同一事项。",
    "request": _ITEMS,
    "parameters": [ONCE, REPLAY],
    "responses": {200: _RESULTS_SHAPE, **REFUSED, (413, PROBLEM_JSON): problem("超过 1,000 条")},
    "examples": [
        OpenApiExample(
            "两条",
            {"items": [{"external": {"system": "binzhou-12345", "id": "2026-000017"}, "petition": SENT}]},
            request_only=True,
        ),
        _RESULTS,
    ],
}
