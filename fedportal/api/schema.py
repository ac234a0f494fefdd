"""The description of the interface by itself (OpenAPI 3.1): rooms' views join it, and every refusal looks the same."""

from functools import cache
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

from fedportal.api import links
from fedportal.api import schema_parts as parts
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientView

Endpoint = tuple[str, str, str, Any]
SAFE = {"get", "head"}


class ClientSchema(AutoSchema):
    """What a view says for clients stands in its `extend_schema`, or in a docstring that is written for them; one in
    English is for whoever reads the code."""

    def get_description(self) -> str:  # type: ignore[override]
        told = str(super().get_description())
        return told if any("\u4e00" <= letter <= "\u9fff" for letter in told) else ""


class ClientScheme(OpenApiAuthenticationExtension):
    """How one gets in: a token of the client's, with the scope that the view names."""

    target_class = "fedportal.api.authentication.ClientAuthentication"
    name = "oauth2"

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """One scope, or another that opens as much of it as is its client's."""
        view, method = auto_schema.view, auto_schema.method.lower()
        scopes = [view.scope if method in SAFE else view.write_scope, *view.other_scopes]
        return [{self.name: [str(scope)]} for scope in scopes]

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": parts.TOKEN_PATH, "scopes": dict(Scope.choices)}
        return {"type": "oauth2", "description": parts.OAUTH, "flows": {"clientCredentials": flow}}


class ClosedShapes(OpenApiSerializerExtension):
    """Tells what `sent_fields.Shape` holds to: no field that nobody knows."""

    target_class = "fedportal.api.sent_fields.Shape"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        """Its fields, and nothing else."""
        found = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return found | {"additionalProperties": False} if direction == "request" else found


@cache
def document() -> dict[str, Any]:
    """The whole of it. It names no data and is the same for everybody."""
    return SchemaGenerator().get_schema(request=None, public=True)


def of_the_interface(endpoints: list[Endpoint], **kwargs: Any) -> list[Endpoint]:
    """Hook: views for clients alone, whichever room they stand in."""
    return [
        endpoint
        for endpoint in endpoints
        if endpoint[0].startswith(settings.API_ROOT) and issubclass(endpoint[3].cls, ClientView)
    ]


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Hook: the ways to be refused, the token's address, and the words in front of it all."""
    result["info"]["description"] = parts.description()
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(parts.SCHEMAS)
    for door in parts.DOORS.values():
        schemas.update(door.schemas)
        result["components"].setdefault("securitySchemes", {}).update(door.schemes)
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            if method in {"get", "put", "post", "delete", "patch", "head"}:
                links.hang(operation)
                _refuse(path, method, operation)
    doors = {path: door.operations for path, door in parts.DOORS.items()}
    result["paths"] = {parts.TOKEN_PATH: parts.TOKEN, **result["paths"], **doors}
    return result


def _refuse(path: str, method: str, operation: dict[str, Any]) -> None:
    """The refusals that this operation may meet; what it says of one itself stays."""
    statuses = [400, 401, 403, 406, 429, 500, 503, *([404] if "{" in path else [])]
    if method not in SAFE:
        statuses += [409, 410, 412, 413, 415, 422, 428]
    for status in sorted(statuses):
        operation["responses"].setdefault(str(status), parts.refusal(status))
