"""The packet for a personal safety protection order: what the law gives her, and nothing that leads to her."""

import io

import mammoth
import pytest
from django.test import Client
from django.urls import reverse

from cases.documents.protection_packet import TOLD, Applying, packet
from cases.evidence import EVIDENCE
from cases.models import FormerValue, Party
from cases.violence_law import MEASURES
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, user

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_it_holds_the_measures_the_evidence_and_what_has_to_be_told() -> None:
    said = text_of(packet(Applying("王小芳", "李某", "丈夫", "多次殴打。", "滨城区妇女联合会", NOW.date())))

    for words in (*MEASURES, *EVIDENCE, *TOLD, "王小芳", "被申请人：李某，系申请人的丈夫", "多次殴打。"):
        assert words in said
    assert (len(MEASURES), len(EVIDENCE)) == (6, 11)  # 反家庭暴力法 art. 29 with 法释〔2022〕17号 art. 10; art. 6


def test_neither_a_telephone_nor_an_address_stands_in_it_however_she_told() -> None:
    facts = "我现住黄河五路 385 号，电话 138 5431 2345，他多次殴打我。"
    said = text_of(
        packet(Applying("王小芳", "", "", facts, "滨城区妇女联合会", NOW.date(), places=("滨城区黄河五路385号",)))
    )

    assert "他多次殴打我" in said
    for secret in ("385", "黄河五路", "2345"):
        assert secret not in said


def test_who_works_on_the_matter_takes_it_out_and_the_trail_says_so(client: Client, clerk: User) -> None:
    row = petition(clerk, category="family.dv", facts="住在黄河五路 385 号，他多次殴打。")
    row.parties.update(address="黄河五路 385 号")
    Party.objects.create(petition=row, role=Party.Role.OFFENDER, name="李大强", relation="丈夫", sex=Party.Sex.MALE)
    address = reverse("cases:protection_packet", args=[row.pk])
    client.force_login(clerk)

    assert address in client.get(row.get_absolute_url()).content.decode()
    answer = client.get(address)

    assert answer["Cache-Control"] == "no-store"
    assert "attachment" in answer["Content-Disposition"]
    said = text_of(answer.content)
    assert "李大强，系申请人的丈夫" in said
    assert "385" not in said
    assert AccessEvent.objects.filter(verb="petition.protection_packet", object_id=row.pk, actor=clerk).count() == 1


def test_there_is_none_of_other_matters_and_none_for_others(client: Client, clerk: User, tree: ProvinceTree) -> None:
    plain = petition(clerk, category="labour.wages")
    client.force_login(clerk)
    address = reverse("cases:protection_packet", args=[plain.pk])
    assert address not in client.get(plain.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 404

    row = petition(clerk, category="family.dv")
    for reader in (user(tree.huimin, Role.RECEPTIONIST), user(tree.binzhou, Role.UNIT_HEAD)):
        client.force_login(reader)
        assert client.get(reverse("cases:protection_packet", args=[row.pk])).status_code == 404


def test_who_spoke_up_for_her_is_named_nowhere_for_he_will_read_it() -> None:
    facts = "来电人是当事人的姐姐，当事人：王小芳。\n邻居赵铁柱听见他打她。"
    said = text_of(
        packet(Applying("王小芳", "李某", "", facts, "滨城区妇女联合会", NOW.date(), others=("赵铁柱", "王大芳")))
    )

    assert "听见他打她" in said
    for secret in ("赵铁柱", "王大芳", "姐姐", "来电人"):
        assert secret not in said


def test_neither_the_reporter_nor_where_she_lived_or_hid_before_gets_into_it(client: Client, clerk: User) -> None:
    row = petition(clerk, category="family.dv", facts="孙大妈报告：她曾躲在黄河二路 7 号，他找到并殴打了她。")
    Party.objects.create(petition=row, role=Party.Role.VICTIM, name="周小雨", sex=Party.Sex.FEMALE)
    Party.objects.create(petition=row, role=Party.Role.REPORTER, name="孙大妈", sex=Party.Sex.FEMALE)
    her = row.parties.get(role=Party.Role.VICTIM)
    FormerValue.objects.create(petition=row, party=her, field="address", value="黄河二路 7 号", at=NOW, by=clerk)
    client.force_login(clerk)

    said = text_of(client.get(reverse("cases:protection_packet", args=[row.pk])).content)

    assert "周小雨" in said
    assert "他找到并殴打了她" in said
    for secret in ("孙大妈", "黄河二路", row.parties.get(role=Party.Role.PETITIONER).name):
        assert secret not in said
