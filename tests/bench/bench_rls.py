"""Row-level security: a page of petitions, one of them, a ledger and counts as the portal's role, and the owner's."""

from collections.abc import Callable, Iterator
from statistics import median

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.accounts.row_scopes import scope_of
from fedportal.lib.database_roles import as_owner
from fedportal.lib.row_scope import rows_of
from tests.bench.figures import Figure, seconds
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.bench.serving import member

ROUNDS = 15
TIMES = 20  # of each question in a round
LEDGER = 500  # as views.petition_export reads them
PLACES = {
    "county": (371602000000, Role.RECEPTIONIST),
    "city": (371600000000, Role.SUPERVISOR),
    "province": (370000000000, Role.UNIT_HEAD),
}


def run() -> Iterator[Figure]:
    people = {name: member(code, role) for name, (code, role) in PLACES.items()}
    load_petitions(by=people["county"])
    for place, person in people.items():
        for question, ask in QUESTIONS.items():
            yield _compared(f"rls_{question}_{place}", ask, person)


def _page(person: User) -> None:
    rows = Petition.objects.visible_to(person).for_page().order_by("-received_at", "-pk")[:40]
    assert list(rows)


def _count(person: User) -> None:
    assert Petition.objects.visible_to(person).filter(closed_at=None).count()


def _ledger(person: User) -> None:
    """A chunk of a ledger: matters with their people and clocks."""
    rows = Petition.objects.visible_to(person).leaving().with_closeness(person).for_page()
    assert list(rows.order_by("-received_at", "-pk")[:LEDGER])


def _case(person: User) -> None:
    """What hangs on one matter, as its page asks for it."""
    newest = Petition.objects.visible_to(person).order_by("-received_at", "-pk").values_list("pk", flat=True)[0]
    row = Petition.objects.visible_to(person).for_page().get(pk=newest)
    for part in ("contacts", "events", "letters", "attachments", "supervision_orders", "checks"):
        list(getattr(row, part).all())


QUESTIONS: dict[str, Callable[[User], None]] = {
    "page": _page,
    "case": _case,
    "count": _count,
    "ledger": _ledger,
}


def _compared(name: str, ask: Callable[[User], None], person: User) -> Figure:
    """Both in turn, many short rounds, so that both meet the same weather; the medians count."""
    bound: list[float] = []
    free: list[float] = []

    times = 1 if ask is _ledger else TIMES

    def ask_often() -> None:
        for _ in range(times):
            ask(person)

    for _ in range(ROUNDS):
        with rows_of(scope_of(person)):
            ask(person)  # a new connection's first question reads the catalogue
            bound.append(seconds(ask_often))
        with as_owner():
            ask(person)
            free.append(seconds(ask_often))
    value, reference = median(bound) / times * 1000, median(free) / times * 1000
    return Figure(name, value, "ms", reference / value, f"the same without policies, {PETITIONS:,} petitions")
