"""Enciphered columns are plain to Python and forms; the database may be asked whether they are empty, no more."""

import pytest
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import connection, models
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.forms import modelform_factory

from cases.models import HandlingComplaint, ImportRow, Party, SavedFilter
from fedportal.lib.ciphers import CannotDecipher, is_sealed
from fedportal.lib.copying import copy_rows
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedTextField
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user

PHONE, ADDRESS = "13854312345", "滨城区黄河五路 385 号"


@pytest.fixture
def row(tree: ProvinceTree, law: None) -> Party:
    """A petitioner with a telephone and an address, as the portal registered her."""
    return petition(user(tree.bincheng)).parties.get()


def stored(model: type[models.Model], column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def given(row: Party, **values: str) -> Party:
    told = {"petition_id": row.petition_id, "role": "witness", "name": "李四", "sex": "male", "groups": []}
    return Party(**told, **values)


def test_it_is_plain_on_the_row_and_enciphered_in_the_table(row: Party) -> None:
    row.phone, row.address = PHONE, ADDRESS
    row.save(update_fields=["phone", "address"])

    again = Party.objects.get(pk=row.pk)

    assert (again.phone, again.address) == (PHONE, ADDRESS)
    assert all(is_sealed(value) for column in ("phone", "address") for value in stored(Party, column))


def test_every_way_of_writing_enciphers(row: Party) -> None:
    Party.objects.bulk_create([given(row, phone="1"), given(row, phone="2")])
    copy_rows([given(row, phone="3"), given(row, phone="")])
    fourth = Party.objects.create(petition=row.petition, role="witness", name="王五", sex="male", phone="?")
    Party.objects.filter(pk=fourth.pk).update(phone="4")
    fifth = given(row)
    fifth.save()
    fifth.phone = "5"
    Party.objects.bulk_update([fifth], ["phone"])

    kept = Party.objects.filter(role="witness").order_by("pk")

    assert list(kept.values_list("phone", flat=True)) == ["1", "2", "3", "", "4", "5"]
    assert [is_sealed(value) for value in stored(Party, "phone")[1:]] == [True, True, True, False, True, True]


def test_every_way_of_reading_deciphers(row: Party) -> None:
    Party.objects.filter(pk=row.pk).update(phone=PHONE)
    parties = Party.objects.filter(pk=row.pk)

    assert parties.values_list("phone", flat=True).get() == PHONE
    assert parties.values("phone").get() == {"phone": PHONE}
    assert parties.annotate(called=F("phone")).get().called == PHONE
    assert parties.defer("phone").get().phone == PHONE
    assert parties.only("phone").get().phone == PHONE
    assert type(row.petition).objects.values_list("parties__phone", flat=True).get(pk=row.petition_id) == PHONE


def test_one_may_ask_whether_it_is_empty(row: Party) -> None:
    silent = Party.objects.create(petition=row.petition, role="witness", name="李四", sex="male")
    Party.objects.filter(pk=row.pk).update(phone=PHONE)

    assert list(Party.objects.filter(phone="")) == [silent]
    assert list(Party.objects.exclude(phone="")) == [row]
    assert list(Party.objects.filter(~Q(phone=""), phone__isnull=False)) == [row]


@pytest.mark.parametrize(
    "asked",
    [
        {"phone": PHONE},
        {"phone__exact": PHONE},
        {"phone__in": [PHONE]},
        {"phone__startswith": "138"},
        {"phone__icontains": "138"},
        {"phone__gt": "1"},
        {"phone__lower": "a"},
        {"phone__length__gt": 3},
        {"phone": F("address")},
        {"phone": Value(PHONE)},
        {"phone": Lower("name")},
    ],
)
def test_nobody_asks_more_and_the_refusal_does_not_repeat_it(asked: dict, db: None) -> None:
    with pytest.raises(FieldError, match=r"cases\.Party\.phone is enciphered") as refused:
        Party.objects.filter(**asked)

    assert PHONE not in str(refused.value)


def test_related_rows_are_asked_as_little(db: None) -> None:
    with pytest.raises(FieldError, match="is enciphered"):
        Party._meta.get_field("petition").related_model.objects.filter(parties__phone=PHONE)


def test_a_value_moved_to_another_column_is_refused(row: Party) -> None:
    Party.objects.filter(pk=row.pk).update(phone=PHONE, address="")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_party SET address = phone WHERE id = %s", [row.pk])

    with pytest.raises(CannotDecipher, match=r"cases_party\.address: the value was changed, moved"):
        Party.objects.get(pk=row.pk)


def test_a_plain_value_put_there_is_refused(row: Party) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_party SET phone = '13900000000' WHERE id = %s", [row.pk])

    with pytest.raises(CannotDecipher, match=r"cases_party\.phone: the value is not enciphered"):
        Party.objects.get(pk=row.pk)


def test_the_plain_text_has_the_length_that_is_allowed(row: Party) -> None:
    row.address = "路" * 200
    row.save(update_fields=["address"])
    assert Party.objects.get(pk=row.pk).address == "路" * 200

    row.address = "路" * 201
    with pytest.raises(ValueError, match="holds 200 characters at most; 201 were given") as refused:
        row.save(update_fields=["address"])
    assert "路" not in str(refused.value)


def test_a_form_measures_the_plain_text(db: None) -> None:
    form = modelform_factory(HandlingComplaint, fields=["contact"])({"contact": "路" * 61})

    assert "contact" in form.errors
    field = form.fields["contact"]
    assert any(isinstance(each, MaxLengthValidator) and each.limit_value == 60 for each in field.validators)


def test_a_constraint_still_sees_what_is_empty(tree: ProvinceTree) -> None:
    saved = SavedFilter(user=user(tree.bincheng), name="一", query="q=13854312345", place=0)
    saved.full_clean()
    saved.save()

    assert SavedFilter.objects.get().query == "q=13854312345"
    assert is_sealed(stored(SavedFilter, "query")[0])


def test_json_comes_back_as_it_was(row: Party) -> None:
    field = ImportRow._meta.get_field("cells")

    sealed = field.get_db_prep_save([PHONE, None, 1.5, {"a": "路"}], connection)

    assert is_sealed(sealed)
    assert field.from_db_value(sealed, None, connection) == [PHONE, None, 1.5, {"a": "路"}]
    with pytest.raises(FieldError, match="is enciphered"):
        ImportRow.objects.filter(cells__contains=[PHONE])


def test_an_index_or_a_uniqueness_over_it_is_an_error_of_the_model() -> None:
    for more in ({"unique": True}, {"db_index": True}):
        field = EncryptedCharField(max_length=10, **more)
        field.set_attributes_from_name("phone")
        field.model = Party

        assert "encrypted.E001" in [message.id for message in field.check(databases=[])]


def test_a_long_text_is_typed_into_a_box() -> None:
    assert type(EncryptedTextField(blank=True).formfield().widget).__name__ == "Textarea"
