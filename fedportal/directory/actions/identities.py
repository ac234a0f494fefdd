"""Verbs on identities at the provider of single sign-on: join one to an account, and part them."""

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed

PROVIDER = "oidc"


@transaction.atomic
def user_of(subject: str, name: str, *, at: dt.datetime, address: str | None) -> User:
    """Whose account this identity opens: the one it is joined to, else the one of that user name, joined from now on.

    An account that is joined to another identity is not given over: names at a provider may be given anew.
    """
    joined = SocialAccount.objects.select_related("user__org").filter(provider=PROVIDER, uid=subject).first()
    if joined:
        return joined.user
    user = User.objects.select_for_update(of=("self",)).select_related("org").filter(username__iexact=name).first()
    if not name or user is None or not user.is_active or user.is_client:
        raise NotAllowed("unknown")
    if SocialAccount.objects.filter(provider=PROVIDER, user=user).exists():
        raise NotAllowed("taken")
    SocialAccount.objects.create(provider=PROVIDER, uid=subject, user=user)  # and nothing of what the provider tells
    record("account.link", user, by=user, at=at, address=address)
    return user


def forget(user: User) -> int:
    """For the verb that parts them; it writes down who did it. How many there were."""
    return SocialAccount.objects.filter(provider=PROVIDER, user=user).delete()[0]


def is_linked(user: User) -> bool:
    return SocialAccount.objects.filter(provider=PROVIDER, user=user).exists()
