"""Federations and the authorities that they write to, before other systems: both are public."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from fedportal.api.filtering import OneOf, Place, YesNo, filtered, parameters_of
from fedportal.api.paging import PAGING, PARAMETERS
from fedportal.api.parameters import refuse_unknown
from fedportal.api.place_shapes import AGENCY, CODE, ORGANIZATION, AgencyShape, OrganizationShape
from fedportal.api.public_paging import PublicPages
from fedportal.api.schema_parts import one_page
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.orgs.models import Agency, AgencyKind, Level, Organization

_TAGS = ["reference"]


class OrganizationQuery(django_filters.FilterSet):
    """Filters of `GET /organizations/`."""

    under = Place("只要这个区划代码范围内的", "code")
    level = OneOf("层级", [(str(level.value), level.label) for level in Level])
    in_use = YesNo("没有停用", valid_to__isnull=True)

    class Meta:
        model = Organization
        fields: list[str] = []


class AgencyQuery(django_filters.FilterSet):
    """Filters of `GET /agencies/`."""

    under = Place("只要这个区划代码范围内的", "place__code")
    kind = OneOf("类别", AgencyKind.choices)
    in_use = YesNo("没有停用", valid_to__isnull=True)

    class Meta:
        model = Agency
        fields: list[str] = []


def _page(name: str, shape: type[serializers.Serializer], example: dict[str, Any]) -> dict[str, Any]:
    """How a page of these stands in the description."""
    fields: dict[str, serializers.Field] = {
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": shape(many=True),
    }
    listed = {"next": None, "previous": None, "results": [example]}
    return {
        "tags": _TAGS,
        "responses": {200: OpenApiResponse(one_page(inline_serializer(name, fields=fields)), description="一页")},
        "examples": [OpenApiExample("一页", listed, response_only=True, status_codes=["200"])],
    }


class Organizations(ClientViewSet):
    """Federations: those of the client's range and the units above it; any one of them by its code."""

    @extend_schema(
        operation_id="organizations_list",
        summary="妇联组织",
        description="本单位及其下级和各级上级，按区划代码排列；停用的也在内。",
        parameters=[*parameters_of(OrganizationQuery), *PARAMETERS],
        **_page("OrganizationPage", OrganizationShape, ORGANIZATION),
    )
    def list(self, request: ClientRequest) -> Response:
        """Them in the order of their codes."""
        ours = request.user.org
        above = Q(code__lte=ours.code, code_end__gt=ours.code)
        rows = Organization.objects.filter(above | Q(code__gte=ours.code, code__lt=ours.code_end))
        found = filtered(OrganizationQuery, rows, request, beside=PAGING)
        return _answer(found.select_related("parent", "successor"), PublicPages("code", "pk"), OrganizationShape, self)

    @extend_schema(
        operation_id="organizations_retrieve",
        summary="一个妇联组织",
        description="文档中的各区划代码都能在这里查到名称；代码已改由新设单位使用的，给出现在的单位。",
        tags=_TAGS,
        parameters=[OpenApiParameter("code", CODE, OpenApiParameter.PATH, description="12 位区划代码")],
        responses={200: OpenApiResponse(OrganizationShape, description="一个组织")},
        examples=[OpenApiExample("滨城区妇联", ORGANIZATION, response_only=True, status_codes=["200"])],
    )
    def retrieve(self, request: ClientRequest, code: str) -> Response:
        """The unit that has the code now, else the last that had it."""
        refuse_unknown(request, set())
        rows = Organization.objects.select_related("parent", "successor")
        known = code.isascii() and code.isdigit() and len(code) == 12
        row = rows.filter(code=int(code)).order_by(F("valid_to").desc(nulls_first=True)).first() if known else None
        if row is None:
            raise NotFound
        return Response(OrganizationShape(row).data)


class Agencies(ClientViewSet):
    """Authorities to which the client's unit may write."""

    @extend_schema(
        operation_id="agencies_list",
        summary="协作单位",
        description="本地区及上级的公安、法院、民政等单位；函件写给它们。",
        parameters=[*parameters_of(AgencyQuery), *PARAMETERS],
        **_page("AgencyPage", AgencyShape, AGENCY),
    )
    def list(self, request: ClientRequest) -> Response:
        """Them in the order of their places and names."""
        found = filtered(AgencyQuery, Agency.objects.visible_to(request.user), request, beside=PAGING)
        rows = found.select_related("place").annotate(at=F("place__code"))
        return _answer(rows, PublicPages("at", "name", "pk"), AgencyShape, self)


def _answer(rows: QuerySet, pages: PublicPages, shape: type[serializers.Serializer], view: ClientViewSet) -> Response:
    page = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_paginated_response(shape(page, many=True).data)
