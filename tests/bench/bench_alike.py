"""Looking for the same matter among many petitions while a cadre types, against the bare questions to the indexes."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from cases.indexing import index_party, names_of, phone_of
from cases.likeness import CANDIDATES, PEOPLE, Matter, alike
from cases.models import Channel, MatterClass, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.dashboards.demo import people, texts
from fedportal.lib.blind_index import id_index
from fedportal.lib.copying import copy_rows
from fedportal.lib.database_roles import as_owner
from fedportal.lib.signatures import signature
from fedportal.orgs.models import Level, Organization
from tests.bench.figures import Figure, seconds
from tests.bench.scratch import fast_loading
from tests.bench.serving import member

PETITIONS = 200_000
BATCH = 10_000
LOOKS = 100
READERS = {"county": (371602000000, Role.RECEPTIONIST), "province": (370000000000, Role.UNIT_HEAD)}

_PEOPLE = """
SELECT petition_id, id_index, phone_index, name_index FROM cases_party
WHERE id_index = %s AND id_index <> '' OR phone_index = %s AND phone_index <> '' OR name_index = ANY(%s)
ORDER BY petition_id DESC LIMIT %s
"""
_TEXTS = "SELECT id, signature FROM cases_petition WHERE org_code >= %s AND org_code < %s AND signature && %s LIMIT %s"


def run() -> Iterator[Figure]:
    readers = {name: member(code, role) for name, (code, role) in READERS.items()}
    matters = _load(by=readers["county"])
    for name, reader in readers.items():
        for matter in matters[:5]:  # warm
            alike(matter, reader)
        ours = seconds(lambda reader=reader: [alike(matter, reader) for matter in matters])  # type: ignore[misc]
        bare = seconds(lambda reader=reader: [_ask(matter, reader) for matter in matters])  # type: ignore[misc]
        yield Figure(
            f"alike_{name}",
            ours / len(matters) * 1000,
            "ms",
            bare / ours,
            f"the two bare questions to the indexes among {PETITIONS:,}, nothing compared or told",
        )


def _ask(matter: Matter, reader: User) -> None:
    with connection.cursor() as cursor:
        known = (id_index(matter.id_number), phone_of(matter.phone, matter.place), names_of(matter.name, matter.place))
        cursor.execute(_PEOPLE, [*known, PEOPLE])
        cursor.fetchall()
        cursor.execute(_TEXTS, [reader.org.code, reader.org.code_end, signature(*matter.texts), CANDIDATES])
        cursor.fetchall()


@as_owner()
def _load(*, by: User) -> list[Matter]:
    """Invented matters of every kind in all counties; the ones to look for are spread among them."""
    random, now = Random(7), timezone.now()
    counties = list(Organization.objects.filter(level=Level.COUNTY, code__lt=380000000000, code__gte=370000000000))
    matters = []
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cases_petition, deadlines_deadline CASCADE")
    with fast_loading("cases_petition", "cases_party"):
        for first in range(0, PETITIONS, BATCH):
            rows = [_petition(random, n, random.choice(counties), by, now) for n in range(first, first + BATCH)]
            with transaction.atomic():
                copy_rows(rows)
                parties = [_party(random, row) for row in rows]
                copy_rows(parties)
            chosen = random.sample(range(BATCH), LOOKS * BATCH // PETITIONS)
            matters += [_matter(rows[n], parties[n]) for n in chosen]
    return matters


def _petition(random: Random, n: int, place: Organization, by: User, now: dt.datetime) -> Petition:
    category = random.choices(list(texts.SHARES), list(texts.SHARES.values()))[0]
    request, facts = texts.request_and_facts(random, category, village=place.region_name, on=now.date())
    moment = now - dt.timedelta(minutes=n)
    return Petition(
        number=f"测妇信〔2026〕{n:07d}",
        org=place,
        org_code=place.code,
        registered_org=place,
        registered_by=by,
        registered_at=moment,
        received_at=moment,
        channel=Channel.VISIT,
        matter_class=MatterClass.REDRESS,
        category=category,
        place=place,
        request=request,
        facts=facts,
        signature=signature(request, facts),
    )


def _party(random: Random, row: Petition) -> Party:
    who = Party(petition=row, role=Party.Role.PETITIONER, name=people.name_of(random, female=True), sex="female")
    who.phone, who.id_number = people.phone(random), f"{random.randrange(10**17, 10**18)}"
    index_party(who)
    return who


def _matter(row: Petition, who: Party) -> Matter:
    return Matter(row.place, who.name, who.id_number, who.phone, (row.request, row.facts))
