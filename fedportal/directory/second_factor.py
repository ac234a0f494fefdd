"""How allauth keeps second factors here: enciphered, under the portal's name."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AbstractBaseUser

from fedportal.lib.ciphers import seal, unseal

PLACE = "mfa_authenticator.data"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and of recovery codes are of no use to who reads the database."""

    def encrypt(self, text: str) -> str:
        return seal(text, PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, PLACE)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the name of the host; what it is shown under is the portal's."""
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}
