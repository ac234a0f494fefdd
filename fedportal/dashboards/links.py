"""From a number to the list behind it: the addresses that figures carry."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can


@dataclass(frozen=True)
class Figure:
    """A number and the address of the list that holds exactly so many; without one where there is none to see."""

    value: int
    url: str = ""


@dataclass(frozen=True)
class Links:
    """Makes the addresses of one reader; who may not read cases gets numbers without lists."""

    user: User

    def figure(self, value: int, **params: object) -> Figure:
        if not self.user.can(Can.SEE_CASES):
            return Figure(value)
        return Figure(value, f"{reverse('cases:petition_list')}?{urlencode(params)}")
