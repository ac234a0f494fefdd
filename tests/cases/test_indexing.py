"""Whoever writes a person or a matter leaves behind what they are found by: page, ledger, succession, command."""

import datetime as dt
from io import StringIO

from django.core.management import call_command
from pytest_django.fixtures import Settings

from cases.indexing import names_of
from cases.models import Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import orgs
from fedportal.lib.blind_index import id_index, name_index, phone_index
from fedportal.lib.signatures import signature
from tests.cases.ledgers import HEADINGS, imported, row, text
from tests.cases.samples import NOW, WHO, petition
from tests.factories import ProvinceTree, user

FACTS = "信访人与丈夫结婚十二年，近半年来丈夫酒后多次动手，上月再次发生，信访人已报警并到医院检查，留有出警记录。"


def indexes(who: Party) -> tuple[str, str, str]:
    return who.id_index, who.phone_index, who.name_index


def expected(place: int) -> tuple[str, str, str]:
    return (
        id_index(str(WHO["id_number"])),
        phone_index(str(WHO["phone"]), area=place // 10**8 * 10**8),
        name_index(str(WHO["name"]), place=place),
    )


def test_a_registered_person_and_her_matter_can_be_found(clerk: User) -> None:
    made = petition(clerk, facts=FACTS)

    made.refresh_from_db()
    assert indexes(made.parties.get()) == expected(371602000000)
    assert made.signature == signature(str(made.request), FACTS)


def test_a_ledgers_rows_can_be_found_in_the_same_way(clerk: User) -> None:
    heads = [*HEADINGS, "联系方式", "身份证号"]
    cells = [*row(主要事实=FACTS), WHO["phone"], WHO["id_number"]]

    imported(text([heads, cells]), clerk)

    made = Petition.objects.get()
    assert indexes(made.parties.get()) == expected(made.place.code)
    assert made.signature == signature(made.request, FACTS)


def test_a_name_may_stand_under_its_county_or_above_it_and_from_above_under_any_county(tree: ProvinceTree) -> None:
    here, above = names_of("王小芳", tree.beizhen), names_of("王小芳", tree.binzhou)
    county = name_index("王小芳", place=tree.bincheng.code)

    assert set(here) == {county, *(name_index("王小芳", place=up.code) for up in (tree.binzhou, tree.shandong))}
    assert county in above
    assert name_index("王小芳", place=tree.guangrao.code) not in above
    assert names_of("匿名", tree.beizhen) == []


def test_a_name_is_found_under_the_county_that_took_over(tree: ProvinceTree, law: None) -> None:
    admin, clerk = user(tree.shandong, Role.SEC_ADMIN), user(tree.huimin, Role.RECEPTIONIST)
    made = petition(clerk)

    orgs.merge(tree.huimin, by=admin, into=tree.zouping, on=dt.date(2026, 11, 23), at=NOW)

    assert indexes(made.parties.get()) == expected(tree.zouping.code)


def test_after_a_change_of_the_key_the_command_makes_everything_found_again(clerk: User, settings: Settings) -> None:
    made, out = petition(clerk, facts=FACTS), StringIO()
    Petition.objects.update(signature=None)
    settings.BLIND_INDEX_KEY = "another"

    call_command("index_people", stdout=out)

    assert indexes(made.parties.get()) == expected(371602000000)
    assert Petition.objects.get().signature == signature(str(made.request), FACTS)
    assert out.getvalue() == "people: 1\ntexts: 1\n"
