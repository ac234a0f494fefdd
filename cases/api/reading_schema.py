"""How reading stands in the description of the interface, with an example as a county's system is given it."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from cases.api.onward import FROM_READING
from cases.api.reading_filter import PetitionQuery
from cases.api.reading_shapes import PARTS, DocumentShape, PartialDocumentShape
from cases.api.shape_fields import SEGMENT
from fedportal.api.filtering import parameters_of
from fedportal.api.paging import PARAMETERS
from fedportal.api.schema_parts import one_page

_TAGS = ["petitions"]
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description='"版本号-摘要"；更改时放在 If-Match 中'
)
_NAMES = list(DocumentShape().fields)
_FIELDS = OpenApiParameter(
    "fields",
    {"type": "array", "items": {"type": "string", "enum": _NAMES}, "minItems": 1},
    description="只要这些字段，以逗号分隔，如 number,version,deadlines；不填则全部",
    explode=False,
)
_NUMBER = OpenApiParameter("number", SEGMENT, OpenApiParameter.PATH, description="编号，如 鲁滨城妇信〔2026〕000123")
_PAGE = one_page(
    inline_serializer(
        "PetitionPage",
        fields={
            "next": serializers.URLField(allow_null=True, help_text="后一页（更早收到的）"),
            "previous": serializers.URLField(allow_null=True, help_text="前一页"),
            "results": PartialDocumentShape(many=True),
        },
    )
)
_PART = inline_serializer(
    "PetitionPart",
    fields={
        "number": serializers.CharField(),
        "version": serializers.IntegerField(),
        "results": serializers.ListField(child=serializers.DictField(), help_text="与文档中同名部分相同"),
    },
)

EXAMPLE: dict[str, Any] = {
    "id": "5f1d7a84c2b94e0f8a63d1c95e7b2f40",
    "shown": "whole",
    "number": "鲁滨城妇信〔2026〕000123",
    "version": 3,
    "org": "371602000000",
    "registered_org": "371602000000",
    "place": "371602003000",
    "received_at": "2026-11-23T01:30:00+00:00",
    "registered_at": "2026-11-23T02:00:00+00:00",
    "channel": "visit",
    "matter_class": "redress",
    "category": "family.dispute",
    "litigation_status": "",
    "head_count": 1,
    "repeat_count": 1,
    "flags": {
        "urgent": False,
        "minor": False,
        "trafficking": False,
        "serious_harm": False,
        "media": False,
        "identity_unclear": False,
        "guarded": False,
    },
    "status": "accepted",
    "route": "duty",
    "procedure": "",
    "competent_organ": "",
    "refusal": "",
    "accepted_at": "2026-11-24T03:10:00+00:00",
    "handler": "王芳",
    "danger": "",
    "closed_at": None,
    "disposed_at": None,
    "same_as": None,
    "external": [{"system": "binzhou-12345", "id": "GD202611230017"}],
    "request": "要求协调抚养费。",
    "facts": "离婚后对方一直不付抚养费，多次催要没有结果。",
    "earlier_handling": "",
    "earlier_litigation": "",
    "parties": [
        {
            "name": "王小芳",
            "role": "petitioner",
            "relation": "",
            "sex": "female",
            "birth_year": 1990,
            "marital": "divorced",
            "education": "",
            "groups": [],
            "birth_on": None,
            "ethnicity": "",
            "occupation": "",
            "id_number": None,
            "phone": "13854312345",
            "address": "滨城区黄河五路 385 号",
            "withheld": [],
        }
    ],
    "reach": {
        "asked": True,
        "ways": ["phone", "in_person"],
        "no_message": True,
        "number_shared": False,
        "windows": [{"days": [1, 3], "begins": "09:00:00", "ends": "11:30:00"}],
    },
    "contacts": [
        {
            "channel": "visit",
            "at": "2026-11-23T01:30:00+00:00",
            "recorded_at": "2026-11-23T02:00:00+00:00",
            "org": "371602000000",
            "receiver": "王芳",
            "scribe": "",
            "head_count": 1,
            "oral": True,
            "read_back": True,
            "unread_reason": "",
            "source_organ": "",
            "source_number": "",
            "report_due_on": None,
            "companions": "",
            "note": "",
            "incident": "",
        }
    ],
    "deadlines": [
        {
            "kind": "notice",
            "label": "告知受理情况",
            "rule": "notice",
            "article": "《信访工作条例》第二十三条",
            "org": "371602000000",
            "desk": "371602000000",
            "opened_at": "2026-11-23T01:30:00+00:00",
            "due_at": "2026-12-08T15:59:59+00:00",
            "provisional": False,
            "light": "green",
            "cycle": 0,
            "step": -1,
            "awaiting_ack": False,
            "closed_at": "2026-11-24T03:10:00+00:00",
            "outcome": "met",
            "escalations": [],
        }
    ],
    "timeline": [
        {
            "at": "2026-11-24T03:10:00+00:00",
            "verb": "petition.accept",
            "title": "受理",
            "org": "371602000000",
            "actor": "王芳",
            "note": "",
            "data": {"route": "duty", "told_how": "in_person"},
        }
    ],
    "letters": [],
    "supervision": [],
    "attachments": [],
}
_LISTED = {"next": "https://portal.example.org.cn/api/v1/petitions/?cursor=v1%3A…", "previous": None}
_NOT_MODIFIED = OpenApiResponse(description="自 If-None-Match 所写的 ETag 以来没有变化")
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="上次读到的 ETag；没有变化时答复 304"
)

LIST: dict[str, Any] = {
    "operation_id": "petitions_list",
    "summary": "信访事项列表",
    "description": "可见范围内的事项，新收到的在前；逐页读取请沿 next 走，各页之间不重不漏。"
    "要保持本地副本与平台一致，请用变更流（/changes/），不要反复读取列表。",
    "tags": _TAGS,
    "parameters": [*parameters_of(PetitionQuery), *PARAMETERS, _FIELDS],
    "responses": {200: OpenApiResponse(_PAGE, description="一页")},
    "examples": [OpenApiExample("一页", {**_LISTED, "results": [EXAMPLE]}, response_only=True, status_codes=["200"])],
}
RETRIEVE: dict[str, Any] = {
    "operation_id": "petitions_retrieve",
    "extensions": FROM_READING,
    "summary": "一件信访事项",
    "description": "没有这件，与不在可见范围内，答复相同。",
    "tags": _TAGS,
    "parameters": [_NUMBER, _FIELDS, _IF_NONE_MATCH, _ETAG],
    "responses": {200: OpenApiResponse(PartialDocumentShape, description="文档"), 304: _NOT_MODIFIED},
    "examples": [OpenApiExample("县级承办的一件", EXAMPLE, response_only=True, status_codes=["200"])],
}
PART: dict[str, Any] = {
    "operation_id": "petitions_part",
    "summary": "一件信访事项的某一部分",
    "description": "当事人、来访来信、时限、升级、办理过程、函件、督办、附件；内容与文档中相同。",
    "tags": _TAGS,
    "parameters": [
        _NUMBER,
        OpenApiParameter("part", str, OpenApiParameter.PATH, enum=sorted(PARTS), description="哪一部分"),
    ],
    "responses": {200: OpenApiResponse(_PART, description="这一部分")},
    "examples": [
        OpenApiExample(
            "办理过程",
            {"number": EXAMPLE["number"], "version": EXAMPLE["version"], "results": EXAMPLE["timeline"]},
            response_only=True,
            status_codes=["200"],
        )
    ],
}
