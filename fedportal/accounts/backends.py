"""Whose session it is: the user comes with her organization, which every page asks for."""

from allauth.account.auth_backends import AuthenticationBackend

from fedportal.accounts.models import User


class StaffBackend(AuthenticationBackend):
    """Allauth's way to sign in; reads user and organization in one question on each request."""

    def get_user(self, user_id: int) -> User | None:
        found = User.objects.select_related("org").filter(pk=user_id)  # one at most: `first` would sort it
        user = next(iter(found), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Another system's account is no way in, by whatever proof: it acts by its tokens alone (fedportal.api)."""
        return not user.is_client and super().user_can_authenticate(user)
