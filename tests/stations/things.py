"""What the addresses of posts, bases and people name, made at a given place (tests/test_permissions.py)."""

import datetime as dt
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.orgs.models import AgencyKind, Organization
from stations.actions.bases import close_base
from stations.actions.checklists import load_checklists
from stations.actions.credentials import Paper, add_credential
from stations.actions.posts import nominate_post
from stations.actions.training import CourseFacts, enter_course
from stations.actions.volunteering import Service, TaskPlan, log_service, publish_task, sign_up
from stations.imports.roster_batches import upload as roster_upload
from tests.cases.ledgers import text
from tests.factories import agency, org, user
from tests.stations.peace import looked
from tests.stations.people import base_opened, entered, post_opened

Arguments = dict[str, object]
_serial = count(1)


def _clerk(place: Organization) -> User:
    return user(place, Role.RECEPTIONIST)


def a_person(place: Organization, reader: User | None) -> Arguments:
    return {"pk": entered(_clerk(place), at=timezone.now(), id_number="").pk}


def a_role(place: Organization, reader: User | None) -> Arguments:
    row = entered(_clerk(place), "mediator", at=timezone.now(), id_number="")
    return {"pk": row.pk, "role": row.roles.get().pk}


def a_credential(place: Organization, reader: User | None) -> Arguments:
    by = _clerk(place)
    row = entered(by, at=timezone.now(), id_number="")
    made = add_credential(row, Paper("law", dt.date(2020, 1, 1)), by=by, at=timezone.now())
    return {"pk": row.pk, "credential": made.pk}


def a_course(place: Organization, reader: User | None) -> Arguments:
    by, today = _clerk(place), timezone.localdate()
    row = entered(by, "cadre", at=timezone.now(), id_number="")
    facts = CourseFacts(f"培训 {next(_serial)}", "law", place.level, today, today)
    return {"pk": enter_course(facts, [row.pk], by=by, at=timezone.now()).pk}


def a_task(place: Organization, reader: User | None) -> Arguments:
    begins, by = timezone.now() + dt.timedelta(days=2), _clerk(place)
    plan = TaskPlan("普法宣传", "publicity", begins, begins + dt.timedelta(hours=2), 3)
    return {"pk": publish_task(plan, by=by, at=timezone.now()).pk}


def a_sign_up(place: Organization, reader: User | None) -> Arguments:
    begins, by, at = timezone.now() + dt.timedelta(days=2), _clerk(place), timezone.now()
    task = publish_task(TaskPlan("值班", "duty", begins, begins + dt.timedelta(hours=2), 3), by=by, at=at)
    volunteer = entered(by, "volunteer", at=at, id_number="")
    return {"pk": task.pk, "signed": sign_up(task, volunteer, by=by, at=at).pk}


def a_service(place: Organization, reader: User | None) -> Arguments:
    by, at = _clerk(place), timezone.now()
    volunteer = entered(by, "volunteer", at=at, id_number="")
    return {"pk": log_service(volunteer, Service(timezone.localdate(), 60, "visit"), by=by, at=at).pk}


def a_roster(place: Organization, reader: User | None) -> Arguments:
    content = ContentFile(
        text([["姓名", "身份", "加入日期"], [f"某人 {next(_serial)}", "大使", "2024-03-08"]]), "名册.csv"
    )
    row = roster_upload(content, name="名册.csv", by=_clerk(place), at=timezone.now())
    return {"pk": row.pk}


def a_post(place: Organization, reader: User | None) -> Arguments:
    of = agency(place, AgencyKind.COURT, name=f"人民法院 {next(_serial)}")
    return {"pk": post_opened(_clerk(place), at=timezone.now(), agency=of).pk}


def an_award(place: Organization, reader: User | None) -> Arguments:
    by, of = _clerk(place), agency(place, AgencyKind.COURT, name=f"人民法院 {next(_serial)}")
    row = post_opened(by, at=timezone.now(), agency=of)
    year = timezone.localdate().year
    made = nominate_post(row, level=place.level, year=year, deeds="办理及时", by=by, at=timezone.now())
    return {"pk": row.pk, "award": made.pk}


def a_base(place: Organization, reader: User | None) -> Arguments:
    """A closed one: open ones are before the units below, too."""
    by, at = _clerk(place), timezone.now()
    row = base_opened(by, at=at, name=f"家暴投诉站 {next(_serial)}")
    return {"pk": close_base(row, on=timezone.localdate(), by=by, at=at).pk}


def a_village(place: Organization, reader: User | None) -> Arguments:
    """Right below that unit, as villages are below their township."""
    number = next(_serial)
    code = place.code + 700_000 + number
    return {"pk": org(f"{code:012d}", f"村 {number}", parent=place).pk}


def a_peace_home(place: Organization, reader: User | None) -> Arguments:
    load_checklists(at=timezone.now())
    village = Organization.objects.get(pk=a_village(place, reader)["pk"])
    return {"pk": looked(_clerk(place), village, at=timezone.now()).pk}
