"""What is enciphered comes back whole under its own key and in its own place, and in no other."""

from base64 import b64decode, b64encode

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from fedportal.lib.ciphers import (
    SCHEMES,
    BadKeys,
    CannotDecipher,
    Sm4Gcm,
    current_start,
    is_sealed,
    key_ring,
    seal,
    unseal,
)

OLD, NEW = (f"{name}:{b64encode(name.encode() * 8).decode()}" for name in ("2025", "2026"))
PHONE = "cases_party.phone"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
EACH_EXAMPLE_SETS_THEM = examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
ciphers = pytest.mark.parametrize("cipher", SCHEMES)


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    settings.FIELD_CIPHER = "aes-256-gcm"


@ciphers
@EACH_EXAMPLE_SETS_THEM
@given(text=TEXTS)
def test_every_text_comes_back_and_is_not_seen(settings: Settings, cipher: str, text: str) -> None:
    settings.FIELD_CIPHER = cipher

    sealed = seal(text, PHONE)

    assert unseal(sealed, PHONE) == text
    assert is_sealed(sealed)
    assert sealed.startswith(f"{SCHEMES[cipher].mark}:2026:")
    assert len(text) < 5 or text not in sealed


@ciphers
@EACH_EXAMPLE_SETS_THEM
@given(text=TEXTS, where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_whatever_bit_is_changed_it_is_refused(
    settings: Settings, cipher: str, text: str, where: int, bit: int
) -> None:
    settings.FIELD_CIPHER = cipher
    start, _, packed = seal(text, PHONE).rpartition(":")
    content = bytearray(b64decode(packed))

    content[where % len(content)] ^= 1 << bit

    with pytest.raises(CannotDecipher, match="changed, moved"):
        unseal(f"{start}:{b64encode(content).decode()}", PHONE)


@ciphers
@EACH_EXAMPLE_SETS_THEM
@given(text=TEXTS, place=st.text(min_size=1))
def test_in_another_column_it_is_refused(settings: Settings, cipher: str, text: str, place: str) -> None:
    assume(place != PHONE)
    settings.FIELD_CIPHER = cipher

    with pytest.raises(CannotDecipher, match="moved"):
        unseal(seal(text, PHONE), place.encode("utf-8", "replace").decode())


@ciphers
def test_an_old_key_reads_what_it_enciphered_as_long_as_it_is_named(settings: Settings, cipher: str) -> None:
    settings.FIELD_CIPHER = cipher
    settings.FIELD_KEYS = OLD
    sealed = seal("13854312345", PHONE)

    settings.FIELD_KEYS = f"{NEW} {OLD}"

    assert unseal(sealed, PHONE) == "13854312345"
    assert seal("13854312345", PHONE).startswith(current_start())


def test_one_cipher_reads_what_the_other_wrote(settings: Settings) -> None:
    sealed = seal("13854312345", PHONE)

    settings.FIELD_CIPHER = "sm4-gcm"

    assert unseal(sealed, PHONE) == "13854312345"
    assert seal("13854312345", PHONE).startswith("v2:2026:")


def test_an_unknown_key_is_named_and_the_value_is_not(settings: Settings) -> None:
    sealed = seal("13854312345", PHONE)
    settings.FIELD_KEYS = OLD

    with pytest.raises(CannotDecipher) as refused:
        unseal(sealed, PHONE)

    assert str(refused.value) == "cases_party.phone: the key '2026' is not among FIELD_KEYS."
    assert refused.value.__cause__ is None


def test_a_key_of_the_same_name_but_another_content_reads_nothing(settings: Settings) -> None:
    sealed = seal("13854312345", PHONE)
    settings.FIELD_KEYS = f"2026:{b64encode(bytes(32)).decode()}"

    with pytest.raises(CannotDecipher):
        unseal(sealed, PHONE)


def test_a_value_that_passes_for_another_keys_is_refused() -> None:
    sealed = seal("13854312345", PHONE)

    with pytest.raises(CannotDecipher):
        unseal(sealed.replace("2026", "2025"), PHONE)
    with pytest.raises(CannotDecipher):
        unseal(sealed.replace("v1", "v2"), PHONE)


@pytest.mark.parametrize("stored", ["13854312345", "v1:2026:", "v3:2026:" + "A" * 40, "v1:2026:" + "A" * 40 + "\n"])
def test_what_is_not_enciphered_is_never_taken_for_a_value(stored: str) -> None:
    with pytest.raises(CannotDecipher) as refused:
        unseal(stored, PHONE)

    assert stored not in str(refused.value)


def test_nothing_stays_nothing() -> None:
    assert (seal("", PHONE), unseal("", PHONE)) == ("", "")


def test_equal_texts_are_told_apart_by_nobody() -> None:
    assert len({seal("13854312345", PHONE) for _ in range(100)}) == 100


def test_sm4_gives_the_vector_of_the_standard() -> None:
    """RFC 8998, appendix A.1: SM4-GCM."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    words = ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA")
    text = b"".join(bytes.fromhex(word * 8) for word in words)
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )

    assert Sm4Gcm(key).encrypt(nonce, text, bound) == sealed
    assert Sm4Gcm(key).decrypt(nonce, sealed, bound) == text


def test_keys_are_read_from_a_line_or_from_a_file_with_remarks() -> None:
    assert list(key_ring(f"{NEW},{OLD}")) == ["2026", "2025"]
    assert list(key_ring(f"# since January\n{NEW}\n# until then\n{OLD}\n")) == ["2026", "2025"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("abc", "Key 1 of FIELD_KEYS does not read id:base64"),
        (f"{NEW},a b:c", "Key 2 of FIELD_KEYS does not read"),
        ("a:secret!", "Key 'a' of FIELD_KEYS is no base64"),
        ("a:" + b64encode(bytes(16)).decode(), "has 16 bytes; 32 are needed"),
        (f"{NEW},{NEW}", "names '2026' twice"),
    ],
)
def test_bad_keys_are_refused_in_a_sentence_without_the_key(text: str, words: str) -> None:
    with pytest.raises(BadKeys, match=words) as refused:
        key_ring(text)

    assert "secret" not in str(refused.value)
