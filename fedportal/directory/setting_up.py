"""One person sets up a second factor, during her first sign-in or later on: what both pages do alike."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe

from fedportal.accounts.models import User
from fedportal.directory.actions import factors
from fedportal.directory.forms.sign_in import NewCodeForm, NewPasskeyForm
from fedportal.lib.refusals import NotAllowed

PENDING = "totp_pending"  # in the session, enciphered: the secret that the page shows and no code has proven yet


class SettingUp:
    """What the page shows, and what is done with what was posted."""

    def __init__(self, request: HttpRequest, user: User) -> None:
        self.request, self.user = request, user
        passkey = "credential" in request.POST
        self.code_form = NewCodeForm(request.POST if request.POST and not passkey else None)
        self.passkey_form = NewPasskeyForm(request.POST if passkey else None)

    def add(self) -> list[str] | None:
        """The recovery codes to show, none where she has them; None where something is wrong, which the form says."""
        form = self.passkey_form if self.passkey_form.is_bound else self.code_form
        if not form.is_valid():
            return None
        at, address = timezone.now(), self.request.META.get("REMOTE_ADDR")
        try:
            if form is self.passkey_form:
                given = form.cleaned_data
                return factors.add_passkey(self.user, given["name"], given["credential"], at=at, address=address)
            codes = factors.add_totp(self.user, self._secret(), form.cleaned_data["code"], at=at, address=address)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return None
        del self.request.session[PENDING]
        return codes

    def context(self) -> dict[str, Any]:
        """What the page draws: the picture and the letters of the secret, the question for a passkey."""
        secret, adapter = self._secret(), get_adapter()
        url = adapter.build_totp_url(self.user, secret)
        return {
            "code_form": self.code_form,
            "passkey_form": self.passkey_form,
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            "picture": mark_safe(adapter.build_totp_svg(url).partition("?>")[2]),  # drawn here, of letters and digits  # nosec B308, B703
            "question": webauthn.begin_registration(self.user, False),
        }

    def _secret(self) -> str:
        """The same one for as long as it is not used: a page that is loaded again must not undo a scan."""
        if PENDING not in self.request.session:
            self.request.session[PENDING] = encrypt(generate_totp_secret())
        return decrypt(self.request.session[PENDING])
