"""Staff's own numbers behind the relation wall: noting and removing them, and telling heads what it keeps back."""

import datetime as dt

from django.db import transaction

from cases.indexing import area_of
from cases.models import RelationWall, StaffDigest
from fedportal.accounts.models import User
from fedportal.accounts.roles import Can, Role
from fedportal.audit.log import record
from fedportal.lib.blind_index import address_index, id_index, phone_index
from fedportal.lib.prepared import Prepared
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers
from fedportal.notices.actions import tell

MOST = 30  # of one person; POLICY: hers and those of her nearest

_UNTOLD = Prepared("walls_untold", "SELECT FROM cases_relationwall WHERE told_at IS NULL LIMIT 1", {})

Kind = StaffDigest.Kind
NOT_READ = {
    Kind.ID_NUMBER: "看不出这是身份证号，请核对。",
    Kind.PHONE: "看不出这是电话号码，请核对。",
    Kind.ADDRESS: "看不出这是住址：请写到门牌号，如“滨城区黄河五路 385 号 3-2-501”。",
}


@transaction.atomic
@beyond_readers("a number is looked for in every unit, and its heads are told")
def note_digest(person: User, *, kind: str, value: str, whose: str, by: User, at: dt.datetime) -> StaffDigest:
    """Keep the digest of one number or address, and nothing else of it. Noted twice it is one. Raises NotAllowed."""
    _check(person, by)
    index = _index(kind, value, person)
    if not index:
        raise NotAllowed(NOT_READ[Kind(kind)])
    if person.digests.count() >= MOST:
        raise NotAllowed(f"每人最多登记 {MOST} 条。")
    given = {"whose": whose.strip(), "at": at, "by": by}
    made, new = StaffDigest.objects.get_or_create(user=person, kind=kind, index=index, defaults=given)
    if new:
        record("wall.note", person, by=by, at=at, kind=kind)
        tell_walls(at=at)
    return made


@transaction.atomic
@beyond_readers("the security administrator keeps the numbers of others")
def remove_digest(digest: StaffDigest, *, by: User, at: dt.datetime) -> None:
    """From now on nothing is kept from her on its account."""
    _check(digest.user, by)
    record("wall.remove", digest.user, by=by, at=at, kind=digest.kind)
    digest.delete()


@beyond_readers("what is kept from one is told to the head of another")
def tell_walls(*, at: dt.datetime) -> int:
    """Tell the heads of the units that hold them which matters are kept from whom; each once. How many."""
    if not _UNTOLD.rows({}):  # nearly always, at every registration
        return 0
    rows = RelationWall.objects.select_for_update(skip_locked=True, of=("self",)).filter(told_at=None)
    walls = list(rows.select_related("petition__org", "user__org"))
    for wall in walls:
        whom = f"{wall.user.name}（{wall.user.org.name}）"
        text = f"本件当事人与{whom}登记的回避信息相符，已对其隐藏，请另行安排承办"
        roles = [Role.UNIT_HEAD, Role.TOWNSHIP_WORKER, Role.VILLAGE_WORKER]
        tell(wall.petition, org=wall.petition.org, roles=roles, text=text, at=at)
    RelationWall.objects.filter(pk__in=[wall.pk for wall in walls]).update(told_at=at)
    return len(walls)


def _check(person: User, by: User) -> None:
    if by.pk != person.pk and not (by.can(Can.MANAGE_ACCOUNTS) and by.org.covers(person.org.code)):
        raise NotAllowed("回避信息由本人或者安全管理员登记。")


def _index(kind: str, value: str, person: User) -> str:
    area = area_of(person.org)
    if kind == Kind.ID_NUMBER:
        return id_index(value)
    return phone_index(value, area=area) if kind == Kind.PHONE else address_index(value, area=area)
