"""A one-time link that was used, withdrawn, or tried too often: whoever has it later learns nothing."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.ratings import make_link
from cases.actions.reply_links import issue_link, revoke_link
from cases.models import Rating
from fedportal.lib.one_time_link import WRONG_AT_MOST
from tests.cases.lives import DAY, Line, decided, handled, make_line
from tests.cases.posted import posted
from tests.cases.test_rating import TYPED, plain, post
from tests.cases.test_reply_desk import ANSWER, is_refused, sent
from tests.factories import ProvinceTree


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_a_rating_is_given_once_and_its_link_then_is_as_one_that_never_was(line: Line) -> None:
    now = timezone.now()
    row = decided(line.county, at=now)
    link, client = make_link(row, way="in_person", by=line.county.handler, at=now), Client()
    assert post(client, link, link.code, answered="1", **TYPED).status_code == 302
    given = list(Rating.objects.filter(petition=row).values_list("aspect", "grade"))

    again = post(client, link, link.code, answered="1", **TYPED | {"handling_grade": "unsatisfied"})
    never = client.post(reverse("public:rate", args=["never-was"]), {"code": link.code})

    assert list(Rating.objects.filter(petition=row).values_list("aspect", "grade")) == given
    assert plain(again).replace(link.token, "") == plain(never)


def test_an_answered_or_withdrawn_letter_is_not_opened_again(line: Line) -> None:
    at = timezone.now() - DAY
    letter = posted(handled(line.county, at=at), line.county, at=at)
    _, first = issue_link(letter, by=line.county.handler, at=timezone.now())
    revoke_link(letter, by=line.county.handler, at=timezone.now())
    assert is_refused(sent(first.token, first.code))

    _, link = issue_link(letter, by=line.county.handler, at=timezone.now())
    assert is_refused(sent(first.token, first.code))
    assert sent(link.token, link.code, **ANSWER).status_code == 302

    assert is_refused(sent(link.token, link.code))
    assert is_refused(sent(link.token, link.code, **ANSWER | {"text": "另一份答复。"}))
    letter.refresh_from_db()
    assert letter.state == "replied"


def test_the_code_of_one_link_opens_no_other_and_guessing_ends_it(line: Line) -> None:
    now = timezone.now()
    row, other = decided(line.county, at=now), decided(line.county, at=now)
    link, second = (
        make_link(row, way="in_person", by=line.county.handler, at=now),
        make_link(other, way="in_person", by=line.county.handler, at=now),
    )
    wrong = f"{(int(link.code) + 1) % 1_000_000:06d}"

    for _ in range(WRONG_AT_MOST + 1):
        post(Client(), link, wrong)

    assert "handling_grade" not in post(Client(), link, link.code).content.decode()
    assert "handling_grade" in post(Client(), second, second.code).content.decode()
