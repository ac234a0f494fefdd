"""Tells in the description what `writing_fields.Shape` holds to: no field that nobody knows."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension


class ClosedShapes(OpenApiSerializerExtension):
    """For drf-spectacular, which finds it because it was imported."""

    target_class = "cases.api.writing_fields.Shape"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        """Its fields, and nothing else."""
        found = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return found | {"additionalProperties": False} if direction == "request" else found
