"""NUL bytes, halves of characters, endless numbers and endless texts in every field of every form: never a crash.

The forms are those of tests/attacks/test_every_page.py.
"""

import pytest
from django import forms
from django.test import Client

from fedportal.accounts.roles import Role
from tests.factories import ProvinceTree, held_together, user

# As a browser or a program sends them, percent-encoded: the half of a character is no UTF-8.
TEXTS = {
    "nul and marks": b"a%00b%E2%80%AE%E2%80%8B%EF%BB%BF%F0%9F%98%80%27%22%3C%3E",
    "half a character": b"%ED%A0%80%FF%FE%80",
    "a huge number": b"9" * 40,
    "a long text": b"x" * 20_000,
}


def fields_of(context: object) -> set[str]:
    """The names of all fields of the forms of a page, which is made of one template or of several."""
    layers = context if isinstance(context, list) else [context] if context else []
    values = [value for layer in layers for value in dict(layer.flatten()).values()]
    return {
        bound.html_name
        for form in values
        if isinstance(form, forms.BaseForm)
        for bound in [form[name] for name in form.fields]
    }


def check_answers_whatever_is_written_into_it(client: Client, url: str, context: object) -> None:
    names = fields_of(context)
    for told, text in TEXTS.items():
        if not names:
            return
        body = b"&".join(name.encode() + b"=" + text for name in sorted(names))
        answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, told


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "0", "00000000000000000000001", "9223372036854775808"])
@pytest.mark.usefixtures("law")
def test_an_id_that_no_row_can_have_is_not_there(client: Client, tree: ProvinceTree, number: str) -> None:
    client.force_login(user(tree.bincheng, *held_together(Role)))

    for address in ("petitions/{}/", "petitions/papers/{}/", "petitions/letters/{}/", "petitions/attachments/{}/"):
        assert client.get("/" + address.format(number)).status_code == 404, address
    client.force_login(user(tree.bincheng, Role.SEC_ADMIN))
    assert client.get(f"/users/{number}/").status_code == 404
    assert client.get(f"/orgs/{number}/").status_code == 404
