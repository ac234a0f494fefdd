"""The shapes of federations and authorities before other systems."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from fedportal.orgs.models import Agency, Level, Organization

CODE = {"type": "string", "pattern": r"^\d{12}$"}
CODE_OR_NONE = {"type": ["string", "null"], "pattern": r"^\d{12}$"}


def _code(unit: Organization | None) -> str | None:
    return f"{unit.code:012d}" if unit else None


class OrganizationShape(serializers.ModelSerializer):
    """One federation, with what art. 18 asks to be published of it."""

    code = serializers.SerializerMethodField(help_text="12 位区划代码，即其标识")
    level = serializers.IntegerField(help_text="；".join(f"{level.value} {level.label}" for level in Level))
    parent = serializers.SerializerMethodField(help_text="上级妇联；省级为空")  # type: ignore[assignment]  # a field
    successor = serializers.SerializerMethodField(help_text="承接单位，停用后才有")

    class Meta:
        model = Organization
        fields = (
            *("code", "level", "name", "region_name", "parent", "number_prefix"),
            *("responsible", "address", "phone", "hours", "valid_from", "valid_to", "successor"),
        )

    @extend_schema_field(CODE)
    def get_code(self, row: Organization) -> str | None:
        return _code(row)

    @extend_schema_field(CODE_OR_NONE)
    def get_parent(self, row: Organization) -> str | None:
        return _code(row.parent)

    @extend_schema_field(CODE_OR_NONE)
    def get_successor(self, row: Organization) -> str | None:
        return _code(row.successor)


class AgencyShape(serializers.ModelSerializer):
    """One authority or other unit that a federation writes to."""

    place = serializers.SerializerMethodField(help_text="由哪个妇联维护，12 位区划代码")

    class Meta:
        model = Agency
        fields = ("id", "place", "kind", "name", "contact", "phone", "valid_from", "valid_to")

    @extend_schema_field(CODE)
    def get_place(self, row: Agency) -> str | None:
        return _code(row.place)


ORGANIZATION: dict[str, Any] = {
    "code": "371602000000",
    "level": 3,
    "name": "滨城区妇女联合会",
    "region_name": "滨城区",
    "parent": "371600000000",
    "number_prefix": "鲁滨城",
    "responsible": "权益部",
    "address": "滨城区黄河五路 385 号 2 楼",
    "phone": "0543-3162338",
    "hours": "工作日 8:30—12:00，13:30—17:30",
    "valid_from": "1949-10-01",
    "valid_to": None,
    "successor": None,
}
AGENCY: dict[str, Any] = {
    "id": 42,
    "place": "371602000000",
    "kind": "police",
    "name": "滨州市公安局滨城分局",
    "contact": "法制大队",
    "phone": "0543-3386110",
    "valid_from": "2026-01-01",
    "valid_to": None,
}
