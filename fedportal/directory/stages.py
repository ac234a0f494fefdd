"""What stands between the right password and the portal; until all is done nobody is signed in."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from fedportal.accounts.duties import must_change_password, must_have_second_factor
from fedportal.directory.actions.factors import has_factor

Answer = tuple[HttpResponse | None, bool]  # where she is led, and that the sign-in goes on there
GO_ON: Answer = (None, True)


class _Stage(LoginStage):
    def handle(self) -> Answer:
        return (redirect(self.urlname), True) if self.is_due() else GO_ON

    def is_due(self) -> bool:
        raise NotImplementedError

    @property
    def _proven_elsewhere(self) -> bool:
        """The provider of single sign-on has just said that it asked for a second factor, and may say so."""
        return getattr(self.request, "second_factor_proven", False)


class SecondFactorStage(_Stage):
    """Who has a second factor shows it."""

    key = urlname = "second_factor"

    def is_due(self) -> bool:
        return has_factor(self.login.user) and not self._proven_elsewhere


class SetUpStage(_Stage):
    """Who must have one and has none sets it up."""

    key = urlname = "second_factor_setup"

    def is_due(self) -> bool:
        user = self.login.user
        return must_have_second_factor(user) and not has_factor(user) and not self._proven_elsewhere


class RenewPasswordStage(_Stage):
    """A password that is too old, or that somebody else chose, is changed; after the second factor, not before."""

    key = urlname = "password_renew"

    def is_due(self) -> bool:
        records = get_authentication_records(self.request, self.login.user)
        by_password = any(record["method"] == "password" for record in records)
        return by_password and must_change_password(self.login.user, timezone.now())
