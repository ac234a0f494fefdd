"""Petitions that may be the same matter: of the same person, or in like words, across channels and counties.

What the reader may see she is shown. Beyond that only an exact identity number or telephone counts, and of what it
finds nothing is told but the unit; accusations are never told of.
"""

from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from cases.indexing import names_of, phone_of
from cases.likeness_sql import ALIKE_PEOPLE, ALIKE_TEXTS
from cases.models import MatterClass, Merger, Party, Petition
from cases.querysets import PetitionQuerySet
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.lib.blind_index import id_index
from fedportal.lib.prepared import array
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.search_terms import shingles
from fedportal.lib.signatures import likeness, signature
from fedportal.orgs.models import Organization

# Whose matter it is; the other side of it, and who saw it, is nobody's repeat.
_Role = Party.Role
BRINGERS = (_Role.PETITIONER, _Role.VICTIM, _Role.GUARDIAN, _Role.REPRESENTATIVE, _Role.MEMBER)
SAME_ID, SAME_PHONE, SAME_NAME = "身份证号相同", "联系电话相同", "同名同属地"
NEARLY_THE_SAME, MUCH_ALIKE = "内容几乎相同", "内容大体相同"
CAUSES = (SAME_ID, SAME_PHONE, NEARLY_THE_SAME, SAME_NAME, MUCH_ALIKE)  # the likeliest first
ALIKE, NEARLY = 0.6, 0.85  # of all shingles of both texts
COMPARED = 20  # of the texts that share a number of the signature, those that share most
SHOWN = 8  # on the page
NOBODY = 0  # no petition's key: a question about nothing found is asked all the same, and takes as long


@dataclass(frozen=True)
class Matter:
    """What is known of a matter so far."""

    place: Organization
    name: str = ""
    id_number: str = ""
    phone: str = ""
    texts: tuple[str, ...] = ()

    @property
    def identities(self) -> list[str]:
        """What is looked for beyond one's range, as blind indexes."""
        return [index for index in (id_index(self.id_number), phone_of(self.phone, self.place)) if index]

    @classmethod
    def of(cls, petition: Petition) -> Self:
        """A registered one; needs its parties and its place."""
        who = next((p for p in petition.parties.all() if p.is_petitioner), Party())
        return cls(petition.place, who.name, who.id_number, who.phone, (petition.request, petition.facts))


@dataclass(frozen=True)
class Hit:
    """One petition that may be the same matter, and why."""

    petition: Petition
    causes: tuple[str, ...]
    final: bool = False  # ended by a re-review (art. 36, para 3)
    merged: str = ""  # the number of what was found, where that was joined to this petition


@dataclass(frozen=True)
class Found:
    """What the reader may see, the likeliest first; and what lies beyond, of which she is told the unit alone."""

    hits: list[Hit]
    beyond: list[Petition]
    withheld: bool = False  # she asked after too many people: of what lies beyond she is told nothing

    def __bool__(self) -> bool:
        return bool(self.hits or self.beyond or self.withheld)

    @property
    def asks(self) -> bool:
        """Whether she should look before she goes on: words that are merely alike are often another's."""
        return bool(self.beyond) or any(hit.causes != (MUCH_ALIKE,) for hit in self.hits)


def alike(matter: Matter, user: User) -> Found:
    """Whatever may be the same. What is asked of the database depends on what is known, not on what there is."""
    people, visible = _people(matter), Petition.objects.visible_to(user)
    causes = _joined(people, _texts(matter, visible))
    exact = [NOBODY, *(pk for pk, why in people.items() if SAME_ID in why or SAME_PHONE in why)]
    return Found(_hits(visible, causes), _beyond(exact, visible, user))


def alike_in_sight(matter: Matter, user: User) -> list[Hit]:
    """The same of what the reader may see, for whoever cannot be asked what to do with the rest. Nothing else is
    looked at, so that it may end, sooner, where nothing is found."""
    visible = Petition.objects.visible_to(user)
    causes = _joined(_people_of(matter), _texts(matter, visible, to_the_end=False))
    return _hits(visible, causes) if causes else []


@beyond_readers("an exact number is looked for in every unit; of what is found the unit alone is told")
def _people(matter: Matter) -> dict[int, list[str]]:
    """Wherever they are."""
    return _people_of(matter)


def _people_of(matter: Matter) -> dict[int, list[str]]:
    """Petitions of the same person, by whatever she is known; of nobody with another identity number."""
    ours_id, ours_phone = id_index(matter.id_number), phone_of(matter.phone, matter.place)
    names = names_of(matter.name, matter.place)
    asked = {"roles": list(BRINGERS), "id_index": ours_id or None, "phone_index": ours_phone or None, "names": names}
    found: dict[int, list[str]] = {}
    for petition, its_id, its_phone, its_name in ALIKE_PEOPLE.rows(asked):
        somebody_else = its_id and ours_id not in ("", its_id)
        same = {
            SAME_ID: bool(its_id) and its_id == ours_id,
            SAME_PHONE: bool(its_phone) and its_phone == ours_phone,
            SAME_NAME: its_name in names and not somebody_else,
        }
        if why := [words for words, holds in same.items() if holds]:
            found[petition] = sorted({*found.get(petition, []), *why}, key=CAUSES.index)
    return found


def _texts(matter: Matter, visible: PetitionQuerySet, *, to_the_end: bool = True) -> dict[int, list[str]]:
    """Petitions in like words: those that the index finds, and of these the ones that are alike when compared; with
    `to_the_end` also where it finds none."""
    signed = signature(*matter.texts)
    if signed is None:
        return {}
    near = ALIKE_TEXTS.rows({"signed": array(signed)})
    nearest = sorted(near, key=lambda row: (-len(set(signed).intersection(row[1])), -row[0]))[:COMPARED]
    if not (nearest or to_the_end):
        return {}
    rows = visible.filter(pk__in=[NOBODY, *(pk for pk, _ in nearest)]).values_list("pk", "request", "facts")
    ours = shingles(*matter.texts)
    shares = {pk: likeness(ours, shingles(*texts)) for pk, *texts in rows}
    return {pk: [NEARLY_THE_SAME if share >= NEARLY else MUCH_ALIKE] for pk, share in shares.items() if share >= ALIKE}


def _joined(*causes: dict[int, list[str]]) -> dict[int, list[str]]:
    return {pk: [words for why in causes for words in why.get(pk, [])] for pk in {pk for why in causes for pk in why}}


def _hits(visible: PetitionQuerySet, causes: dict[int, list[str]]) -> list[Hit]:
    """The likeliest first. What was joined to another petition stands for that one, if she may see it."""
    asked = [NOBODY, *causes]
    rows = visible.filter(pk__in=asked).select_related("org").defer("signature")
    # A survivor that is neither open nor found itself was concluded in the common way: what is final stays joined.
    mergers = Merger.objects.holding().filter(petition__in=asked, survivor__in=visible)
    into = {merger.petition_id: merger.survivor for merger in mergers.select_related("survivor__org")}
    final = set(visible.filter(visible.ended_for_good(), pk__in=asked).values_list("pk", flat=True))
    hits: dict[int, Hit] = {}
    for row in sorted(rows, key=lambda row: _rank(causes[row.pk], row)):
        stands_for = into.get(row.pk, row)
        merged = "" if stands_for is row else row.number
        hits.setdefault(stands_for.pk, Hit(stands_for, tuple(causes[row.pk]), stands_for.pk in final, merged))
    return list(hits.values())[:SHOWN]


def _rank(why: list[str], row: Petition) -> tuple[int, float]:
    return min(CAUSES.index(words) for words in why), -row.received_at.timestamp()


@beyond_readers("an exact number is looked for in every unit; of what is found the unit alone is told")
def _beyond(exact: list[int], visible: PetitionQuerySet, user: User) -> list[Petition]:
    """Of the same person, somewhere she may not look: in progress, or ended for good. Never an accusation, and nothing
    that the relation wall keeps from her."""
    counts = Q(closed_at=None) | Q(status=Status.MERGED) | Petition.objects.ended_for_good()
    rows = Petition.objects.filter(counts, pk__in=exact).exclude(matter_class=MatterClass.ACCUSATION)
    rows = rows.exclude(walls__user=user)
    return list(rows.exclude(pk__in=visible.filter(pk__in=exact).values("pk")).select_related("org").order_by("-pk"))
