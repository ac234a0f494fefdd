"""What stands between the right password and the portal; until all is done nobody is signed in."""

from abc import ABC, abstractmethod

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import stash_login
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from fedportal.accounts.duties import must_change_password, must_have_second_factor
from fedportal.directory.actions.factors import has_factor

Answer = tuple[HttpResponse | None, bool]  # where she is led, and that the sign-in goes on there
GO_ON: Answer = (None, True)
HASH = "hash"  # of the password that began this sign-in


class Stage(LoginStage, ABC):
    """One step of a sign-in; it is due or not."""

    def handle(self) -> Answer:
        return (redirect(self.urlname), True) if self.is_due() else GO_ON

    @abstractmethod
    def is_due(self) -> bool:
        """Whether this user has to go through it now."""

    def still_holds(self) -> bool:
        """Whether what she came with is still good: no password reset meanwhile, no account switched off."""
        user = self.login.user
        return user.is_active and constant_time_compare(self.login.state.get(HASH, ""), user.get_session_auth_hash())

    def remember(self, **facts: bool) -> None:
        """For the next request of this stage."""
        self.state.update(facts)
        stash_login(self.request, self.login)

    @property
    def _proven_elsewhere(self) -> bool:
        """The provider of single sign-on has just said that it asked for a second factor, and may say so."""
        return getattr(self.request, "second_factor_proven", False)


class SecondFactorStage(Stage):
    """Who has a second factor shows it."""

    key = urlname = "second_factor"

    def handle(self) -> Answer:
        self.login.state[HASH] = self.login.user.get_session_auth_hash()
        return super().handle()

    def is_due(self) -> bool:
        return has_factor(self.login.user) and not self._proven_elsewhere


class SetUpStage(Stage):
    """Who must have one and has none sets it up."""

    key = urlname = "second_factor_setup"

    def is_due(self) -> bool:
        user = self.login.user
        return must_have_second_factor(user) and not has_factor(user) and not self._proven_elsewhere


class RenewPasswordStage(Stage):
    """A password that is too old, or that somebody else chose, is changed; after the second factor, not before."""

    key = urlname = "password_renew"

    def is_due(self) -> bool:
        records = get_authentication_records(self.request, self.login.user)
        by_password = any(record["method"] == "password" for record in records)
        return by_password and must_change_password(self.login.user, timezone.now())
