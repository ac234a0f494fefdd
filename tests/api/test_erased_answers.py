"""What a client was answered about a matter goes with the matter; that its request was carried out stays known."""

import pytest
from django.utils import timezone

from cases.models import Petition
from fedportal.api.idempotency import erase_answers
from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import caller
from tests.api.sent import batch, patch, post, sent, writer
from tests.cases.disposals import archived, disposed
from tests.cases.lives import make_line
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_a_disposal_takes_the_answers_about_its_matters_and_no_others(tree: ProvinceTree) -> None:
    line = make_line(tree)
    row = archived(line)
    client = caller(writer(tree.bincheng, Scope.PERSONAL))
    patch(client, row.number, {"request": "改。"}, if_match=str(row.version), idempotency_key="of-it")
    other = post(client, sent(), idempotency_key="of-another")

    with beyond_readers("as the worker"):
        disposed(line)

    again = patch(client, row.number, {"request": "改。"}, if_match=str(row.version), idempotency_key="of-it")
    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert post(client, sent(), idempotency_key="of-another").content == other.content


def test_nothing_of_a_batch_is_told_again_once_one_of_its_matters_is_erased(tree: ProvinceTree) -> None:
    client = caller(writer(tree.bincheng))
    items = [{"petition": sent()}, {"petition": sent(request="另一件。")}]
    number = batch(client, items, idempotency_key="many").json()["results"][1]["number"]

    with beyond_readers("as the worker"):
        key = Petition.objects.get(number=number).pk
        assert erase_answers("petition", [key], at=timezone.now()) == 1
        assert list(KeptAnswer.objects.values_list("body", "headers")) == [("", {})]

    again = batch(client, items, idempotency_key="many")
    assert (again.status_code, again.json()["code"]) == (410, "answer_erased")
    assert Petition.objects.count() == 2
