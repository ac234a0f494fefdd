"""Whom the law protects in a case of violence, as the people of its matter say it (反家庭暴力法 art. 5 and 14)."""

import datetime as dt

from cases.models import Party, Petition, SpecialGroup, ViolenceCase
from cases.workflow.violence import VictimGroup

# What is known of a person that protects her here, too.
SAME = {
    SpecialGroup.DISABLED: VictimGroup.DISABLED,
    SpecialGroup.MATERNITY: VictimGroup.MATERNITY,
    SpecialGroup.NO_CAPACITY: VictimGroup.NO_CAPACITY,
}


def groups_of(course: ViolenceCase, *, on: dt.date) -> list[str]:
    """As answered, and what her people say whether anybody ticks it or not."""
    found = {*course.said_groups, *groups_by_people(course.petition, on=on)}
    return [group.value for group in VictimGroup if group in found]


def groups_by_people(row: Petition, *, on: dt.date) -> set[VictimGroup]:
    """Of any of those to whom it is done; the petitioner where nobody else is named."""
    people = list(row.parties.kept().filter(role__in=(Party.Role.VICTIM, Party.Role.PETITIONER)))
    suffering = [each for each in people if each.role == Party.Role.VICTIM] or people
    found = {SAME[SpecialGroup(code)] for each in suffering for code in each.groups if code in SAME}
    if row.minor or any(each.is_minor_on(on) for each in suffering):
        found.add(VictimGroup.MINOR)
    if any(_is_elderly(each, on) for each in suffering):
        found.add(VictimGroup.ELDERLY)
    return found


def _is_elderly(party: Party, on: dt.date) -> bool:
    """By her age; as it was ticked where nobody knows that."""
    return party.is_elderly_on(on) or (party.age_on(on) is None and SpecialGroup.ELDERLY in party.groups)
