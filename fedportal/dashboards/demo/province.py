"""Makes the demo province, once: places, staff, petitions and their history."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import connection, transaction

from cases.models import Petition
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.audit.models import AccessEvent
from fedportal.calendar.working_days import WorkingDays
from fedportal.dashboards.demo import (
    advice,
    briefings,
    call_tickets,
    calls,
    coaching,
    desk,
    knowing,
    leaders,
    lines,
    matters,
    network,
    rare_moves,
    rights,
    rotas,
    shelters,
    station_checks,
    stations,
    tickets,
)
from fedportal.dashboards.demo.accounts import Staff, create_staff
from fedportal.dashboards.demo.aftercare import leave_some_open
from fedportal.dashboards.demo.arrivals import arrivals, at_the_office
from fedportal.dashboards.demo.chronicle import Chronicle, Duty
from fedportal.dashboards.demo.entries import Entry
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.joint import join_some
from fedportal.dashboards.demo.letters import enter_agencies, write_letters
from fedportal.dashboards.demo.lives import Fates
from fedportal.dashboards.demo.orders import Desk
from fedportal.dashboards.demo.places import Places, load_places
from fedportal.dashboards.demo.receptions import save_receptions
from fedportal.dashboards.demo.repeats import return_some
from fedportal.dashboards.demo.replay import Replay
from fedportal.deadlines import engine
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.notices.actions import tell_escalations
from fedportal.notices.models import Notice
from fedportal.orgs.models import Level, Organization

SEED = 20260308
WHOLE = 1_000  # petitions; for fewer nobody waits until a whole province of people is entered
READ_AFTER = dt.timedelta(days=4)  # notices older than this have been read

_READ = """
UPDATE notices_notice n SET read_at = n.at + interval '7 hours', read_by_id = u.id
FROM accounts_user u
WHERE u.org_id = n.org_id AND n.role = ANY(u.roles) AND n.read_at IS NULL AND n.at < %s
"""


READY = "demo.ready"  # the audit verb of a province that is complete


class Unfinished(Exception):
    """An earlier run was interrupted: what it left is no believable history."""


def is_there() -> bool:
    """Whether the demo province was made before."""
    if AccessEvent.objects.filter(verb=READY).exists():
        return True
    if Petition.objects.filter(origin_key="demo:0").exists():
        raise Unfinished
    return False


@dataclass(frozen=True)
class Demo:
    """What to make: how many petitions up to which moment."""

    petitions: int
    at: dt.datetime
    password: str
    project: Path

    def make(self, say: Callable[[str], object]) -> None:
        """Everything; the history outside a transaction, since each climb wants to forget the rows of the last."""
        random = Random(SEED)
        load_places(self.project)
        say("  places are there")
        staff, duties = self._people_and_petitions(random, say)
        Replay(duties, staff, random).run(self.at)
        write_letters(staff, random, self.at)
        leave_some_open(staff, random, at=self.at)
        Desk(staff, Random(SEED + 2), WorkingDays.load(), self.at).play()
        join_some(staff, random, at=self.at)
        say("  single moves and papers")
        hands = Hands(staff, Random(SEED + 4), self.at, small=self.petitions < WHOLE)
        for play in (
            rare_moves.make_some,
            leaders.take_some,
            advice.give_some,
            briefings.write_some,
            knowing.keep_some,
            rights.ask_some,
            tickets.exchange_some,
            stations.build_some,
            lines.open_some,
            rotas.lead_elsewhere,
            rotas.plan_some,
            calls.take_some,
            desk.write_knowledge,
            desk.write_own,
            desk.use_some,
            call_tickets.order_some,
            rotas.answer_some,
            rotas.hand_some_over,
            coaching.record_some,
            coaching.judge_some,
            station_checks.check_some,
            network.keep_some,
            shelters.build_some,
        ):
            play(hands)
        mark_old_notices_read(self.at)
        engine.sweep(self.at)
        tell_escalations(self.at)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        record(READY, by=None, at=self.at)

    @transaction.atomic
    def _people_and_petitions(self, random: Random, say: Callable[[str], object]) -> tuple[Staff, list[Duty]]:
        places = Places(random)
        publish_contacts(places.orgs, random)
        enter_agencies(places.orgs)
        create_staff(places.orgs, password=self.password, random=random)
        staff = Staff.load(places.orgs)
        say(f"  {len(places.orgs)} units are staffed")
        days = WorkingDays.load()
        entries = self._entries(random, places, staff, days)
        save_receptions(places.orgs, staff, Random(SEED + 1), at=self.at)
        opener = DeadlineOpener.load(entries[0].at.date())
        chronicle = Chronicle(self.at, Fates(random, places, days, until=self.at), staff, opener)
        chronicle.write(entries)
        chronicle.save()
        say(f"  {len(entries)} petitions are registered; playing fifteen months of deadlines")
        return staff, chronicle.duties

    def _entries(self, random: Random, places: Places, staff: Staff, days: WorkingDays) -> list[Entry]:
        entries = []
        for serial, received_at in enumerate(arrivals(random, self.petitions, at=self.at)):
            org = places.registering(random)
            intake = matters.draw(random, serial=serial, scene=places.scene(org, random), received_at=received_at)
            typed = at_the_office(random, received_at + dt.timedelta(minutes=random.uniform(4, 35)), days)
            by = staff.who_can(org.pk, Can.REGISTER, random)
            entries.append(Entry(intake, by, min(typed, self.at)))
        return return_some(sorted(entries, key=lambda entry: entry.at), Random(SEED + 3))


def publish_contacts(orgs: list[Organization], random: Random) -> None:
    """What art. 18 asks to be published, invented."""
    for org in orgs:
        org.responsible = "权益部" if org.level <= Level.COUNTY else "妇联主席"
        org.address = f"{org.region_name}人民路{random.randrange(1, 300)}号"
        org.phone = f"0000-{random.randrange(10**7):07d}"
        org.hours = "周一至周五 8:30—12:00，14:00—17:30"
    Organization.objects.bulk_update(orgs, ["responsible", "address", "phone", "hours"], batch_size=500)


def mark_old_notices_read(at: dt.datetime) -> None:
    """Notices are read within days; what nobody of that role is there to read stays unread."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [at - READ_AFTER])
    Notice.objects.filter(read_at__gt=at).update(read_at=at)
