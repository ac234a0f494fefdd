"""Every address x every role: who may, who may not, who is sent to sign in, and what is not there for strangers.

An address that is not in TABLE fails the first test. To add one is one line:

    Row("cases:petition", Can.SEE_CASES, a_petition),

`needs` is the right that the address asks for, SIGNED_IN if any account will do, PUBLIC if none is needed.
`thing` makes the object that the address names at a given place and returns the arguments of the address; it is
called for the reader's own county and for places outside her range. An address whose right depends on its arguments
has several rows, and one that a reader may ask in a state where the answer is another one names its `answers`.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Final

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from pytest_django import DjangoDbBlocker

from cases.actions.advising import Advice, propose, suggest
from cases.actions.attachments import attach
from cases.actions.briefing import Order, make_briefing
from cases.actions.bulk import ask
from cases.actions.complaints import file_complaint
from cases.actions.follow_up import plan_visit
from cases.actions.holding_back import reach_out
from cases.actions.rights import Asked, take_request
from cases.actions.saved_filters import save_filter
from cases.actions.steps import Answers
from cases.actions.violence.course import record_violence
from cases.actions.violence.orders import Application, Ruling, apply_for_order, record_ruling
from cases.forms.attachment_form import Clean as CleanFile
from cases.models import (
    AccessGrant,
    Accused,
    BreakGlass,
    Export,
    HandlingComplaint,
    NamedReader,
    Petition,
    StaffDigest,
)
from cases.safe_contact import HeldBack
from cases.workflow import MOVES
from fedportal.accounts.models import User
from fedportal.accounts.roles import RIGHTS, Can, Role
from fedportal.deadlines.models import Deadline, Escalation
from fedportal.directory.sitting import USED_AT
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.notices.models import Notice
from fedportal.orgs.models import Level, Organization
from fedportal.privacy.models import DisposalBatch, DisposalItem
from hotline.actions.call_moves import advance_call
from hotline.actions.handing_over import hand_over
from hotline.actions.knowledge_using import forbid_phrase
from hotline.actions.quality import review_call, set_criteria
from hotline.actions.redirecting import DayPlan, plan_day
from hotline.actions.rota import Planned, plan_shift
from hotline.call_workflow import MOVES as CALL_MOVES
from hotline.models import Call, CallTicket, ExternalTicket, HotlineLine, QualityReview, Shift
from stations.actions.checklists import load_checklists
from stations.actions.shelter_admitting import apply
from stations.actions.shelter_holds import HoldFor, hold_beds
from stations.actions.shelter_openings import ask as ask_opening
from stations.actions.shelters import ShelterFacts, name_keeper, open_shelter
from stations.actions.station_files import keep_files
from stations.actions.station_log import Given, log_service
from stations.check_facts import CheckKind
from stations.imports.batches import upload as station_upload
from stations.models import CheckAnswer, CheckPhoto, RightsPost, Shelter
from stations.nearest_beds import Needs, nearest_beds
from tests.api.addresses import OPEN_PAGES, interface
from tests.api.clients import api_client
from tests.cases import posted as posting
from tests.cases.ledgers import HEADINGS, text, uploaded
from tests.cases.ledgers import row as ledger_row
from tests.cases.lives import office
from tests.cases.orders import issued
from tests.cases.receiving import planned
from tests.cases.samples import accusation, guarded, moved, petition
from tests.cases.urgent import reported, written
from tests.cases.violence import called, violence
from tests.factories import PASSWORD, ProvinceTree, agency, held_together, org, user
from tests.hotline.call_tickets import of_itself, sent, went
from tests.hotline.calls import answered as call_answered
from tests.hotline.desk import drafted
from tests.hotline.lines import opened
from tests.hotline.orders import received
from tests.hotline.phones import registered
from tests.standing import standing_rows, undone
from tests.stations import things
from tests.stations.checking import applied, checked
from tests.stations.shelters import household, looked, shelter
from tests.stations.shelters import stay as sheltered
from tests.stations.stations import station

INTERFACE: Final = "api/v1/"  # for other systems, by tokens: tests/api/test_every_address.py
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
ANYBODY: Final = {PUBLIC, SIGNED_IN}
STAFF = [role for role in Role if role is not Role.DATA_CLIENT]

_serial = count(1)

Arguments = dict[str, object]
Thing = Callable[[Organization, User | None], Arguments]


def nothing(place: Organization, reader: User | None) -> Arguments:
    """An address without arguments."""
    return {}


def a_year(place: Organization, reader: User | None) -> Arguments:
    return {"year": 2026}


def a_kind(place: Organization, reader: User | None) -> Arguments:
    return {"kind": "opinion"}


def a_limit(place: Organization, reader: User | None) -> Arguments:
    return {"code": "notice"}


def an_organization(place: Organization, reader: User | None) -> Arguments:
    return {"code": place.code}


def an_agency(place: Organization, reader: User | None) -> Arguments:
    return {"pk": agency(place, name=f"公安局 {next(_serial)}").pk}


def an_account(place: Organization, reader: User | None) -> Arguments:
    return {"pk": user(place, Role.AGENT).pk}


def a_factor(place: Organization, reader: User | None) -> Arguments:
    """The authenticator app of the reader, or of somebody there."""
    holder = _reader_at(place, reader)
    known = Authenticator.objects.filter(user=holder, type=Authenticator.Type.TOTP).first()
    return {"pk": (known or TOTP.activate(holder, "JBSWY3DPEHPK3PXP").instance).pk}


def a_petition(place: Organization, reader: User | None) -> Arguments:
    return {"pk": petition(user(place, Role.RECEPTIONIST), at=timezone.now()).pk}


def a_land_petition(place: Organization, reader: User | None) -> Arguments:
    """One that the land checklist is put to."""
    clerk = user(place, Role.RECEPTIONIST)
    row = petition(clerk, at=timezone.now(), category="property.land.income")
    return {"pk": row.pk, "code": "land"}


def a_violent_petition(place: Organization, reader: User | None) -> Arguments:
    """One about violence at home, which its reader works on where she may."""
    clerk = (
        reader if reader and reader.org_id == place.pk and reader.can(Can.REGISTER) else user(place, Role.RECEPTIONIST)
    )
    return {"pk": petition(clerk, at=timezone.now(), category="family.dv").pk}


def a_violent_petition_with_beds(place: Organization, reader: User | None) -> Arguments:
    """The same, with beds that are held for it."""
    found, now = a_violent_petition(place, reader), timezone.now()
    a_shelter(place, None)
    offer = nearest_beds(place, Needs(), at=now)[0].offer
    able = reader is not None and reader.org_id == place.pk and reader.can(Can.HOLD_BEDS)
    by = reader if able and reader else user(place, Role.HANDLER)
    hold_beds(offer, Needs(), HoldFor("petition", int(str(found["pk"])), "0543-12338"), by=by, at=now)
    return found


def a_violent_course(place: Organization, reader: User | None) -> Arguments:
    """One whose course was begun, which its reader handles where she may see cases."""
    pk = a_violent_petition(place, reader)["pk"]
    record_violence(Petition.objects.get(pk=pk), violence(), by=user(place, Role.HANDLER), at=timezone.now())
    if reader and reader.org_id == place.pk and reader.can(Can.SEE_CASES):
        Petition.objects.filter(pk=pk).update(handler=reader)
    return {"pk": pk}


def a_violent_course_and(name: str) -> Thing:
    """A course, and one of its acts or moves."""
    return lambda place, reader: a_violent_course(place, reader) | {"name": name}


def a_police_report(place: Organization, reader: User | None) -> Arguments:
    """One whose result is not known yet."""
    found = a_violent_course(place, reader)
    report = called(Petition.objects.get(pk=found["pk"]), office(place), at=timezone.now())
    return found | {"name": "result", "item": report.pk}


def a_protection_order(place: Organization, reader: User | None) -> Arguments:
    """One in force."""
    found, at = a_violent_course(place, reader), timezone.now()
    row, by = Petition.objects.get(pk=found["pk"]), user(place, Role.HANDLER)
    order = apply_for_order(row, Application("herself", (1,), "人民法院", at), by=by, at=at)
    until = timezone.localdate(at) + dt.timedelta(days=90)
    record_ruling(order, Ruling("granted", at, "1号", until), by=by, at=at)
    return found | {"order": order.pk}


def a_petition_and(move: str) -> Thing:
    """A petition and a move that may be made with it."""
    return lambda place, reader: a_petition(place, reader) | {"name": move}


def an_accusation(place: Organization, reader: User | None) -> Arguments:
    """An accusation of that unit which the reader may read, wherever she is."""
    row = accusation(user(place, Role.RECEPTIONIST), at=timezone.now())
    if reader:
        NamedReader.objects.create(petition=row, user=reader, named_by=reader, at=row.received_at, reason="测试")
    return {"pk": row.pk}


def a_field_of_her(place: Organization, reader: User | None) -> Arguments:
    return {"pk": Petition.objects.get(**a_petition(place, reader)).parties.get().pk, "field": "phone"}


def a_grant(place: Organization, reader: User | None) -> Arguments:
    """A request of the reader, or of somebody else, to see what is masked."""
    row = Petition.objects.get(**a_petition(place, reader))
    asked = {"field": "phone", "kind": "approval", "purpose": "visit", "reason": "测试", "asked_at": timezone.now()}
    by = reader or row.registered_by
    return {"pk": AccessGrant.objects.create(petition=row, party=row.parties.get(), asked_by=by, **asked).pk}


def a_guarded(place: Organization, reader: User | None) -> Petition:
    """About violence, in the hands of somebody at that place."""
    row = guarded(user(place, Role.RECEPTIONIST), at=timezone.now())
    Petition.objects.filter(pk=row.pk).update(handler=user(place, Role.HANDLER))
    return row


def an_urgent_access(place: Organization, reader: User | None) -> Arguments:
    at = timezone.now()
    given = {"emergency": "call", "reason": "测试", "at": at, "expires_at": at + timedelta(hours=2)}
    agent = user(place, Role.AGENT)
    row = a_guarded(place, None)
    return {"pk": BreakGlass.objects.create(petition=row, user=agent, org=place, **given).pk}


def a_digest(place: Organization, reader: User | None) -> Arguments:
    """A number of the reader, or of somebody there."""
    person = reader if reader and reader.org == place else user(place, Role.AGENT)
    given = {"kind": "phone", "index": f"{next(_serial):032d}", "whose": "本人", "at": timezone.now(), "by": person}
    return {"pk": StaffDigest.objects.create(user=person, **given).pk}


def an_accused(place: Organization, reader: User | None) -> Arguments:
    arguments = an_accusation(place, reader)
    return arguments | {"who": Accused.objects.get(petition=arguments["pk"]).pk}


def a_named_reader(place: Organization, reader: User | None) -> Arguments:
    arguments = an_accusation(place, None)
    return arguments | {"reader": NamedReader.objects.get(petition=arguments["pk"]).pk}


def a_paper(place: Organization, reader: User | None) -> Arguments:
    """An acceptance notice of that unit which has still to be served."""
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    row = moved(petition(clerk, at=now), "accept", by=clerk, at=now, route="duty", told_how="later")
    return {"pk": row.documents.get().pk}


def a_paper_as_file(place: Organization, reader: User | None) -> Arguments:
    return a_paper(place, reader) | {"form": "docx"}


def an_attachment(place: Organization, reader: User | None) -> Arguments:
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    made = attach(petition(clerk, at=now), "病历.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=clerk, at=now)
    return {"pk": made.pk}


def an_urgent_matter(place: Organization, reader: User | None) -> Arguments:
    return {"pk": petition(user(place, Role.RECEPTIONIST), at=timezone.now(), urgent=True).pk}


def a_report_to_send(place: Organization, reader: User | None) -> Arguments:
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    return {"pk": written(petition(clerk, at=now, urgent=True), by=clerk, at=now).document_id}


def a_receiver(place: Organization, reader: User | None) -> Arguments:
    """Someone to whom that unit sent a report."""
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    made = reported(petition(clerk, at=now, urgent=True), by=clerk, at=now)
    return {"pk": made.document.receivers.order_by("pk")[0].pk}


def a_report_received(place: Organization, reader: User | None) -> Arguments:
    """A report that a unit below sent to that place."""
    below = Organization.objects.filter(parent=place).order_by("code").first()
    below = below or org(f"{place.code // 10**6}001", parent=place)
    clerk, now = user(below, Role.RECEPTIONIST), timezone.now()
    made = reported(petition(clerk, at=now, urgent=True), by=clerk, at=now)
    return {"pk": made.document.receivers.get(org=place).pk}


def a_briefing(place: Organization, reader: User | None) -> Arguments:
    order = Order("信访专报", "全部信访事项", [], ["中共区委办公室"])
    return {"pk": make_briefing(order, by=user(place, Role.SECTION_HEAD), at=timezone.now()).pk}


def a_reception_day(place: Organization, reader: User | None) -> Arguments:
    """A planned day of that unit, today."""
    clerk = user(place, Role.SECTION_HEAD)
    return {"pk": planned(clerk, at=timezone.now(), name=clerk.name).pk}


def a_letter(place: Organization, reader: User | None) -> Arguments:
    """A letter of that unit that has still to be signed."""
    row = petition(user(place, Role.SECTION_HEAD), at=timezone.now())
    return {
        "pk": posting.written(
            row, office(place), at=timezone.now(), to=agency(place, name=f"公安局 {next(_serial)}")
        ).pk
    }


def a_letter_kind(place: Organization, reader: User | None) -> Arguments:
    return a_petition(place, reader) | {"kind": "investigation"}


def a_token(place: Organization, reader: User | None) -> Arguments:
    return {"token": "never-was"}


def a_bulk_move(place: Organization, reader: User | None) -> Arguments:
    return {"name": "reassign"}


def a_client(place: Organization, reader: User | None) -> Arguments:
    """A system of that unit."""
    return {"pk": api_client(place).pk}


NOWHERE = frozenset({nothing, a_year, a_limit, a_kind, a_token, a_bulk_move})  # the same for every place


def a_planned_visit(place: Organization, reader: User | None) -> Arguments:
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    return {"pk": plan_visit(petition(clerk, at=now), planned_on=timezone.localdate(now), by=clerk, at=now).pk}


def a_petition_below(place: Organization, reader: User | None) -> Arguments:
    """A petition held by a unit right under that one."""
    known = Organization.objects.filter(parent=place).order_by("-code").first()
    return a_petition(known or org(f"{place.code // 10**6}998", parent=place), reader)


def a_complaint(place: Organization, reader: User | None) -> Arguments:
    """A complaint that that unit has to answer."""
    row, now = Petition.objects.get(**a_petition_below(place, reader)), timezone.now()
    by = user(place, Role.RECEPTIONIST)
    made = file_complaint(row, text="态度生硬。", channel="phone", received_at=now, by=by, at=now)
    return {"pk": made.pk}


def a_complaint_taken(place: Organization, reader: User | None) -> Arguments:
    """A complaint that the reader took down; before any other, one that a colleague did."""
    made = HandlingComplaint.objects.get(**a_complaint(place, reader))
    if reader is not None:
        HandlingComplaint.objects.filter(pk=made.pk).update(recorded_by=reader)
    return {"pk": made.pk}


def an_order(place: Organization, reader: User | None) -> Arguments:
    """A supervision order to that unit by the one above it."""
    now = timezone.now()
    issuer = user(place.parent, Role.UNIT_HEAD)
    return {"pk": issued(petition(user(place, Role.RECEPTIONIST), at=now), by=issuer, at=now).pk}


def an_order_and(move: str) -> Thing:
    return lambda place, reader: an_order(place, reader) | {"name": move}


def a_ticket(place: Organization, reader: User | None) -> Arguments:
    """A work order of 12345 before that unit."""
    return {"pk": received(user(place, Role.RECEPTIONIST), f"GD{next(_serial)}", at=timezone.now()).pk}


def a_ticket_and(move: str) -> Thing:
    return lambda place, reader: a_ticket(place, reader) | {"name": move}


def a_late_ticket(place: Organization, reader: User | None) -> Arguments:
    """A work order with the duty that is owed about it."""
    found = a_ticket(place, reader)
    duty = ExternalTicket.objects.get(**found).deadlines.order_by("pk").first()
    return found | {"deadline": duty.pk if duty else 0}


def a_line(place: Organization, reader: User | None) -> Arguments:
    """A line of 12338 of that unit."""
    by = user(place, Role.SECTION_HEAD)
    return {"pk": opened(by, at=timezone.now(), number=f"0543-{next(_serial) + 10**6}").pk}


def a_station(place: Organization, reader: User | None) -> Arguments:
    """A live station of that unit."""
    return {"pk": station(place, by=user(place, Role.RECEPTIONIST), name=f"服务站 {next(_serial)}").pk}


def a_station_duty(place: Organization, reader: User | None) -> Arguments:
    """The yearly review of a post there."""
    post = RightsPost.objects.get(pk=things.a_post(place, reader)["pk"])
    return {"pk": post.deadlines.get().pk}


def a_check(place: Organization, reader: User | None) -> Arguments:
    """A finished check of a station there."""
    load_checklists(at=timezone.now())
    by = user(place, Role.SECTION_HEAD)
    row = station(place, by=by, name=f"服务站 {next(_serial)}")
    return {"pk": checked(row, by, CheckKind.SELF, at=timezone.now()).pk}


def a_check_photo(place: Organization, reader: User | None) -> Arguments:
    """One photo of such a check."""
    photo = CheckPhoto.objects.filter(answer__of=a_check(place, reader)["pk"]).order_by("pk").first()
    return {"pk": photo.pk if photo else 0}


def an_item_of_a_check(place: Organization, reader: User | None) -> Arguments:
    """One of its items that is shown by photos."""
    found = a_check(place, reader)
    item = CheckAnswer.objects.filter(of=found["pk"], item__evidence=True).order_by("pk").first()
    return found | {"answer": item.pk if item else 0}


def an_accreditation(place: Organization, reader: User | None) -> Arguments:
    """A draft of that unit."""
    load_checklists(at=timezone.now())
    by = user(place, Role.SECTION_HEAD)
    row = station(place, by=by, name=f"服务站 {next(_serial)}")
    level = Level.CITY if place.level == Level.COUNTY else Level.PROVINCE
    return {"pk": applied(row, by, level, at=timezone.now()).pk}


def an_accreditation_and(name: str) -> Thing:
    return lambda place, reader: an_accreditation(place, reader) | {"name": name}


def a_service(place: Organization, reader: User | None) -> Arguments:
    """A service that was logged there today."""
    by, at = user(place, Role.RECEPTIONIST), timezone.now()
    row = station(place, by=by, name=f"服务站 {next(_serial)}")
    return {"pk": log_service(row, Given("legal", timezone.localdate(at)), by=by, at=at).pk}


def a_station_ledger(place: Organization, reader: User | None) -> Arguments:
    """A ledger of stations that this unit has uploaded."""
    content = text([["服务的单位", "名称"], ["某村", f"站 {next(_serial)}"]])
    by = user(place, Role.RECEPTIONIST)
    row = station_upload(ContentFile(content, "站点.csv"), name="站点.csv", by=by, at=timezone.now())
    return {"pk": row.pk}


def a_station_file(place: Organization, reader: User | None) -> Arguments:
    """A paper of a station of that unit."""
    by = user(place, Role.RECEPTIONIST)
    row = station(place, by=by, name=f"服务站 {next(_serial)}")
    file = CleanFile("制度.pdf", b"%PDF-1.4 " + str(row.pk).encode(), BY_EXTENSION["pdf"])
    return {"pk": keep_files(row, [file], by=by, at=timezone.now())[0].pk}


def a_switch(place: Organization, reader: User | None) -> Arguments:
    """A telephone system of that unit."""
    return {"pk": registered(place, at=timezone.now(), name=f"电话系统 {next(_serial)}")[0].pk}


def a_call(place: Organization, reader: User | None) -> Arguments:
    """A plain call that the reader answered; beyond her unit, one that was answered there."""
    line = HotlineLine.objects.get(**a_line(place, reader))
    own = reader is not None and reader.org_id == place.pk and reader.can(Can.ANSWER_CALLS)
    by = reader if own and reader else user(place, Role.AGENT)
    return {"pk": call_answered(line, by, at=timezone.now()).pk}


def a_call_and(move: str) -> Thing:
    return lambda place, reader: a_call(place, reader) | {"name": move}


def an_emergency(place: Organization, reader: User | None) -> Arguments:
    """A call that is one."""
    found = a_call(place, reader)
    row = Call.objects.get(**found)
    advance_call(row, CALL_MOVES["emergency"], by=row.agent, at=timezone.now())
    return found


def an_emergency_with_beds(place: Organization, reader: User | None) -> Arguments:
    """One for which beds of a shelter are held."""
    found, now = an_emergency(place, reader), timezone.now()
    a_shelter(place, None)
    agent = Call.objects.get(**found).agent
    offer = nearest_beds(place, Needs(), at=now)[0].offer
    hold_beds(offer, Needs(), HoldFor("call", found["pk"], "0543-12338"), by=agent, at=now)
    return found


def a_shelter(place: Organization, reader: User | None) -> Arguments:
    """One of that unit, which the reader keeps where she may."""
    founder = user(place, Role.UNIT_HEAD)
    row = shelter(founder)
    if reader is not None and reader.org_id == place.pk and reader.can(Can.TEND_SHELTERS):
        name_keeper(row, reader, sex="f", by=founder, at=timezone.now())
    return {"pk": row.pk}


def a_shelter_and(name: str) -> Thing:
    return lambda place, reader: a_shelter(place, reader) | {"name": name}


def a_founded_shelter(place: Organization, reader: User | None) -> Arguments:
    """One that waits for its second key."""
    facts = ShelterFacts("shelter", "向阳小院", "（地址）", "0543-1", timezone.localdate())
    return {"pk": open_shelter(facts, sex="f", by=user(place, Role.UNIT_HEAD), at=timezone.now()).pk}


def a_shelter_check(place: Organization, reader: User | None) -> Arguments:
    """What its keepers found of one."""
    row = Shelter.objects.get(**a_shelter(place, reader))
    return {"pk": looked(row, row.keepers.order_by("pk")[0].user, at=timezone.now()).pk}


def a_shelter_stay(place: Organization, reader: User | None) -> Arguments:
    """A household in one."""
    row = Shelter.objects.get(**a_shelter(place, reader))
    keeper = row.keepers.order_by("pk")[0].user
    return {"pk": sheltered(row, keeper, at=timezone.now()).pk}


def a_shelter_stay_and(name: str) -> Thing:
    return lambda place, reader: a_shelter_stay(place, reader) | {"name": name}


def an_application(place: Organization, reader: User | None) -> Arguments:
    """A household that asks to be taken in."""
    row = Shelter.objects.get(**a_shelter(place, reader))
    return {"pk": apply(row, household(), by=row.keepers.order_by("pk")[0].user, at=timezone.now()).pk}


def a_hold(place: Organization, reader: User | None) -> Arguments:
    """Beds that the reader holds; beyond her unit, that somebody there holds."""
    now = timezone.now()
    a_shelter(place, None)
    offer = nearest_beds(place, Needs(), at=now)[0].offer
    own = reader is not None and reader.org_id == place.pk and reader.can(Can.HOLD_BEDS)
    by = reader if own and reader else user(place, Role.AGENT)
    return {"pk": hold_beds(offer, Needs(), HoldFor("call", by.pk, "0543-12338"), by=by, at=now).pk}


def an_opening(place: Organization, reader: User | None) -> Arguments:
    """What somebody of that unit asks of its shelters."""
    return {"pk": ask_opening(reason="检查消防", by=user(place, Role.UNIT_HEAD), at=timezone.now()).pk}


def an_entry(place: Organization, reader: User | None) -> Arguments:
    """A draft of that unit's knowledge base."""
    return {"pk": drafted(user(place, Role.AGENT), at=timezone.now()).pk}


def an_entry_and(name: str) -> Thing:
    return lambda place, reader: an_entry(place, reader) | {"name": name}


def a_phrase(place: Organization, reader: User | None) -> Arguments:
    """A phrase that the unit does not use."""
    by = user(place, Role.SECTION_HEAD)
    return {"pk": forbid_phrase(f"禁语 {next(_serial)}", why="测试", by=by, at=timezone.now()).pk}


def a_shift(place: Organization, reader: User | None) -> Arguments:
    """Of that unit, tomorrow, with nobody yet."""
    line, start = HotlineLine.objects.get(**a_line(place, reader)), timezone.now() + dt.timedelta(days=1)
    plan = Planned(start, start + dt.timedelta(hours=3))
    return {"pk": plan_shift(line, plan, by=user(place, Role.SECTION_HEAD), at=timezone.now()).pk}


def a_shift_and(name: str) -> Thing:
    return lambda place, reader: a_shift(place, reader) | {"name": name}


def a_hand_over(place: Organization, reader: User | None) -> Arguments:
    """Left from a shift that has begun."""
    shift = Shift.objects.get(**a_shift(place, reader))
    by = user(place, Role.SECTION_HEAD)
    return {"pk": hand_over(shift, "请回访。", by=by, at=shift.begins_at).pk}


def an_answering_day(place: Organization, reader: User | None) -> Arguments:
    line = HotlineLine.objects.get(**a_line(place, reader))
    day = timezone.localdate() + dt.timedelta(days=next(_serial))
    plan = DayPlan(day, dt.time(9), dt.time(11), user(place, Role.UNIT_HEAD))
    return {"pk": plan_day(line, plan, by=user(place, Role.SECTION_HEAD), at=timezone.now()).pk}


def a_quality_review(place: Organization, reader: User | None) -> Arguments:
    """What was found in a call that the reader answered."""
    call = Call.objects.get(**a_call(place, reader))
    by, at = user(place, Role.UNIT_HEAD), timezone.now()
    form = set_criteria([("态度", 50), ("答复", 50)], by=by, at=at)
    row = QualityReview.objects.create(
        call=call, org=place, org_code=place.code, agent=call.agent, week=at.date(), drawn_at=at, drawn_by=by
    )
    return {"pk": review_call(row, form, [50, 40], announced=True, remarks="", by=by, at=at).pk}


def a_call_ticket(place: Organization, reader: User | None) -> Arguments:
    """A plain work order of a call, which its unit handles itself; the reader's own where she may answer for it."""
    own = reader is not None and reader.org_id == place.pk and reader.can(Can.ANSWER_CALLS)
    by = reader if own and reader else user(place, Role.AGENT)
    row = of_itself(by, at=timezone.now())
    return {"pk": sent(row, place, by=by, at=timezone.now()).pk}


def a_call_ticket_and(move: str) -> Thing:
    return lambda place, reader: a_call_ticket(place, reader) | {"name": move}


def a_late_call_ticket(place: Organization, reader: User | None) -> Arguments:
    """One with the duty that is owed about it."""
    found = a_call_ticket(place, reader)
    duty = CallTicket.objects.get(**found).deadlines.open().first()
    return found | {"deadline": duty.pk if duty else 0}


def a_referral(place: Organization, reader: User | None) -> Arguments:
    """One that was referred to an agency."""
    found, by = a_call_ticket(place, reader), user(place, Role.RECEPTIONIST)
    to = agency(place, name=f"民政局 {next(_serial)}")
    went(CallTicket.objects.get(**found), "refer", by=by, at=timezone.now(), note="请核实。", agency=to)
    return found | {"referral": CallTicket.objects.get(**found).referrals.get().pk}


def a_contact(place: Organization, reader: User | None) -> Arguments:
    """The visit with which a petition of that unit began."""
    return {"pk": petition(user(place, Role.RECEPTIONIST), at=timezone.now()).contacts.get().pk}


def a_party(place: Organization, reader: User | None) -> Arguments:
    """A petitioner before that unit."""
    return {"pk": petition(user(place, Role.RECEPTIONIST), at=timezone.now()).parties.get().pk}


def a_held_contact(place: Organization, reader: User | None) -> Arguments:
    """A contact to a petitioner before that unit that was held back."""
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    row = guarded(clerk, at=now)
    if reader is not None and reader.org_id == place.pk:
        Petition.objects.filter(pk=row.pk).update(handler=reader)
    with pytest.raises(HeldBack):
        reach_out(row, way="message", by=clerk, at=now)
    return {"pk": row.held_contacts.get().pk}


def a_rights_request(place: Organization, reader: User | None) -> Arguments:
    """What a petitioner before that unit asks about her own data."""
    clerk, now = user(place, Role.RECEPTIONIST), timezone.now()
    party = petition(clerk, at=now).parties.get()
    asked = Asked("copy", "self", "王小芳", "card")
    return {"pk": take_request(party, asked, received_at=now, by=clerk, at=now).pk}


def a_disposal(place: Organization, reader: User | None) -> Arguments:
    """A list of that unit that waits for its second person."""
    now, by = timezone.now(), user(place, Role.SECTION_HEAD)
    return {"pk": DisposalBatch.objects.create(org=place, rule="保管期限表", drawn_at=now, drawn_by=by).pk}


def a_disposal_line(place: Organization, reader: User | None) -> Arguments:
    row = Petition.objects.get(**a_petition(place, reader))
    line = {"object_id": row.pk, "number": row.number, "retention": "10y", "archived_at": row.received_at}
    return {"pk": DisposalItem.objects.create(batch_id=a_disposal(place, reader)["pk"], **line).pk}


def a_suggestion(place: Organization, reader: User | None) -> Arguments:
    """A suggestion to that unit by the one above it."""
    now = timezone.now()
    row = petition(user(place, Role.RECEPTIONIST), at=now)
    advice = Advice("improve", "请建立登记台账。", receiver=place)
    return {"pk": suggest(row, advice, by=user(place.parent, Role.UNIT_HEAD), at=now).pk}


def a_proposal(place: Organization, reader: User | None) -> Arguments:
    """A proposal of that unit to the joint conference."""
    now, words = timezone.now(), {"measure": "interview", "target": "某单位", "reason": "两次督办未回复。"}
    row = petition(user(place, Role.RECEPTIONIST), at=now)
    return {"pk": propose(row, by=user(place, Role.UNIT_HEAD), at=now, **words).pk}


def a_clock(place: Organization, reader: User | None) -> Arguments:
    """A petition with a deadline on the desk of its own unit."""
    row = petition(user(place, Role.RECEPTIONIST), at=timezone.now())
    return {"pk": row.pk, "deadline": row.deadlines.get().pk}


def a_quarantined(place: Organization, reader: User | None) -> Arguments:
    """A deadline of that unit which the engine set aside."""
    row = petition(user(place, Role.RECEPTIONIST), at=timezone.now()).deadlines.get()
    Deadline.objects.filter(pk=row.pk).update(quarantined_at=row.opened_at, quarantine_reason="测试")
    return {"pk": row.pk}


def a_ledger(place: Organization, reader: User | None) -> Arguments:
    """An uploaded ledger of that unit."""
    return {"pk": uploaded(text([HEADINGS, ledger_row()]), user(place, Role.RECEPTIONIST)).pk}


def _reader_at(place: Organization, reader: User | None) -> User:
    """The reader where the place is her own unit, else someone there."""
    return reader if reader and reader.org_id == place.pk else user(place, Role.UNIT_HEAD)


def an_export(place: Organization, reader: User | None) -> Arguments:
    """A ledger that the reader had written, or someone at that place."""
    by, now = _reader_at(place, reader), timezone.now()
    return {"pk": Export.objects.create(by=by, org=by.org, asked_at=now, reason="报送", asked=0).pk}


def a_work_list(place: Organization, reader: User | None) -> Arguments:
    return {"pk": save_filter("在办", "open=1", by=_reader_at(place, reader), at=timezone.now()).pk}


def a_bulk_result(place: Organization, reader: User | None) -> Arguments:
    """What became of many at once, for who did it."""
    by, now = _reader_at(place, reader), timezone.now()
    given = {"token": uuid.uuid4(), "by": by, "at": now, "note": "", "answers": Answers()}
    return {"token": ask([], MOVES["reassign"], **given).token}


def a_notice(place: Organization, reader: User | None) -> Arguments:
    """A notice to that unit, in the reader's own role."""
    deadline = petition(user(place, Role.RECEPTIONIST), at=timezone.now()).deadlines.get()
    at = {"planned_at": deadline.due_at, "at": deadline.due_at}
    climbed = Escalation.objects.create(deadline=deadline, cycle=1, step=1, from_desk=place, to_desk=place, **at)
    role = reader.roles[0] if reader and reader.roles else Role.UNIT_HEAD
    told = Notice(org=place, role=role, escalation=climbed, subject=deadline, light=0, text="测试", at=climbed.at)
    told.save()
    return {"pk": told.pk}


@dataclass(frozen=True)
class Row:
    """One address: the right it needs, the thing it names, and how it is asked."""

    name: str
    needs: Can | str
    thing: Thing = nothing
    method: str = "get"
    data: dict[str, object] = field(default_factory=dict)
    answers: frozenset[int] = frozenset({200, 302})

    def ask(self, reader: User | None, place: Organization, arguments: Arguments | None = None) -> int:
        """The status of the answer about a thing at that place; 401 stands for the way to the sign-in page.

        The thing is made for this reader unless the `arguments` of another one are given.
        """
        client = Client(raise_request_exception=False)
        if reader:
            client.force_login(reader)
        return self.answer(client, arguments or self.thing(place, reader))

    def answer(self, client: Client, arguments: Arguments, headers: dict[str, str] | None = None) -> int:
        response = getattr(client, self.method)(reverse(self.name, kwargs=arguments), self.data, headers=headers)
        if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
            return 401
        return response.status_code

    def open_to(self, role: Role) -> bool:
        """To a member of staff who holds it: another system's account opens no page at all."""
        if role is Role.DATA_CLIENT:
            return False
        return self.needs in {PUBLIC, SIGNED_IN} or self.needs in RIGHTS[role]

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.needs}"


FACTS = {
    "responsible": "权益部",
    "address": "黄河五路 385 号",
    "phone": "0543-3162338",
    "hours": "工作日 9:00—17:00",
}

TABLE = [
    # coming and going
    Row("account_login", PUBLIC),
    Row("account_inactive", PUBLIC),
    Row("account_logout", PUBLIC),  # a stranger is led home
    Row("account_change_password", SIGNED_IN),
    Row("second_factor", SIGNED_IN),  # who stands at none of these stages is led to the beginning, or home
    Row("second_factor_setup", SIGNED_IN),
    Row("password_renew", SIGNED_IN),
    Row("openid_login", PUBLIC, answers=frozenset({404})),  # no provider is named
    Row("openid_callback", PUBLIC, answers=frozenset({404})),
    Row("stay", PUBLIC, answers=frozenset({200, 401})),
    Row("stay", PUBLIC, method="post", answers=frozenset({200, 401})),
    Row("signed_in_again", SIGNED_IN),
    Row("security", SIGNED_IN),
    Row("security_confirm", SIGNED_IN),
    Row("security_factor_add", SIGNED_IN),
    Row("security_factor_remove", SIGNED_IN, a_factor, method="post"),
    Row("security_codes", SIGNED_IN, method="post"),
    Row("security_sittings_end", SIGNED_IN, method="post"),
    Row("healthz", PUBLIC, answers=frozenset({200, 503})),  # no worker runs beside these tests
    Row("csp_reports", PUBLIC, method="post", answers=frozenset({204})),
    # overviews
    Row("home", SIGNED_IN),
    Row("dashboards:dashboard", Can.SEE_DASHBOARD),
    Row("dashboards:report", Can.SEE_DASHBOARD),
    Row("dashboards:report_new", Can.EXPORT),
    Row("dashboards:report_new", Can.EXPORT, method="post"),
    Row("dashboards:assessment", Can.SEE_DASHBOARD),
    Row("dashboards:tickets", Can.SEE_DASHBOARD),
    # petitions
    Row("cases:petition_list", Can.SEE_CASES),
    Row("cases:petition_export", Can.EXPORT),
    Row("cases:petition_export", Can.EXPORT, method="post", data={"reason": "报送"}),
    Row("cases:export", Can.EXPORT, an_export),
    Row("cases:export_file", Can.EXPORT, an_export),
    Row("cases:petition_print", Can.SEE_CASES, method="post"),
    Row("cases:bulk_move", Can.DECIDE, a_bulk_move, method="post"),
    Row("cases:bulk_result", Can.SEE_CASES, a_bulk_result),
    Row("cases:work_lists", Can.SEE_CASES),
    Row("cases:work_list_new", Can.SEE_CASES, method="post", data={"name": "在办", "query": "open=1"}),
    Row("cases:work_list", Can.SEE_CASES, a_work_list, method="post", data={"do": "remove"}),
    Row("cases:petition_new", Can.REGISTER),
    Row("cases:petition_new", Can.REGISTER, method="post"),
    Row("cases:petition_clock", Can.REGISTER, method="post"),
    Row("cases:petition_alike", Can.REGISTER, method="post"),
    Row("cases:petition_edit", Can.REGISTER, a_petition),
    Row("cases:petition_edit", Can.REGISTER, a_petition, method="post"),
    Row("cases:petition_readers", Can.REGISTER, method="post"),
    Row("cases:import_list", Can.IMPORT),
    Row("cases:import_list", Can.IMPORT, method="post"),
    Row("cases:import_template", Can.IMPORT),
    Row("cases:import", Can.IMPORT, a_ledger),
    Row("cases:import", Can.IMPORT, a_ledger, method="post", data={"do": "confirm"}),
    Row("cases:import_rejects", Can.IMPORT, a_ledger),
    Row("cases:petition", Can.SEE_CASES, a_petition),
    Row("cases:protection_packet", Can.HANDLE, a_violent_petition),
    Row("cases:violence", Can.SEE_CASES, a_violent_course),
    Row("cases:violence_act", Can.HANDLE, a_violent_course_and(name="danger")),
    Row("cases:violence_act", Can.HANDLE, a_violent_course_and(name="facts"), method="post"),
    Row("cases:violence_move", Can.HANDLE, a_violent_course_and(name="relapse"), answers=frozenset({409})),
    Row("cases:violence_item", Can.HANDLE, a_police_report),
    Row("cases:complaint_certificate", Can.HANDLE, a_violent_course),
    Row("cases:visit_sheet", Can.HANDLE, a_protection_order),
    Row("cases:petition_looks", Can.SEE_CASES, a_petition),
    Row("cases:petition_move", Can.DECIDE, a_petition_and("accept")),
    Row("cases:petition_move", Can.DECIDE, a_petition_and("accept"), method="post"),
    Row("cases:petition_move", Can.MERGE, a_petition_and("merge")),
    Row("cases:accused_add", Can.REGISTER, an_accusation),
    Row("cases:accused_add", Can.REGISTER, an_accusation, method="post", data={"accused_name": "孙某"}),
    Row("cases:accused_edit", Can.REGISTER, an_accused),
    Row("cases:accused_edit", Can.REGISTER, an_accused, method="post", data={"accused_name": "孙某"}),
    Row("cases:reader_name", Can.NAME_READERS, an_accusation),
    Row("cases:reader_name", Can.NAME_READERS, an_accusation, method="post"),
    Row("cases:reader_end", Can.NAME_READERS, a_named_reader),
    Row("cases:reader_end", Can.NAME_READERS, a_named_reader, method="post"),
    Row("cases:document", Can.SEE_CASES, a_paper),
    Row("cases:document_serve", Can.HANDLE, a_paper),
    Row("cases:document_edit", Can.HANDLE, a_paper),
    Row("cases:document_file", Can.SEE_CASES, a_paper_as_file),
    Row("cases:petition_check", Can.HANDLE, a_land_petition),
    Row("cases:briefing_list", Can.EXPORT),
    Row("cases:briefing_new", Can.EXPORT),
    Row("cases:briefing", Can.EXPORT, a_briefing),
    Row("cases:briefing_edit", Can.EXPORT, a_briefing),
    Row("cases:briefing_send", Can.EXPORT, a_briefing),
    Row("cases:briefing_adoption", Can.EXPORT, a_briefing),
    Row("cases:reception_list", Can.SEE_CASES),
    Row("cases:reception_new", Can.DECIDE),
    Row("cases:reception", Can.SEE_CASES, a_reception_day),
    Row("cases:reception_hold", Can.DECIDE, a_reception_day),
    Row("cases:reception_cancel", Can.DECIDE, a_reception_day),
    Row("cases:urgent_report", Can.HANDLE, an_urgent_matter),
    Row("cases:urgent_send", Can.HANDLE, a_report_to_send),
    Row("cases:urgent_receipt", Can.HANDLE, a_receiver),
    Row("cases:urgent_paper", Can.ACKNOWLEDGE, a_report_received),
    Row("cases:urgent_acknowledge", Can.ACKNOWLEDGE, a_receiver, method="post"),
    Row("cases:attachment_add", Can.HANDLE, a_petition),
    Row("cases:attachment", Can.SEE_CASES, an_attachment),
    Row("cases:attachment_remove", Can.HANDLE, an_attachment),
    Row("cases:letter_list", Can.SEE_CASES),
    Row("cases:letter_new", Can.HANDLE, a_letter_kind),
    Row("cases:letter_new", Can.HANDLE, a_letter_kind, method="post", data={"facts": ""}),
    Row("cases:letter", Can.SEE_CASES, a_letter),
    Row("cases:letter_sign", Can.SIGN_LETTERS, a_letter, method="post"),
    Row("cases:letter_withdraw", Can.HANDLE, a_letter),
    Row("cases:letter_reply", Can.HANDLE, a_letter),
    Row("cases:letter_assess", Can.HANDLE, a_letter),
    Row("cases:letter_assignment", Can.HANDLE, a_letter),
    Row("cases:letter_link", Can.HANDLE, a_letter, method="post"),
    Row("cases:letter_link_revoke", Can.HANDLE, a_letter, method="post"),
    # the reply desk of those without an account
    Row("reply:reply_desk", PUBLIC, a_token),
    Row("reply:reply_desk", PUBLIC, a_token, method="post", data={"code": "000000"}),
    Row("reply:reply_done", PUBLIC),
    Row("dashboards:lines", Can.SEE_DASHBOARD),
    Row("dashboards:network", Can.SEE_DASHBOARD),
    Row("dashboards:shelters", Can.SEE_DASHBOARD),
    Row("dashboards:violence", Can.SEE_DASHBOARD),
    Row("stations:person_list", Can.KEEP_NETWORK),
    Row("stations:person_new", Can.KEEP_NETWORK),
    Row("stations:person_new", Can.KEEP_NETWORK, method="post"),
    Row("stations:person_export", Can.EXPORT),
    Row("stations:post_export", Can.EXPORT),
    Row("stations:post_export", Can.EXPORT, method="post"),
    Row("stations:base_export", Can.EXPORT),
    Row("stations:base_export", Can.EXPORT, method="post"),
    Row("stations:person_export", Can.EXPORT, method="post"),
    Row("stations:roster_import_list", Can.KEEP_NETWORK),
    Row("stations:roster_import_list", Can.KEEP_NETWORK, method="post"),
    Row("stations:roster_import_template", Can.KEEP_NETWORK),
    Row("stations:roster_import", Can.KEEP_NETWORK, things.a_roster),
    Row("stations:roster_rejects", Can.KEEP_NETWORK, things.a_roster),
    Row("stations:roster_import", Can.KEEP_NETWORK, things.a_roster, method="post"),
    Row("stations:person", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_edit", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_edit", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:person_pause", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_pause", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:person_leave", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_leave", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:person_reveal", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_reveal", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:person_appoint", Can.KEEP_NETWORK, things.a_person),
    Row("stations:person_appoint", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:role_renew", Can.KEEP_NETWORK, things.a_role),
    Row("stations:role_renew", Can.KEEP_NETWORK, things.a_role, method="post"),
    Row("stations:role_end", Can.KEEP_NETWORK, things.a_role),
    Row("stations:role_end", Can.KEEP_NETWORK, things.a_role, method="post"),
    Row("stations:credential_new", Can.KEEP_NETWORK, things.a_person),
    Row("stations:credential_new", Can.KEEP_NETWORK, things.a_person, method="post"),
    Row("stations:credential_renew", Can.KEEP_NETWORK, things.a_credential),
    Row("stations:credential_renew", Can.KEEP_NETWORK, things.a_credential, method="post"),
    Row("stations:credential_end", Can.KEEP_NETWORK, things.a_credential),
    Row("stations:credential_end", Can.KEEP_NETWORK, things.a_credential, method="post"),
    Row("stations:course_list", Can.KEEP_NETWORK),
    Row("stations:course_new", Can.KEEP_NETWORK),
    Row("stations:course_new", Can.KEEP_NETWORK, method="post"),
    Row("stations:course", Can.KEEP_NETWORK, things.a_course),
    Row("stations:course", Can.KEEP_NETWORK, things.a_course, method="post"),
    Row("stations:task_list", Can.LOG_SERVICES),
    Row("stations:task_new", Can.LOG_SERVICES),
    Row("stations:task_new", Can.LOG_SERVICES, method="post"),
    Row("stations:task", Can.LOG_SERVICES, things.a_task),
    Row("stations:task", Can.LOG_SERVICES, things.a_task, method="post"),
    Row("stations:task_call_off", Can.LOG_SERVICES, things.a_task),
    Row("stations:task_call_off", Can.LOG_SERVICES, things.a_task, method="post"),
    Row("stations:task_withdraw", Can.LOG_SERVICES, things.a_sign_up, method="post"),
    Row("stations:service_list", Can.LOG_SERVICES),
    Row("stations:service_new", Can.LOG_SERVICES),
    Row("stations:service_new", Can.LOG_SERVICES, method="post"),
    Row("stations:service_confirm", Can.KEEP_NETWORK, method="post"),
    Row("stations:service_refuse", Can.KEEP_NETWORK, things.a_service),
    Row("stations:service_refuse", Can.KEEP_NETWORK, things.a_service, method="post"),
    Row("stations:post_list", Can.SEE_CASES),
    Row("stations:post_new", Can.KEEP_STATIONS),
    Row("stations:post_new", Can.KEEP_STATIONS, method="post"),
    Row("stations:post", Can.SEE_CASES, things.a_post),
    Row("stations:post_edit", Can.KEEP_STATIONS, things.a_post),
    Row("stations:post_edit", Can.KEEP_STATIONS, things.a_post, method="post"),
    Row("stations:post_review", Can.KEEP_STATIONS, things.a_post),
    Row("stations:post_review", Can.KEEP_STATIONS, things.a_post, method="post"),
    Row("stations:post_nominate", Can.KEEP_STATIONS, things.a_post),
    Row("stations:post_nominate", Can.KEEP_STATIONS, things.a_post, method="post"),
    Row("stations:post_close", Can.KEEP_STATIONS, things.a_post),
    Row("stations:post_close", Can.KEEP_STATIONS, things.a_post, method="post"),
    Row("stations:post_award", Can.ACCREDIT, things.an_award),
    Row("stations:post_award", Can.ACCREDIT, things.an_award, method="post"),
    Row("stations:base_list", Can.SEE_CASES),
    Row("stations:base_new", Can.KEEP_STATIONS),
    Row("stations:base_new", Can.KEEP_STATIONS, method="post"),
    Row("stations:base", Can.SEE_CASES, things.a_base),
    Row("stations:base_edit", Can.KEEP_STATIONS, things.a_base),
    Row("stations:base_edit", Can.KEEP_STATIONS, things.a_base, method="post"),
    Row("stations:base_close", Can.KEEP_STATIONS, things.a_base),
    Row("stations:base_close", Can.KEEP_STATIONS, things.a_base, method="post"),
    Row("hotline:call_list", Can.ANSWER_CALLS),
    Row("hotline:call_new", Can.ANSWER_CALLS),
    Row("hotline:call_new", Can.ANSWER_CALLS, method="post"),
    Row("hotline:call_missed", Can.ANSWER_CALLS),
    Row("hotline:call_missed", Can.ANSWER_CALLS, method="post"),
    Row("hotline:call_attempt", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:call", Can.ANSWER_CALLS, a_call),
    Row("hotline:call_save", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:call_move", Can.ANSWER_CALLS, a_call_and("emergency"), method="post"),
    Row("hotline:call_hold", Can.ANSWER_CALLS, an_emergency, method="post"),
    Row("hotline:call_release", Can.ANSWER_CALLS, an_emergency_with_beds, method="post"),
    Row("hotline:call_register", Can.ANSWER_CALLS, a_call),
    Row("hotline:call_register", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:knowledge_list", Can.SEE_DASHBOARD),
    Row("hotline:knowledge_new", Can.ANSWER_CALLS),
    Row("hotline:knowledge_new", Can.ANSWER_CALLS, method="post"),
    Row("hotline:knowledge_search", Can.ANSWER_CALLS),
    Row("hotline:knowledge_use", Can.ANSWER_CALLS, a_call, method="post", answers=frozenset({400})),  # no sentence
    Row("hotline:phrase_list", Can.ANSWER_CALLS),
    Row("hotline:phrase_list", Can.ANSWER_CALLS, method="post"),
    Row("hotline:phrase_remove", Can.RUN_HOTLINE, a_phrase, method="post"),
    Row("hotline:knowledge", Can.SEE_DASHBOARD, an_entry),
    Row("hotline:knowledge_edit", Can.ANSWER_CALLS, an_entry),
    Row("hotline:knowledge_edit", Can.ANSWER_CALLS, an_entry, method="post"),
    Row("hotline:knowledge_judge", Can.RUN_HOTLINE, an_entry_and("publish"), method="post"),
    Row("hotline:call_book", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:recording_open", Can.HEAR_RECORDINGS, a_call, method="post"),
    Row("hotline:line_redirect", Can.RUN_HOTLINE, a_line),
    Row("hotline:line_redirect", Can.RUN_HOTLINE, a_line, method="post"),
    Row("hotline:rota", Can.ANSWER_CALLS),
    Row("hotline:shift_new", Can.RUN_HOTLINE),
    Row("hotline:shift_new", Can.RUN_HOTLINE, method="post"),
    Row("hotline:rota_copy", Can.RUN_HOTLINE, method="post"),
    Row("hotline:shift", Can.SEE_DASHBOARD, a_shift),
    Row("hotline:shift_hand_over", Can.ANSWER_CALLS, a_shift, method="post"),
    Row("hotline:shift_move", Can.RUN_HOTLINE, a_shift_and("assign"), method="post"),
    Row("hotline:hand_over_take", Can.ANSWER_CALLS, a_hand_over, method="post"),
    Row("hotline:answering_day_list", Can.SEE_DASHBOARD),
    Row("hotline:answering_day_new", Can.RUN_HOTLINE),
    Row("hotline:answering_day_new", Can.RUN_HOTLINE, method="post"),
    Row("hotline:answering_day_record", Can.ANSWER_CALLS, an_answering_day),
    Row("hotline:answering_day_record", Can.ANSWER_CALLS, an_answering_day, method="post"),
    Row("hotline:slot_list", Can.ANSWER_CALLS),
    Row("hotline:quality_list", Can.ANSWER_CALLS),
    Row("hotline:quality_draw", Can.RUN_HOTLINE, method="post"),
    Row("hotline:quality_criteria", Can.RUN_HOTLINE),
    Row("hotline:quality_criteria", Can.RUN_HOTLINE, method="post"),
    Row("hotline:quality_review", Can.ANSWER_CALLS, a_quality_review),
    Row("hotline:quality_review", Can.ANSWER_CALLS, a_quality_review, method="post"),
    Row("hotline:agent_figures", Can.ANSWER_CALLS),
    Row("hotline:wall", Can.SEE_DASHBOARD),
    Row("hotline:call_stream", Can.ANSWER_CALLS),
    Row("hotline:seat", Can.ANSWER_CALLS, method="post"),
    Row("hotline:seat_leave", Can.ANSWER_CALLS, method="post"),
    Row("hotline:switch_list", Can.MANAGE_ACCOUNTS),
    Row("hotline:switch_new", Can.MANAGE_ACCOUNTS),
    Row("hotline:switch_new", Can.MANAGE_ACCOUNTS, method="post"),
    Row("hotline:switch_key", Can.MANAGE_ACCOUNTS, a_switch, method="post"),
    Row("hotline:switch_stop", Can.MANAGE_ACCOUNTS, a_switch, method="post"),
    Row("hotline:call_order", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:call_ticket_list", Can.SEE_CASES),
    Row("hotline:call_ticket_new", Can.ANSWER_CALLS),
    Row("hotline:call_ticket_new", Can.ANSWER_CALLS, method="post"),
    Row("hotline:call_ticket_export", Can.EXPORT),
    Row("hotline:call_ticket_export", Can.EXPORT, method="post"),
    Row("hotline:call_ticket", Can.SEE_CASES, a_call_ticket),
    Row("hotline:call_ticket_print", Can.SEE_CASES, a_call_ticket),
    Row("hotline:call_ticket_back", Can.ANSWER_CALLS, a_call_ticket, answers=frozenset({409})),  # not yet fed back
    Row("hotline:call_ticket_attempt", Can.ANSWER_CALLS, a_call_ticket, method="post"),
    Row("hotline:call_ticket_register", Can.DECIDE, a_call_ticket),
    Row("hotline:call_ticket_register", Can.DECIDE, a_call_ticket, method="post"),
    Row("hotline:call_ticket_unmask", Can.REGISTER, a_call_ticket),
    Row("hotline:call_ticket_unmask", Can.REGISTER, a_call_ticket, method="post"),
    Row("hotline:call_ticket_answer", Can.SEE_CASES, a_referral),
    Row("hotline:call_ticket_answer", Can.SEE_CASES, a_referral, method="post"),
    Row("hotline:call_ticket_station", Can.ANSWER_CALLS, a_call_ticket, answers=frozenset({409})),  # is sent already
    Row("hotline:call_ticket_station", Can.ANSWER_CALLS, a_call_ticket, method="post", answers=frozenset({409})),
    Row("hotline:call_ticket_serve", Can.LOG_SERVICES, a_call_ticket, answers=frozenset({409})),  # has no station
    Row("hotline:call_ticket_serve", Can.LOG_SERVICES, a_call_ticket, method="post", answers=frozenset({409})),
    Row("hotline:call_ticket_acknowledge", Can.ACKNOWLEDGE, a_late_call_ticket, method="post"),
    Row("hotline:call_ticket_move", Can.HANDLE, a_call_ticket_and("feedback")),
    Row("hotline:call_ticket_move", Can.HANDLE, a_call_ticket_and("feedback"), method="post"),
    Row("hotline:call_ticket_move", Can.HANDLE, a_call_ticket_and("refer")),
    Row("hotline:call_ticket_move", Can.ANSWER_CALLS, a_call_ticket_and("hand_over")),
    Row("dashboards:hotline", Can.SEE_DASHBOARD),
    Row("dashboards:stations", Can.SEE_DASHBOARD),
    Row("stations:station_list", Can.SEE_DASHBOARD),
    Row("stations:station_export", Can.EXPORT),
    Row("stations:station_new", Can.KEEP_STATIONS),
    Row("stations:station_new", Can.KEEP_STATIONS, method="post"),
    Row("stations:station", Can.SEE_DASHBOARD, a_station),
    Row("stations:station_edit", Can.KEEP_STATIONS, a_station),
    Row("stations:station_edit", Can.KEEP_STATIONS, a_station, method="post"),
    Row("stations:station_close", Can.KEEP_STATIONS, a_station, method="post"),
    Row("stations:station_links", Can.KEEP_STATIONS, a_station),
    Row("stations:station_links", Can.KEEP_STATIONS, a_station, method="post"),
    Row("stations:station_file_add", Can.KEEP_STATIONS, a_station),
    Row("stations:station_file_add", Can.KEEP_STATIONS, a_station, method="post"),
    Row("stations:station_file", Can.SEE_DASHBOARD, a_station_file),
    Row("stations:station_file_remove", Can.KEEP_STATIONS, a_station_file),
    Row("stations:station_file_remove", Can.KEEP_STATIONS, a_station_file, method="post"),
    Row("stations:log_start", Can.LOG_SERVICES),
    Row("stations:station_log", Can.LOG_SERVICES, a_station),
    Row("stations:station_log", Can.LOG_SERVICES, a_station, method="post"),
    Row("stations:day_open", Can.LOG_SERVICES, a_station, method="post"),
    Row("stations:day_close", Can.LOG_SERVICES, a_station, method="post"),
    Row("stations:log_book", Can.SEE_DASHBOARD, a_station),
    Row("stations:service_correct", Can.LOG_SERVICES, a_service),
    Row("stations:service_correct", Can.LOG_SERVICES, a_service, method="post"),
    Row("stations:service_strike", Can.LOG_SERVICES, a_service, method="post"),
    Row("stations:station_service_list", Can.SEE_DASHBOARD),
    Row("stations:station_service_export", Can.EXPORT),
    Row("stations:coverage", Can.SEE_DASHBOARD),
    Row("stations:check_list", Can.SEE_DASHBOARD),
    Row("stations:check_export", Can.EXPORT),
    Row("stations:check_plan", Can.ACCREDIT),
    Row("stations:check_begin", Can.KEEP_STATIONS, a_station),
    Row("stations:check_begin", Can.KEEP_STATIONS, a_station, method="post"),
    Row("stations:station_check", Can.SEE_DASHBOARD, a_check),
    Row("stations:check_rectify", Can.LOG_SERVICES, a_check, method="post"),
    Row("stations:accreditation_export", Can.EXPORT),
    Row("stations:check_photo", Can.SEE_DASHBOARD, a_check_photo),
    Row("stations:peace_family", Can.SEE_DASHBOARD),
    Row("stations:peace_homes", Can.LOG_SERVICES, things.a_village),
    Row("stations:peace_home_new", Can.LOG_SERVICES, things.a_village),
    Row("stations:peace_home_new", Can.LOG_SERVICES, things.a_village, method="post"),
    Row("stations:peace_home", Can.LOG_SERVICES, things.a_peace_home),
    Row("stations:peace_home", Can.LOG_SERVICES, things.a_peace_home, method="post"),
    Row("stations:peace_home_double", Can.LOG_SERVICES, things.a_peace_home, method="post"),
    Row("stations:peace_home_leave", Can.LOG_SERVICES, things.a_peace_home, method="post"),
    Row("stations:duty_list", Can.SEE_DASHBOARD),
    Row("stations:duty_acknowledge", Can.ACKNOWLEDGE, a_station_duty, method="post"),
    Row("stations:check_photo_add", Can.SEE_DASHBOARD, an_item_of_a_check, method="post", answers=frozenset({400})),
    Row("stations:checklist_list", Can.SEE_DASHBOARD),
    Row("stations:checklist_add", Can.EDIT_RULES),
    Row("stations:checklist_add", Can.EDIT_RULES, method="post"),
    Row("stations:accreditation_list", Can.SEE_DASHBOARD),
    Row("stations:accreditation_new", Can.KEEP_STATIONS),
    Row("stations:accreditation_new", Can.KEEP_STATIONS, method="post"),
    Row("stations:no_violence", Can.ACCREDIT),
    Row("stations:accreditation", Can.SEE_DASHBOARD, an_accreditation),
    Row("stations:accreditation_edit", Can.KEEP_STATIONS, an_accreditation),
    Row("stations:accreditation_edit", Can.KEEP_STATIONS, an_accreditation, method="post"),
    Row("stations:accreditation_move", Can.KEEP_STATIONS, an_accreditation_and("abandon")),
    Row("stations:accreditation_move", Can.ACCREDIT, an_accreditation_and("return"), answers=frozenset({409})),
    Row("stations:import_list", Can.IMPORT),
    Row("stations:import_list", Can.IMPORT, method="post"),
    Row("stations:import_template", Can.IMPORT),
    Row("stations:import", Can.IMPORT, a_station_ledger),
    Row("stations:import", Can.IMPORT, a_station_ledger, method="post"),
    Row("stations:import_rejects", Can.IMPORT, a_station_ledger),
    Row("stations:coverage_units", Can.SEE_DASHBOARD),
    Row("stations:shelter_start", Can.HOLD_BEDS),
    Row("stations:shelter_new", Can.KEEP_SHELTERS),
    Row("stations:shelter_new", Can.KEEP_SHELTERS, method="post"),
    Row("stations:opening_ask", Can.TEND_SHELTERS, method="post"),
    Row("stations:opening_grant", Can.TEND_SHELTERS, an_opening, method="post", answers=frozenset({404})),
    Row("stations:hold_release", Can.HOLD_BEDS, a_hold, method="post"),
    Row("stations:petition_beds", Can.HANDLE, a_violent_petition),
    Row("stations:petition_beds", Can.HANDLE, a_violent_petition, method="post"),
    Row("stations:petition_beds_release", Can.HANDLE, a_violent_petition_with_beds, method="post"),
    Row("stations:application", Can.TEND_SHELTERS, an_application),
    Row("stations:application", Can.TEND_SHELTERS, an_application, method="post"),
    Row("stations:stay", Can.TEND_SHELTERS, a_shelter_stay),
    Row("stations:stay_act", Can.TEND_SHELTERS, a_shelter_stay_and("plan"), method="post"),
    Row("stations:stay_press", Can.TEND_SHELTERS, a_shelter_stay_and("close"), method="post"),
    Row("stations:shelter_today", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_admit", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_admit", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:shelter_setup", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_edit", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_edit", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:room_add", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:keeper_add", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:shelter_duty", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_duty", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:shelter_confirm", Can.KEEP_SHELTERS, a_founded_shelter, method="post"),
    Row("stations:shelter_check_new", Can.TEND_SHELTERS, a_shelter),
    Row("stations:shelter_check_new", Can.TEND_SHELTERS, a_shelter, method="post"),
    Row("stations:shelter_check", Can.TEND_SHELTERS, a_shelter_check),
    Row("stations:shelter_act", Can.TEND_SHELTERS, a_shelter_and("close"), method="post"),
    Row("hotline:line_list", Can.SEE_DASHBOARD),
    Row("hotline:line_new", Can.RUN_HOTLINE),
    Row("hotline:line_new", Can.RUN_HOTLINE, method="post"),
    Row("hotline:line", Can.SEE_DASHBOARD, a_line),
    Row("hotline:line_edit", Can.RUN_HOTLINE, a_line),
    Row("hotline:line_edit", Can.RUN_HOTLINE, a_line, method="post"),
    Row("hotline:line_close", Can.RUN_HOTLINE, a_line, method="post"),
    Row("hotline:ticket_list", Can.SEE_CASES),
    Row("hotline:ticket_new", Can.REGISTER),
    Row("hotline:ticket_new", Can.REGISTER, method="post"),
    Row("hotline:ticket_send", Can.DECIDE),
    Row("hotline:ticket_send_of", Can.DECIDE, a_petition),
    Row("hotline:ticket_send_of", Can.DECIDE, a_petition, method="post"),
    Row("hotline:ticket", Can.SEE_CASES, a_ticket),
    Row("hotline:ticket_register", Can.DECIDE, a_ticket),
    Row("hotline:ticket_register", Can.DECIDE, a_ticket, method="post"),
    Row("hotline:ticket_unmask", Can.HANDLE, a_ticket),
    Row("hotline:ticket_unmask", Can.HANDLE, a_ticket, method="post"),
    Row("hotline:call_packet", Can.ANSWER_CALLS, an_emergency),
    Row("hotline:call_report", Can.ANSWER_CALLS, a_call),
    Row("hotline:call_report", Can.ANSWER_CALLS, a_call, method="post"),
    Row("hotline:call_keep", Can.DISPOSE, a_call),
    Row("hotline:call_keep", Can.DISPOSE, a_call, method="post"),
    Row("hotline:call_ticket_keep", Can.DISPOSE, a_call_ticket),
    Row("hotline:call_ticket_keep", Can.DISPOSE, a_call_ticket, method="post"),
    Row("hotline:ticket_keep", Can.DISPOSE, a_ticket),
    Row("hotline:ticket_keep", Can.DISPOSE, a_ticket, method="post"),
    Row("hotline:ticket_acknowledge", Can.ACKNOWLEDGE, a_late_ticket, method="post"),
    Row("hotline:ticket_move", Can.DECIDE, a_ticket_and("accept")),
    Row("hotline:ticket_move", Can.DECIDE, a_ticket_and("accept"), method="post"),
    Row("hotline:ticket_move", Can.DECIDE, a_ticket_and("return"), method="post"),
    Row("hotline:ticket_move", Can.HANDLE, a_ticket_and("answer"), method="post"),
    Row("hotline:ticket_move", Can.HANDLE, a_ticket_and("extend"), answers=frozenset({409})),  # not yet taken
    Row("cases:order_list", Can.SEE_CASES),
    Row("cases:suggestion_list", Can.SEE_CASES),
    Row("cases:suggestion_new", Can.SUPERVISE, a_petition),
    Row("cases:suggestion_new", Can.SUPERVISE, a_petition, method="post"),
    Row("cases:suggestion", Can.SEE_CASES, a_suggestion),
    Row("cases:suggestion", Can.HANDLE, a_suggestion, method="post"),
    Row("cases:proposal_list", Can.SEE_CASES),
    Row("cases:proposal_new", Can.SUPERVISE, a_petition),
    Row("cases:proposal_new", Can.SUPERVISE, a_petition, method="post"),
    Row("cases:proposal", Can.SEE_CASES, a_proposal),
    Row("cases:proposal", Can.SUPERVISE, a_proposal, method="post"),
    Row("cases:order", Can.SEE_CASES, an_order),
    Row("cases:order_new", Can.SUPERVISE, a_petition, answers=frozenset({409})),  # a county stands above no one
    Row("cases:order_new", Can.SUPERVISE, a_petition, method="post", answers=frozenset({409})),
    Row("cases:order_edit", Can.SUPERVISE, an_order, answers=frozenset({409})),  # issued, and another unit's
    Row("cases:order_move", Can.HANDLE, an_order_and("reply")),
    Row("cases:order_move", Can.HANDLE, an_order_and("reply"), method="post"),
    Row("cases:order_move", Can.SUPERVISE, an_order_and("withdraw"), method="post", answers=frozenset({409})),
    Row("cases:contact_add", Can.REGISTER, a_petition),
    Row("cases:contact_add", Can.REGISTER, a_petition, method="post"),
    Row("cases:contact_incident", Can.REGISTER, a_contact),
    Row("cases:contact_incident", Can.REGISTER, a_contact, method="post"),
    # reaching her safely
    Row("cases:safe_contact", Can.REGISTER, a_party),
    Row("cases:safe_contact", Can.REGISTER, a_party, method="post", data={"safe_ways": ["phone"]}),
    Row("cases:reach", Can.REGISTER, a_petition),
    Row("cases:reach", Can.REGISTER, a_petition, method="post", data={"way": "phone"}),
    Row("cases:envelope", Can.HANDLE, a_petition, answers=frozenset({200, 409})),  # not to one in danger unasked
    Row("cases:held_contact_list", Can.REGISTER),
    Row("cases:held_contact", Can.REGISTER, a_held_contact),
    Row("cases:held_contact", Can.REGISTER, a_held_contact, method="post", data={"words": "已当面转告。"}),
    # the rights of whose data it is, and its end
    Row("privacy:processing", SIGNED_IN),
    Row("cases:rights_request_list", Can.REGISTER),
    Row("cases:rights_request_new", Can.REGISTER, a_petition),
    Row("cases:rights_request_new", Can.REGISTER, a_petition, method="post", data={"kind": "copy"}),
    Row("cases:rights_request", Can.REGISTER, a_rights_request),
    Row("cases:rights_request", Can.DISPOSE, a_rights_request, method="post", data={"granted": "yes", "answer": "好"}),
    Row("cases:rights_file", Can.REGISTER, a_rights_request, method="post"),
    Row("cases:processing_basis", Can.REGISTER, a_petition),
    Row("cases:processing_basis", Can.REGISTER, a_petition, method="post", data={"basis": "duty"}),
    Row("cases:disclosure_list", Can.DISPOSE),
    Row("cases:disposal_list", Can.DISPOSE),
    Row("cases:disposal_list", Can.DISPOSE, method="post", answers=frozenset({409})),  # nothing is due
    Row("cases:disposal", Can.DISPOSE, a_disposal),
    Row("cases:disposal", Can.DISPOSE, a_disposal, method="post", data={"reason": "重新拟订"}),
    Row("cases:disposal_confirm", Can.DISPOSE, a_disposal),
    Row("cases:disposal_confirm", Can.DISPOSE, a_disposal, method="post"),
    Row("cases:disposal_item", Can.DISPOSE, a_disposal_line),
    Row("cases:disposal_item", Can.DISPOSE, a_disposal_line, method="post", data={"reason": "诉讼中"}),
    Row("cases:hold", Can.DISPOSE, a_petition),
    Row("cases:hold", Can.DISPOSE, a_petition, method="post", data={"reason": "诉讼中"}),
    Row("cases:neutral_sender", Can.EDIT_TEMPLATES),
    Row("cases:neutral_sender", Can.EDIT_TEMPLATES, method="post", data={"name": "滨城区便民服务"}),
    Row("cases:party_add", Can.HANDLE, a_petition),
    Row("cases:party_add", Can.HANDLE, a_petition, method="post"),
    Row("cases:party_edit", Can.HANDLE, a_party),
    Row("cases:party_edit", Can.HANDLE, a_party, method="post"),
    Row("cases:party_unmask", Can.SEE_CASES, a_field_of_her),
    Row("cases:party_unmask", Can.SEE_CASES, a_field_of_her, method="post", data={"purpose": "visit"}),
    Row("cases:grant_list", Can.SEE_CASES),
    Row("cases:break_glass", Can.SEE_CASES),
    Row("cases:urgent_access_list", Can.JUDGE_ACCESS),
    Row("cases:urgent_access", Can.JUDGE_ACCESS, an_urgent_access),
    Row("cases:wall", Can.SEE_CASES),
    Row("cases:wall_remove", Can.SEE_CASES, a_digest, method="post"),
    Row("cases:wall_of", Can.MANAGE_ACCOUNTS, an_account),
    Row("cases:grant", Can.SEE_CASES, a_grant),
    Row("cases:party_remove", Can.HANDLE, a_party),
    Row("cases:party_remove", Can.HANDLE, a_party, method="post"),
    Row("cases:template_list", Can.EDIT_TEMPLATES),
    Row("cases:template", Can.EDIT_TEMPLATES, a_kind),
    Row("cases:template_file", Can.EDIT_TEMPLATES, a_kind),
    Row("cases:template_withdraw", Can.EDIT_TEMPLATES, a_kind, method="post"),
    Row("cases:petition_move", Can.HANDLE, a_petition_and("reply"), answers=frozenset({409})),  # not accepted yet
    Row("cases:petition_move", Can.CLOSE, a_petition_and("close"), answers=frozenset({409})),
    Row("cases:step_add", Can.HANDLE, a_petition),
    Row("cases:visit_add", Can.HANDLE, a_petition),
    Row("cases:visit_plan", Can.HANDLE, a_petition),
    Row("cases:visit_record", Can.HANDLE, a_planned_visit),
    Row("cases:visit_cancel", Can.HANDLE, a_planned_visit),
    Row("cases:rating", Can.HANDLE, a_petition, answers=frozenset({409})),  # not answered yet
    Row("cases:rating_link", Can.HANDLE, a_petition, method="post", data={"way": "in_person"}),
    Row("cases:complaint_list", Can.HEAR_COMPLAINTS),
    Row("cases:complaint", Can.HEAR_COMPLAINTS, a_complaint),
    Row("cases:complaint_new", Can.REGISTER, a_petition_below),
    Row("cases:complaint_take", Can.REGISTER),
    Row("cases:complaint_receipt", Can.REGISTER, a_complaint_taken),
    Row("public:rate", PUBLIC, a_token),
    Row("public:thanks", PUBLIC),
    Row("public:stations", PUBLIC),
    Row("public:stations_json", PUBLIC),
    Row("cases:acknowledge", Can.ACKNOWLEDGE, a_clock, method="post"),
    # notices
    Row("notices:inbox", Can.READ_NOTICES),
    Row("notices:read", Can.READ_NOTICES, a_notice, method="post"),
    Row("notices:read_all", Can.READ_NOTICES, method="post"),
    # organizations
    Row("orgs:org_list", SIGNED_IN),
    Row("orgs:org_search", SIGNED_IN),
    Row("orgs:org", SIGNED_IN, an_organization),
    Row("orgs:org", Can.EDIT_ORG, an_organization, method="post", data=FACTS),
    Row("orgs:org_new", Can.MANAGE_ORGS),
    Row("orgs:org_new", Can.MANAGE_ORGS, method="post"),
    Row("orgs:org_succeed", Can.MANAGE_ORGS, an_organization),
    Row("orgs:org_succeed", Can.MANAGE_ORGS, an_organization, method="post"),
    Row("orgs:org_merge", Can.MANAGE_ORGS, an_organization),
    Row("orgs:org_merge", Can.MANAGE_ORGS, an_organization, method="post"),
    Row("orgs:agency_list", Can.SEE_CASES),
    Row("orgs:agency_search", Can.SEE_CASES),
    Row("orgs:agency_new", Can.HANDLE),
    Row("orgs:agency_new", Can.HANDLE, method="post"),
    Row("orgs:agency", Can.HANDLE, an_agency),
    Row("orgs:agency", Can.HANDLE, an_agency, method="post"),
    Row("orgs:agency_retire", Can.HANDLE, an_agency, method="post"),
    # calendar and limits
    Row("calendar:calendar", SIGNED_IN),
    Row("calendar:year", SIGNED_IN, a_year),
    Row("calendar:year_edit", Can.EDIT_CALENDAR, a_year),
    Row("calendar:year_edit", Can.EDIT_CALENDAR, a_year, method="post"),
    Row("engine:sweep_list", Can.SEE_SYSTEM),
    Row("engine:release", Can.SEE_SYSTEM, a_quarantined, method="post"),
    Row("deadlines:rule_list", Can.EDIT_RULES),
    Row("deadlines:rule_override", Can.EDIT_RULES, a_limit),
    Row("deadlines:rule_override", Can.EDIT_RULES, a_limit, method="post"),
    Row("deadlines:rule_withdraw", Can.EDIT_RULES, a_limit, method="post"),
    # accounts
    Row("accounts:user_list", Can.MANAGE_ACCOUNTS),
    Row("accounts:user_new", Can.MANAGE_ACCOUNTS),
    Row("accounts:user_new", Can.MANAGE_ACCOUNTS, method="post"),
    Row("accounts:user", Can.MANAGE_ACCOUNTS, an_account),
    Row("accounts:user_roles", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    Row("accounts:user_password", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    Row("accounts:user_factors_reset", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    Row("accounts:user_unlink", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    Row("accounts:user_deactivate", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    Row("accounts:user_reactivate", Can.MANAGE_ACCOUNTS, an_account, method="post"),
    # other systems
    Row("clients:client_list", Can.MANAGE_ACCOUNTS),
    Row("clients:client_new", Can.MANAGE_ACCOUNTS),
    Row("clients:client_new", Can.MANAGE_ACCOUNTS, method="post"),
    Row("clients:client", Can.MANAGE_ACCOUNTS, a_client),
    Row("clients:client", Can.MANAGE_ACCOUNTS, a_client, method="post", data={"scopes": ["read"]}),
    Row("clients:client_secret", Can.MANAGE_ACCOUNTS, a_client, method="post"),
    Row("clients:client_stop", Can.MANAGE_ACCOUNTS, a_client, method="post"),
    Row("api:docs", PUBLIC),
    Row("api:schema", PUBLIC),
]

every_address = pytest.mark.parametrize("row", TABLE, ids=str)
every_thing = pytest.mark.parametrize("row", [row for row in TABLE if row.thing not in NOWHERE], ids=str)


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The full names of all addresses; one without a name is told by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name or pattern.pattern}"


def test_the_table_holds_every_address_of_the_portal() -> None:
    """But those of the interface, which tests/api/test_strangers.py walks: no session and no role opens them."""
    programs = {address.name for address in interface() if address.name not in OPEN_PAGES}

    assert {row.name for row in TABLE} == set(names(get_resolver().url_patterns)) - programs


@dataclass(frozen=True)
class Seat:
    """Somebody who asks: nobody, or an account that signed in before the first address was asked."""

    reader: User | None = None
    session: str = ""
    signed: dict[str, object] = field(default_factory=dict)  # what the session holds

    def client(self) -> Client:
        """A browser of hers. What an answer wrote into her session is undone: by the test and, here, in the cache."""
        client = Client(raise_request_exception=False)
        if self.session:
            cache.set(f"{SessionStore.cache_key_prefix}{self.session}", self.signed)
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client


@dataclass(frozen=True)
class Seats:
    """All who ask every address, of Bincheng."""

    tree: ProvinceTree
    roles: dict[Role, Seat]
    held: dict[frozenset[Role], Seat]  # with all roles that open an address, as far as one account may hold them
    without_role: Seat
    system: Seat
    half_way: Seat  # gave her password, and not yet her second factor


def held(row: Row) -> frozenset[Role]:
    return frozenset(held_together(role for role in Role if row.open_to(role)))


def seat(reader: User) -> Seat:
    client = Client()
    client.force_login(reader)
    return seated(reader, client)


def seat_half_way(reader: User) -> Seat:
    TOTP.activate(reader, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.post(reverse("account_login"), {"login": reader.username, "password": PASSWORD})
    return seated(reader, client)


def seated(reader: User, client: Client) -> Seat:
    """Her sitting was used in an hour: no address of this walk has to write down that it still is."""
    session = client.session
    if USED_AT in session:
        session[USED_AT] += 3600
    session.save()
    return Seat(reader, session.session_key, dict(session.items()))


def make_seats(tree: ProvinceTree) -> Seats:
    here = tree.bincheng
    return Seats(
        tree=tree,
        roles={role: seat(user(here, role)) for role in STAFF},
        held={roles: seat(user(here, *roles)) for roles in {held(row) for row in TABLE}},
        without_role=seat(user(here)),
        system=seat(user(here, Role.DATA_CLIENT, Role.RECEPTIONIST)),
        half_way=seat_half_way(user(here, Role.UNIT_HEAD)),
    )


@pytest.fixture(scope="module")
def seats(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seats]:
    with standing_rows(make_seats, django_db_blocker) as made:
        yield made


class Here:
    """What the address names in the unit of those who ask: one thing for all, unless it is made for its reader.

    Each finds it as it was made, whatever those before her did with it.
    """

    def __init__(self, row: Row, place: Organization, reader: User) -> None:
        looked: list[User] = []
        with transaction.atomic():
            made = row.thing(place, SimpleLazyObject(lambda: looked.append(reader) or reader))
            transaction.set_rollback(bool(looked))
        self.row, self.place, self.made_for_reader = row, place, bool(looked)
        self.of_all = row.thing(place, None) if looked else made

    def answer(self, seat: Seat) -> int:
        """About what is there before any reader: the status."""
        with undone():
            return self.row.answer(seat.client(), self.of_all)

    def answers(self, seat: Seat, *headers: dict[str, str]) -> list[int]:
        """About what is made for this reader: the status by each of these headers."""
        with undone():
            arguments = self.row.thing(self.place, seat.reader) if self.made_for_reader else self.of_all
            return [self.row.answer(seat.client(), arguments, each) for each in headers or [{}]]


Walk = Iterator[tuple[str, int, Collection[int]]]  # who asked, the answer, and what it has to be one of


def by_roles(row: Row, seats: Seats, here: Here) -> Walk:
    """A role gets in with the right, and 403 without."""
    for role, seat in seats.roles.items():
        if row.open_to(role):
            yield role, *here.answers(seat), row.answers
        else:
            yield role, here.answer(seat), {403}


def by_strangers(row: Row, seats: Seats, here: Here) -> Walk:
    """The account of another system is one, whatever its roles and even if somebody put its name into a session."""
    yield "nobody", here.answer(Seat()), row.answers if row.needs == PUBLIC else {401}
    yield "without a role", *here.answers(seats.without_role), row.answers if row.needs in ANYBODY else {403}
    if row.needs != PUBLIC:
        yield "another system", *here.answers(seats.system), {401}


def by_half_signed_in(row: Row, seats: Seats, here: Here) -> Walk:
    """A password opens nothing without the second factor: with every right, as a page and as a fragment of one."""
    headers = ({}, {"HX-Request": "true"}, {"Accept": "application/json"})
    for asked, status in zip(headers, here.answers(seats.half_way, *headers), strict=True):
        yield f"half-way {asked}", status, {200} if row.name == "second_factor" else {401}
    assert "_auth_user_id" not in seats.half_way.client().session


def from_outside(row: Row, seats: Seats) -> Walk:
    """What lies outside one's range is not there."""
    seat = seats.held[held(row)]
    for place in (seats.tree.huimin, seats.tree.binzhou, seats.tree.xiaonan):
        with undone():
            status = row.answer(seat.client(), row.thing(place, seat.reader))
        yield f"about {place.region_name}", status, {404}


@every_address
def test_each_reader_is_answered_as_her_right_says(row: Row, seats: Seats, db: None) -> None:
    """All who ask wrongly answered are told at once, and each is asked whatever those before her were answered."""
    guarded, first = row.needs != PUBLIC, next(role for role in STAFF if row.open_to(role))
    here = Here(row, seats.tree.bincheng, seats.roles[first].reader)

    asked = [
        *(by_roles(row, seats, here) if guarded else ()),
        *by_strangers(row, seats, here),
        *(by_half_signed_in(row, seats, here) if guarded else ()),
        *(from_outside(row, seats) if row.thing not in NOWHERE else ()),
    ]

    assert {who: status for who, status, right in asked if status not in right} == {}
    assert len({who for who, _, _ in asked}) == len(asked)
