"""Second factors for tests: an authenticator app that shows codes, and the way in with them."""

import datetime as dt
import re

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from fedportal.accounts.models import User
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"
SECOND = "/accounts/login/second/"
SETUP = "/accounts/login/setup/"
RENEW = "/accounts/login/password/"


def app_of(user: User) -> str:
    """An authenticator app of hers, by its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, at: dt.datetime | None = None) -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, int((at or timezone.now()).timestamp()) // 30))


def password(client: Client, user: User) -> str:
    """Where the right password leads."""
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    return answer.headers["Location"]


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def shown_secret(client: Client, address: str = SETUP) -> str:
    """What the page of setting up tells who cannot scan."""
    page = client.get(address).content.decode()
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")  # type: ignore[index]


def shown_codes(page: bytes) -> list[str]:
    return [found.replace(" ", "") for found in re.findall(r"<code>(\d{5} \d{5})</code>", page.decode())]
