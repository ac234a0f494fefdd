"""The page of one move, as a cadre uses it."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Petition
from fedportal.accounts.models import User
from tests.cases.samples import CLOSING


def opened(client: Client, row: Petition, move: str, by: User) -> HttpResponse:
    client.force_login(by)
    return client.get(reverse("cases:petition_move", args=[row.pk, move]))


def sent(client: Client, row: Petition, move: str, by: User, **answers: object) -> HttpResponse:
    client.force_login(by)
    given = (CLOSING if move == "close" else {}) | answers
    return client.post(reverse("cases:petition_move", args=[row.pk, move]), given)


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)
