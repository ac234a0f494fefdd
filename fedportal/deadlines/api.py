"""The limits in force and the ladders of escalation before other systems."""

import datetime as dt

from django.db.models import Prefetch, Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from fedportal.api.parameters import refuse_unknown
from fedportal.api.views import ClientRequest, ClientView
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import DeadlineRule, Ladder, Rung
from fedportal.orgs.models import Organization


class RulesQuery(serializers.Serializer):
    """For which day they are asked; today where none is named."""

    on = serializers.DateField(required=False, help_text="哪一天有效的，默认今天")


class RuleShape(serializers.ModelSerializer):
    """A limit in one version."""

    org = serializers.SerializerMethodField(help_text="自行规定的地区，12 位区划代码；全国规定为空")
    ladder = serializers.CharField(source="ladder_code", help_text="超期后按哪个阶梯升级")

    class Meta:
        model = DeadlineRule
        fields = (
            *("code", "kind", "label", "amount", "unit", "article", "starts", "policy", "ladder", "org"),
            *("valid_from", "valid_to"),
        )

    def get_org(self, row: DeadlineRule) -> str | None:
        return f"{row.org.code:012d}" if row.org else None


class RungShape(serializers.ModelSerializer):
    """One step of a ladder."""

    light = serializers.SerializerMethodField(help_text="到此级次的灯色")

    class Meta:
        model = Rung
        fields = ("step", "amount", "unit", "share", "light", "desk_level", "unless_acknowledged", "demand")

    def get_light(self, row: Rung) -> str:
        return Light(row.light).name.lower()


class LadderShape(serializers.ModelSerializer):
    """A ladder in one version."""

    rungs = RungShape(many=True)

    class Meta:
        model = Ladder
        fields = ("code", "label", "base", "remind_amount", "remind_unit", "valid_from", "rungs")


class RulesShape(serializers.Serializer):
    """All that binds on one day."""

    on = serializers.DateField()
    rules = RuleShape(many=True)
    ladders = LadderShape(many=True)


EXAMPLE = {
    "on": "2026-11-23",
    "rules": [
        {
            "code": "notice",
            "kind": "notice",
            "label": "告知受理情况",
            "amount": 15,
            "unit": "day",
            "article": "《信访工作条例》第二十三条",
            "starts": "收到之日",
            "policy": False,
            "ladder": "ordinary",
            "org": None,
            "valid_from": "2022-05-01",
            "valid_to": None,
        }
    ],
    "ladders": [
        {
            "code": "ordinary",
            "label": "一般事项",
            "base": "due",
            "remind_amount": 5,
            "remind_unit": "working_day",
            "valid_from": "2026-01-01",
            "rungs": [
                {
                    "step": 0,
                    "amount": -3,
                    "unit": "working_day",
                    "share": "0.80",
                    "light": "yellow",
                    "desk_level": None,
                    "unless_acknowledged": False,
                    "demand": "时限临近，请尽快办理",
                }
            ],
        }
    ],
}


class RulesView(ClientView):
    """The nation's rules, those of the units above the client's and of those in its range; and the ladders."""

    @extend_schema(
        operation_id="rules_retrieve",
        summary="时限规则和升级阶梯",
        description="某日有效的全国规定，和上级、本地区自行规定的（只能严于上级）；每条写明依据。",
        tags=["reference"],
        parameters=[OpenApiParameter("on", dt.date, description="哪一天有效的，默认今天")],
        responses={200: OpenApiResponse(RulesShape, description="规则和阶梯")},
        examples=[OpenApiExample("告知受理情况", EXAMPLE, response_only=True, status_codes=["200"])],
    )
    def get(self, request: ClientRequest) -> Response:
        """Those in force on a day."""
        refuse_unknown(request, {"on"})
        query = RulesQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        on = query.validated_data.get("on") or timezone.localdate()
        return Response(RulesShape({"on": on, "rules": _rules(request.user.org, on), "ladders": _ladders(on)}).data)


def _rules(org: Organization, on: dt.date) -> list[DeadlineRule]:
    in_force = DeadlineRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    above = Q(org__code__lte=org.code, org__code_end__gt=org.code)
    below = Q(org__code__gte=org.code, org__code__lt=org.code_end)
    ours = in_force.filter(Q(org=None) | above | below).select_related("org")
    return list(ours.order_by("kind", "code", "org__code", "pk"))


def _ladders(on: dt.date) -> list[Ladder]:
    """Of each the version that a duty starts on which begins that day."""
    rungs = Prefetch("rungs", Rung.objects.order_by("step"))
    begun = Ladder.objects.filter(valid_from__lte=on).order_by("code", "-valid_from").distinct("code")
    return list(begun.prefetch_related(rungs))
