"""Whose session it is: the user comes with her organization, which every page asks for."""

from allauth.account.auth_backends import AuthenticationBackend

from fedportal.accounts.models import User


class StaffBackend(AuthenticationBackend):
    """Allauth's way to sign in; reads user and organization in one question on each request."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("org").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
