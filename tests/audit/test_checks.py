"""The portal refuses to start where the trail would not hold, and says by which article."""

import pytest
from django.core.checks import run_checks
from pytest_django.fixtures import Settings

from fedportal.audit.log import record_reading
from fedportal.audit.models import AccessEvent
from tests.audit.trails import DAY, NOON
from tests.factories import ProvinceTree, user


def problems() -> list[str]:
    return [found.id for found in run_checks() if found.id and found.id.startswith("audit.")]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (183, ["audit.E001"]),  # six months have up to 184 days
        (184, []),  # 网络安全法 art. 21 (3), since 2026 art. 23: six months
        (1096, []),
    ],
)
def test_the_trail_is_kept_for_six_months_at_least(settings: Settings, days: int, found: list[str]) -> None:
    settings.AUDIT_KEEP_DAYS = days

    assert problems() == found


def test_three_years_are_the_default(settings: Settings) -> None:
    assert settings.AUDIT_KEEP_DAYS >= 3 * 365


def test_an_unknown_hash_is_refused(settings: Settings) -> None:
    settings.AUDIT_HASH = "md5"

    assert problems() == ["audit.E002"]


def test_a_reading_is_written_down_again_after_an_hour_and_for_each_person(tree: ProvinceTree) -> None:
    one, other = user(tree.bincheng), user(tree.bincheng)
    for at in (NOON, NOON + DAY / 48, NOON + DAY / 24, NOON + DAY / 24):
        record_reading("org.read", tree.bincheng, by=one, at=at)
    record_reading("org.read", tree.bincheng, by=other, at=NOON)
    record_reading("org.read", tree.huimin, by=one, at=NOON)

    read = AccessEvent.objects.order_by("pk")
    assert list(read.values_list("actor", "org", "object_id", "at", "detail")) == [
        (one.pk, tree.bincheng.pk, tree.bincheng.pk, NOON, {}),
        (one.pk, tree.bincheng.pk, tree.bincheng.pk, NOON + DAY / 24, {}),
        (other.pk, tree.bincheng.pk, tree.bincheng.pk, NOON, {}),
        (one.pk, tree.bincheng.pk, tree.huimin.pk, NOON, {}),
    ]
