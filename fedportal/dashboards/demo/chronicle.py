"""Makes the rows of thousands of petitions as if each had been typed and moved by hand, without saving one of them.

It follows cases.actions step by step: the same preparation, the same table of moves, the same clocks.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from cases.actions.linking import link
from cases.law import HANDLE, OBJECTION, URGENT_FOLLOW_UP, URGENT_REPORT
from cases.models import Accused, Contact, Document, Event, NamedReader, Opinion, Party, Petition, SearchText, Transfer
from cases.numbers import reserve_numbers
from cases.registering import first_deadlines, opening_contact, prepare, registration_event
from cases.search_texts import matter_text, paper_text
from cases.wording import Told
from cases.workflow import Procedure, ReportStage, Route, Status
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.dashboards.demo.accounts import Staff
from fedportal.dashboards.demo.aftercare import Aftercare, cause_of
from fedportal.dashboards.demo.entries import Entry
from fedportal.dashboards.demo.lives import Fates, Made
from fedportal.dashboards.demo.papers import number_papers, paper_of
from fedportal.dashboards.demo.reports import Chain, save_chains, write_chain
from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener


@dataclass
class Duty:
    """One deadline with the stretch of time during which it is owed."""

    deadline: Deadline
    begins: dt.datetime
    ends: dt.datetime | None = None
    cancelled: bool = False


@dataclass
class Chronicle:
    """Everything that happened up to `until`."""

    until: dt.datetime
    fates: Fates
    staff: Staff
    opener: DeadlineOpener
    petitions: list[Petition] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    audit: list[AccessEvent] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    papers: list[Document] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)  # of reports of urgent matters
    care: Aftercare = field(init=False)
    accused: list[Accused] = field(default_factory=list)
    readers: list[NamedReader] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)  # of petitioners, by petition

    def __post_init__(self) -> None:
        self.care = Aftercare(self.until)

    def write(self, entries: list[Entry]) -> None:
        """Tell the life of each matter, in the order of registration."""
        numbers = _numbers(entries)
        for entry, pk in zip(entries, _reserve_ids(len(entries)), strict=True):
            number = next(numbers[entry.by.org_id, timezone.localtime(entry.at).year])
            self._tell(entry, number=number, pk=pk)

    def save(self) -> None:
        """Put everything into the database except the duties, which the replay opens one by one."""
        Petition.objects.bulk_create(self.petitions, batch_size=1000)
        Party.objects.bulk_create(self.parties, batch_size=2000)
        Contact.objects.bulk_create(self.contacts, batch_size=2000)
        Accused.objects.bulk_create(self.accused, batch_size=2000)
        NamedReader.objects.bulk_create(self.readers, batch_size=2000)
        number_papers(self.papers)
        for reports in self.chains:
            self.events += reports.events()
        Event.objects.bulk_create(sorted(self.events, key=lambda event: event.at), batch_size=2000)
        Document.objects.bulk_create(self.papers, batch_size=1000)
        SearchText.objects.bulk_create(self._texts(), batch_size=1000)
        Opinion.objects.bulk_create(self.opinions, batch_size=1000)
        Transfer.objects.bulk_create(self.transfers, batch_size=1000)
        save_chains(self.chains)
        self.care.save()
        AccessEvent.objects.bulk_create(sorted(self.audit, key=lambda event: event.at), batch_size=2000)

    def _texts(self) -> list[SearchText]:
        matters = [matter_text(row, [self.names[row.pk]]) for row in self.petitions]
        return matters + [paper_text(paper, paper.petition) for paper in self.papers if paper.petition]

    def _tell(self, entry: Entry, *, number: str, pk: int) -> None:
        petition = prepare(entry.intake, number=number, by=entry.by, at=entry.at)
        petition.pk = pk
        if entry.same_as is not None:
            self._link(entry, entry.same_as.intake.petition)
        entry.intake.petitioner.petition = petition
        self.names[pk] = entry.intake.petitioner.name
        self.petitions.append(petition)
        self.parties.append(entry.intake.petitioner)
        self.contacts.append(opening_contact(entry.intake, by=entry.by, at=entry.at))
        if petition.is_accusation:
            self._accuse(entry, petition)
        self.events.append(registration_event(petition, by=entry.by, at=entry.at))
        self._record("petition.register", petition, by=entry.by, at=entry.at)
        clocks = first_deadlines(petition, self.opener, at=entry.at, fast=False)
        owed = {deadline.kind: self._open(deadline, entry.at) for deadline in clocks}
        if petition.urgent:
            self._report(petition, entry.intake.petitioner, owed.pop(URGENT_REPORT.kind))
        for made in self.fates.moves(petition, petition.org):
            if made.at > self.until:
                return
            self._move(petition, made, owed)

    def _link(self, entry: Entry, earlier: Petition) -> None:
        """As cases.actions.linking, where both units are one: nobody else is told."""
        link(entry.intake.petition, earlier)
        self.events.append(
            Event(petition=earlier, verb="petition.repeat", at=entry.at, actor=entry.by, org=entry.by.org)
        )
        self._record("petition.repeat", earlier, by=entry.by, at=entry.at)

    def _report(self, petition: Petition, petitioner: Party, duty: Duty) -> None:
        """The reports of an urgent matter, each ending its own clock and starting the next."""
        chain = write_chain(petition, petitioner, self.staff, self.fates.random, until=self.until)
        self.chains.append(chain)
        self.papers += [sent.paper for sent in chain.reports]
        for sent in chain.reports:
            duty.ends, sent.report.due_at = sent.at, duty.deadline.due_at
            if sent.report.stage != ReportStage.FINAL:
                item = f"report:{sent.report.sequence}"
                code = URGENT_FOLLOW_UP.code
                clock = self.opener.build(petition, code, org=petition.org, start=sent.at, at=sent.at, item=item)
                duty = self._open(clock, sent.at)

    def _accuse(self, entry: Entry, petition: Petition) -> None:
        """As cases.actions.accusations.begin, against a person or unit of no federation."""
        facts = {"petition": petition, "at": entry.at}
        self.accused += [
            Accused(**facts, by=entry.by, kind=who.kind, name=who.name, unit=who.unit, relation=who.relation)
            for who in entry.intake.accused
        ]
        self.readers.append(NamedReader(**facts, user=entry.by, named_by=entry.by, reason="登记人"))

    def _move(self, petition: Petition, made: Made, owed: dict[str, Duty]) -> None:
        """As cases.actions.advance."""
        by = self.staff.who_can(petition.org_id, made.move.needs, self.fates.random)
        if petition.is_accusation:
            by = self.staff.head_of(petition.org_id) or by
        for kind in made.move.ends:
            if duty := owed.pop(kind, None):
                duty.ends = made.at
        (petition.status,) = made.move.becomes
        self._answer(petition, made, owed, by)
        for limit in filter(petition.owes, made.move.opens):
            clock = self.opener.build(petition, limit.code, org=petition.org, start=made.at, at=made.at)
            owed[limit.kind] = self._open(clock, made.at)
        self._write_paper(petition, made, by, owed)
        verb = f"petition.{made.move.name}"
        data = _answers(petition, made)
        self.events.append(
            Event(petition=petition, verb=verb, at=made.at, actor=by, org=by.org, note=made.note, data=data)
        )
        self._record(verb, petition, by=by, at=made.at)

    def _answer(self, petition: Petition, made: Made, owed: dict[str, Duty], by: User) -> None:
        petition.route = made.route or petition.route
        if Status.ACCEPTED in made.move.becomes:
            petition.accepted_at = made.at
            petition.procedure = Procedure.ORDINARY if petition.route == Route.OPINION else ""
        if Status.HANDLING in made.move.becomes:
            petition.handler = by
        petition.competent_organ = made.competent_organ or petition.competent_organ
        if made.receiver is not None:
            self.transfers.append(self._transfer(petition, made, by))
            petition.org, petition.org_code, petition.handler = made.receiver, made.receiver.code, None
        if petition.status == Status.CLOSED:
            petition.closed_at = made.at
            self.events += self.care.closed(petition, by=by, at=made.at)
            for duty in owed.values():
                duty.ends, duty.cancelled = made.at, True
            owed.clear()

    def _transfer(self, petition: Petition, made: Made, by: User) -> Transfer:
        assert made.receiver is not None  # the caller has made sure
        until = self.opener.due(OBJECTION.code, org=made.receiver, start=made.at)
        return Transfer(
            petition=petition,
            sender=petition.org,
            receiver=made.receiver,
            mode=Transfer.Mode.PASS_ON,
            at=made.at,
            by=by,
            object_until=until,
        )

    def _write_paper(self, petition: Petition, made: Made, by: User, owed: dict[str, Duty]) -> None:
        """Each notice and opinion, served as it was written."""
        if made.move.paper is None or petition.identity_unclear:
            return
        clock = owed.get(HANDLE.kind)
        told = Told(
            by.org,
            made.at,
            note=made.note,
            due_at=clock.deadline.due_at if clock else None,
            competent_organ=made.competent_organ,
            receiver=made.receiver,
            result=made.result,
            findings=made.findings,
            basis=made.basis,
            superior=by.org.parent.name if by.org.parent else "全国妇联",
        )
        paper = paper_of(petition, made.move, told, by=by, to=self.names[petition.pk], how=made.told_how)
        self.papers.append(paper)
        if made.result:
            opinion = Opinion(petition=petition, document=paper, result=made.result, findings=made.findings)
            opinion.basis, opinion.at = made.basis, made.at
            self.opinions.append(opinion)

    def _open(self, deadline: Deadline, begins: dt.datetime) -> Duty:
        duty = Duty(deadline, begins)
        self.duties.append(duty)
        return duty

    def _record(self, verb: str, petition: Petition, *, by: User, at: dt.datetime) -> None:
        kind = ContentType.objects.get_for_model(Petition)
        event = AccessEvent(verb=verb, at=at, actor=by, org=by.org, content_type=kind, object_id=petition.pk)
        self.audit.append(event)


def _answers(petition: Petition, made: Made) -> dict[str, str]:
    """What the timeline keeps of a move: only what it asked for."""
    given = {
        "route": made.route,
        "told_how": made.told_how,
        "competent_organ": made.competent_organ,
        "receiver": made.receiver.name if made.receiver else "",
        "result": made.result,
        "findings": made.findings,
        "basis": made.basis,
        "root_cause": cause_of(petition).value if petition.status == Status.CLOSED else "",
    }
    return {field: given[field] for field in made.move.asks if given.get(field) and petition.is_asked(field)}


def _numbers(entries: list[Entry]) -> dict[tuple[int, int], Iterator[str]]:
    """The numbers of each organization and year, in order."""
    needed = Counter((entry.by.org_id, timezone.localtime(entry.at).year) for entry in entries)
    orgs = {entry.by.org_id: entry.by.org for entry in entries}
    return {(org, year): iter(reserve_numbers(orgs[org], year, count)) for (org, year), count in needed.items()}


def _reserve_ids(count: int) -> list[int]:
    """Primary keys ahead of the rows, so that clocks and timeline can name their petition before it is saved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('cases_petition', 'id')) FROM generate_series(1, %s)", [count]
        )
        return list(chain.from_iterable(cursor.fetchall()))
