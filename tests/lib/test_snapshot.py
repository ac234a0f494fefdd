"""One snapshot: what others write in between is not seen until it ends, and nothing can be written in it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InternalError, connection

from fedportal.lib.snapshot import one_snapshot
from fedportal.orgs.models import Organization
from tests.factories import org

pytestmark = pytest.mark.django_db(transaction=True)


def write_elsewhere(code: str) -> None:
    """Another connection adds an organization and commits."""

    def write() -> None:
        org(code)
        connection.close()

    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(write).result()


def test_what_others_write_in_between_is_not_seen() -> None:
    org("51")
    standing = Organization.objects.count()

    with one_snapshot():
        before = Organization.objects.count()
        write_elsewhere("52")
        after = Organization.objects.count()

    assert (before, after, Organization.objects.count()) == (standing, standing, standing + 1)


def test_nothing_can_be_written_in_it() -> None:
    with pytest.raises(InternalError, match="read-only"), one_snapshot():
        org("37")
