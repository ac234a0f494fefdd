"""Whoever owns the tables may do what the portal cannot; the seals stand nevertheless."""

import pytest
from django.db import InternalError, transaction

from fedportal.audit.models import AuditSeal, UnsealedEvent
from fedportal.audit.sealing import seal
from tests.audit.test_sealing import chain
from tests.audit.trails import NOON, behind_its_back, happened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database_owner")]


def test_seals_are_neither_changed_nor_removed() -> None:
    happened(1)
    seal(NOON)

    with pytest.raises(InternalError), transaction.atomic():
        AuditSeal.objects.update(number=2)
    with pytest.raises(InternalError), transaction.atomic():
        AuditSeal.objects.all().delete()


def test_an_event_that_is_gone_before_its_seal_holds_up_no_other() -> None:
    ids = happened(5)
    behind_its_back("DELETE FROM audit_accessevent WHERE id = ANY(%s)", ids[:3])

    assert seal(NOON, batch=2) == 2

    assert [pk for pk, _, _ in chain()] == ids[3:]
    assert list(UnsealedEvent.objects.order_by("pk").values_list("pk", flat=True)) == ids[:3]
