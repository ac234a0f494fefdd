"""Petitions over the interface: read and written at the same addresses."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from cases.api import reading_schema as schema
from cases.api.reading import PetitionReading
from cases.api.writing import PetitionWriting
from fedportal.api.views import ClientRequest


class Petitions(PetitionReading, PetitionWriting):
    """Which method does what stands in `urls`."""

    @extend_schema(**schema.PART | {"operation_id": "petitions_contacts", "parameters": schema.PART["parameters"][:1]})
    def contacts(self, request: ClientRequest, number: str) -> HttpResponse:
        """The part to which contacts are added."""
        return self.part(request, number, "contacts")
