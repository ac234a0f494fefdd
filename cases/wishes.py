"""What a person wishes about being reached, before it has its rows; registration and its own page share it."""

import datetime as dt
from dataclasses import dataclass

from cases.models import CallWindow, Party, Petition, SafeContact
from cases.safe_contact import Window
from cases.workflow.contacting import Way
from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed


@dataclass(frozen=True)
class Wish:
    """What a person said about reaching her."""

    ways: tuple[str, ...]
    no_message: bool = True
    number_shared: bool = False
    code_word: str = ""
    note: str = ""
    windows: tuple[Window, ...] = ()

    def differs_from(self, row: SafeContact) -> bool:
        kept = tuple(Window(tuple(each.days), each.begins, each.ends) for each in row.windows.all())
        facts = (row.no_message, row.number_shared, row.code_word, row.note)
        mine = (self.no_message, self.number_shared, self.code_word, self.note)
        return set(row.ways) != set(self.ways) or facts != mine or set(kept) != set(self.windows)


def check_wish(wish: Wish) -> None:
    """Refuse what contradicts itself; the form asks this too. Raises NotAllowed."""
    if not wish.ways:
        raise NotAllowed("请至少选择一种可以用的联系方式。")
    if wish.number_shared and Way.MESSAGE in wish.ways:
        raise NotAllowed("号码对方能看到的，不能选“短信、微信”。")
    if wish.windows and Way.PHONE not in wish.ways:
        raise NotAllowed("填写了可以打电话的时间，请同时选择“电话”。")


def write_wish(party: Party, petition: Petition, wish: Wish, *, by: User, at: dt.datetime) -> SafeContact:
    """The rows alone, for who has checked: registration writes them with the matter."""
    made = SafeContact.objects.create(
        petition=petition,
        party=party,
        ways=list(wish.ways),
        no_message=wish.no_message,
        number_shared=wish.number_shared,
        code_word=wish.code_word,
        note=wish.note,
        at=at,
        by=by,
    )
    CallWindow.objects.bulk_create(
        CallWindow(contact=made, days=list(window.days), begins=window.begins, ends=window.ends)
        for window in wish.windows
    )
    return made
