"""How lists of documents and single ones stand in the description of the interface."""

from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from fedportal.api.filtering import parameters_of
from fedportal.api.paging import PARAMETERS
from fedportal.api.schema_parts import one_page

READ_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description='"版本号-摘要"；办理时放在 If-Match 中'
)
IF_NONE_MATCH_READ = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="上次读到的 ETag；没有变化时答复 304"
)


def ref_of(what: str) -> OpenApiParameter:
    return OpenApiParameter(
        "ref", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description=f"{what}的 ref"
    )


def list_of(
    name: str,
    rows: type[serializers.Serializer],
    filters: type[django_filters.FilterSet],
    example: dict[str, Any],
    **told: Any,
) -> dict[str, Any]:
    page = inline_serializer(
        name,
        fields={
            "next": serializers.URLField(allow_null=True, help_text="后一页（更早的）"),
            "previous": serializers.URLField(allow_null=True, help_text="前一页"),
            "results": rows(many=True),
        },
    )
    whole = {"next": None, "previous": None, "results": [example]}
    return told | {
        "parameters": [*parameters_of(filters), *PARAMETERS],
        "responses": {200: OpenApiResponse(one_page(page), description="一页")},
        "examples": [OpenApiExample("一页", whole, response_only=True, status_codes=["200"])],
    }


def one_of(what: str, shape: type[serializers.Serializer], example: dict[str, Any], **told: Any) -> dict[str, Any]:
    return told | {
        "summary": f"一{what}",
        "description": "没有这一条，与不在可见范围内，答复相同。",
        "parameters": [ref_of(what[1:]), IF_NONE_MATCH_READ, READ_ETAG],
        "responses": {
            200: OpenApiResponse(shape, description="文档"),
            304: OpenApiResponse(description="自 If-None-Match 所写的 ETag 以来没有变化"),
        },
        "examples": [OpenApiExample("一例", example, response_only=True, status_codes=["200"])],
    }
