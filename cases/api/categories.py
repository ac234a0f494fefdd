"""The categories of petitions before other systems."""

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from cases.categories import CATEGORIES, NEED_TO_KNOW, VIOLENT
from fedportal.api.parameters import refuse_unknown
from fedportal.api.views import ClientRequest, ClientView


class CategoryShape(serializers.Serializer):
    """One kind of matter."""

    code = serializers.CharField(help_text="代码，大类是其小数点前的部分")
    label = serializers.CharField(help_text="名称")  # type: ignore[assignment]  # a field, which the class keeps apart
    group = serializers.CharField(help_text="大类名称")
    path = serializers.CharField(help_text="全称")
    guarded = serializers.BooleanField(help_text="只限承办人员知悉")
    violent = serializers.BooleanField(help_text="可能有人身危险：住址须两人同意才能查看，不对外提供")


EXAMPLE = {
    "code": "family.dv",
    "label": "家庭暴力",
    "group": "婚姻家庭权益",
    "path": "婚姻家庭权益 / 家庭暴力",
    "guarded": True,
    "violent": True,
}


class CategoriesView(ClientView):
    """The whole tree; it changes with a new version of the portal alone."""

    @extend_schema(
        operation_id="categories_list",
        summary="事项类别",
        description="全部类别，一次给出。",
        tags=["reference"],
        responses={200: OpenApiResponse(CategoryShape(many=True), description="全部类别")},
        examples=[OpenApiExample("家庭暴力", EXAMPLE, response_only=True, status_codes=["200"])],
    )
    def get(self, request: ClientRequest) -> Response:
        """All of them."""
        refuse_unknown(request, set())
        return Response(
            [
                {
                    "code": code,
                    "label": each.label,
                    "group": each.group,
                    "path": each.path,
                    "guarded": code in NEED_TO_KNOW,
                    "violent": code in VIOLENT,
                }
                for code, each in CATEGORIES.items()
            ]
        )
