"""The people of a guarded matter's handling line: the rule of cases.knowing, seen from the matter."""

from django.db.models import Q, QuerySet

from cases.knowing import Kind, Tie, ties_that_show
from cases.models import Petition
from cases.workflow import Danger
from fedportal.accounts.models import User
from fedportal.accounts.roles import LEADING, RIGHTS, Can, Role
from fedportal.orgs.models import Level

_HEADS = [role.value for role in LEADING]
_ABOVE = [*_HEADS, Role.SUPERVISOR.value]
_DECIDING = [role.value for role, rights in RIGHTS.items() if Can.DECIDE in rights]
_BY_DANGER = [level for level in Level if Tie.DANGER in ties_that_show(Kind.GUARDED, level)]


def line_of(row: Petition) -> QuerySet[User]:
    """Everyone who knows of it now; as PetitionQuerySet.visible_to, which asks from the reader's side."""
    ours = Q(pk__in=[row.registered_by_id, row.handler_id]) | Q(roles__overlap=_HEADS)
    if row.handler_id is None:
        ours |= Q(roles__overlap=_DECIDING)
    who = Q(pk__in=row.readers.current().values("user")) | Q(org=row.org_id) & ours
    above = Q(
        org__in=row.concerns.of_units().values("org"), org__code_end__gt=row.org_code, org__code__lte=row.org_code
    )
    if row.danger == Danger.HIGH:
        above |= Q(org__level__in=_BY_DANGER, org__code_end__gt=row.org_code, org__code__lte=row.org_code)
    people = User.objects.filter(who | above & ~Q(org=row.org_id) & Q(roles__overlap=_ABOVE), is_active=True)
    return people.exclude(pk__in=row.walls.values("user"))


def units_of(row: Petition) -> set[int]:
    """The units whose heads may let one of their own people know of it."""
    return {row.org_id, *row.concerns.of_units().values_list("org", flat=True)}
