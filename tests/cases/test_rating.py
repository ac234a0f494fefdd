"""What the petitioner thinks: by staff's hand or by her own link, once, and not for every class of matters."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.ratings import LINK_LASTS, Verdict, make_link, rate_by_link, record_rating, try_code
from cases.models import HandlingComplaint, Petition, Rating, RatingLink
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.lib.one_time_link import WRONG_AT_MOST, Attempt, NewLink
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, decided, handled, make_line, registered, sent_down
from tests.cases.samples import NOW, moved
from tests.dashboards.links import broken_claims, claims
from tests.factories import ProvinceTree

GRADES = {"reception": "satisfied", "handling": "unsatisfied"}
MARKS = {"listened": 5, "cared": 4, "reported": 3, "urged": 2}
VERDICT = Verdict(GRADES, {"handling": "等了太久。"}, MARKS)
TYPED = {"reception_grade": "satisfied", "handling_grade": "fairly", **{name: str(n) for name, n in MARKS.items()}}


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def linked(line: Line, *, at: dt.datetime) -> tuple[Petition, NewLink]:
    row = decided(line.county, at=at)
    return row, make_link(row, way="in_person", by=line.county.handler, at=at)


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def post(client: Client, link: NewLink, code: str, **data: object) -> object:
    return client.post(reverse("public:rate", args=[link.token]), {"code": code} | data)


def plain(answer: object) -> str:
    """The page without what differs from one drawing to the next: its token and what was typed."""
    told = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
    return re.sub(r'value="\d+"', "", told)


def test_both_units_are_rated_and_the_four_truths_are_marked(line: Line) -> None:
    row = sent_down(line)
    row = moved(row, "take", by=line.county.clerk, at=NOW, route="duty", **TOLD)
    row = moved(row, "reply", by=line.county.clerk, at=NOW, note="已办。", **TOLD)

    record_rating(row, VERDICT, how="phone", by=line.county.handler, at=NOW)

    given = {rating.aspect: (rating.org, rating.grade) for rating in row.ratings.all()}
    assert given == {
        "reception": (line.tree.binzhou, "satisfied"),
        "handling": (line.tree.bincheng, "unsatisfied"),
    }
    assert (row.questionnaire.listened, row.questionnaire.urged) == (5, 2)
    assert row.events.latest("pk").data["handling"] == "unsatisfied"
    assert AccessEvent.objects.filter(verb="rating.record").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (lambda x: registered(x.county), "答复信访人以后"),
        (lambda x: handled(x.county), "答复信访人以后"),
        (
            lambda x: moved(
                moved(registered(x.county, matter_class="accusation"), "accept", by=x.county.clerk, at=NOW, **TOLD),
                "reply",
                by=x.county.clerk,
                at=NOW,
                note="已核查。",
                **TOLD,
            ),
            "检举控告",
        ),
        (
            lambda x: moved(
                moved(registered(x.county), "accept", by=x.county.clerk, at=NOW, route="litigation", **TOLD),
                "reply",
                by=x.county.clerk,
                at=NOW,
                note="请起诉。",
                **TOLD,
            ),
            "涉诉",
        ),
        (
            lambda x: moved(
                registered(x.county),
                "refuse",
                by=x.county.head,
                at=NOW,
                refusal="litigation",
                note="已在诉讼中。",
                **TOLD,
            ),
            "涉诉",
        ),
        (
            lambda x: moved(
                handled(x.county),
                "divert",
                by=x.county.handler,
                at=NOW,
                remedy="litigation",
                known_on=NOW.date(),
                competent_organ="滨城区人民法院",
                **TOLD,
            ),
            "涉诉",
        ),
    ],
    ids=["registered", "handled", "accusation", "route of litigation", "refused for a suit", "led to court"],
)
def test_what_is_not_rated_is_refused_by_hand_and_by_link(line: Line, given: object, sentence: str) -> None:
    row = given(line)

    with pytest.raises(NotAllowed, match=sentence):
        record_rating(row, VERDICT, how="phone", by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match=sentence):
        make_link(row, way="in_person", by=line.county.handler, at=NOW)


def test_a_rating_is_given_once_and_stays(line: Line, client: Client) -> None:
    row = decided(line.county)
    record_rating(row, VERDICT, how="paper", by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="不能更改"):
        record_rating(row, VERDICT, how="phone", by=line.county.handler, at=NOW)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Rating.objects.filter(petition=row).update(grade="satisfied")
    client.force_login(line.county.handler)
    assert client.get(reverse("cases:rating", args=[row.pk])).status_code == 409


def test_the_line_sees_the_ratings_and_may_record_them_and_nobody_else(line: Line, client: Client) -> None:
    row = decided(line.county, at=timezone.now())
    client.force_login(line.neighbour.clerk)
    assert client.post(reverse("cases:rating", args=[row.pk]), TYPED | {"how": "phone"}).status_code == 404
    client.force_login(line.city.clerk)

    assert client.post(reverse("cases:rating", args=[row.pk]), TYPED | {"how": "phone"}).status_code == 302

    for person in (line.city.clerk, line.county.handler):
        client.force_login(person)
        assert "基本满意" in client.get(row.get_absolute_url()).content.decode()


def test_half_a_questionnaire_is_none(line: Line, client: Client) -> None:
    row = decided(line.county, at=timezone.now())
    client.force_login(line.county.handler)

    answer = client.post(reverse("cases:rating", args=[row.pk]), TYPED | {"how": "phone", "urged": ""})

    assert set(answer.context["form"].errors) == {"urged"}
    assert not row.ratings.exists()


def test_the_link_is_shown_once_and_only_its_digests_are_kept(line: Line, client: Client) -> None:
    row = decided(line.county, at=timezone.now())
    client.force_login(line.county.handler)

    answer = client.post(reverse("cases:rating_link", args=[row.pk]), {"way": "in_person"})

    kept = RatingLink.objects.get()
    code, address = answer.context["code"], answer.context["address"]
    assert answer["Cache-Control"] == "no-store"
    assert re.fullmatch(r"http://testserver/r/[\w-]{43}/", address)
    assert code not in (kept.token_digest, kept.code_digest)
    assert address.split("/")[-2] not in str(kept.__dict__)
    page = client.get(row.get_absolute_url()).content.decode()
    assert address not in page
    assert code not in page


def test_she_rates_by_her_link_without_an_account(line: Line, client: Client) -> None:
    row, link = linked(line, at=timezone.now())

    asked = client.get(reverse("public:rate", args=[link.token]))
    opened = post(client, link, f" {link.code[:3]} {link.code[3:]}")
    done = post(client, link, link.code, answered=1, **TYPED, handling_words="等了太久。")

    for page in (asked, opened):
        assert page["Cache-Control"] == "no-store"
        for word in (row.number, "王小芳", "家庭暴力", "妇联", "滨城区"):
            assert word not in page.content.decode()
    assert "妇女" not in asked.content.decode()
    assert done["Location"] == reverse("public:thanks")
    assert client.get(done["Location"]).status_code == 200
    handling = row.ratings.get(aspect="handling")
    assert (handling.grade, handling.words, handling.how, handling.recorded_by) == (
        "fairly",
        "等了太久。",
        "link",
        None,
    )
    assert row.events.latest("pk").actor is None
    assert AccessEvent.objects.get(verb="rating.by_link").actor is None


def test_what_she_complains_of_by_her_link_goes_to_the_level_above(line: Line, client: Client) -> None:
    row, link = linked(line, at=timezone.now())

    post(client, link, link.code, answered=1, **TYPED, complaint="不让我说话。", contact="周末上午")

    made = HandlingComplaint.objects.get()
    assert (made.org, made.text, made.contact, made.recorded_by) == (
        *(line.tree.binzhou, "不让我说话。", "周末上午", None),
    )
    client.force_login(line.county.head)
    assert "不让我说话。" not in client.get(row.get_absolute_url()).content.decode()


def test_an_unfinished_form_uses_nothing_up(line: Line, client: Client) -> None:
    _, link = linked(line, at=timezone.now())

    answer = post(client, link, link.code, answered=1, handling_grade="fairly", handling_words="等了太久。")

    assert "请选择评价" in answer.content.decode()
    assert "等了太久。" in answer.content.decode()
    assert RatingLink.objects.get().used_at is None


def used(line: Line, client: Client) -> NewLink:
    _, link = linked(line, at=timezone.now())
    post(client, link, link.code, answered=1, **TYPED)
    return link


def expired(line: Line, client: Client) -> NewLink:
    return linked(line, at=timezone.now() - LINK_LASTS)[1]


def locked(line: Line, client: Client) -> NewLink:
    _, link = linked(line, at=timezone.now())
    for _ in range(WRONG_AT_MOST):
        post(client, link, another(link.code))
    return link


def replaced(line: Line, client: Client) -> NewLink:
    row, link = linked(line, at=timezone.now())
    make_link(row, way="in_person", by=line.county.handler, at=timezone.now())
    return link


def absent(line: Line, client: Client) -> NewLink:
    return NewLink("never-there", "123456", "", "")


@pytest.mark.parametrize("given", [used, expired, locked, replaced, absent])
def test_one_and_the_same_answer_whatever_is_wrong(line: Line, client: Client, given: object) -> None:
    live = linked(line, at=timezone.now())[1]
    wrong = post(client, live, another(live.code))
    link = given(line, client)
    before = Rating.objects.count()

    right = post(client, link, link.code)
    answered = post(client, link, link.code, answered=1, **TYPED)

    assert "验证码不正确，或者已经失效" in plain(wrong)
    assert plain(right) == plain(wrong) == plain(answered)
    assert right.status_code == wrong.status_code == 200
    assert Rating.objects.count() == before


def test_the_page_before_the_code_is_the_same_for_every_link(line: Line, client: Client) -> None:
    _, link = linked(line, at=timezone.now())

    pages = {plain(client.get(reverse("public:rate", args=[token]))) for token in (link.token, "never-there")}

    assert len(pages) == 1


def test_wrong_codes_count_each_and_the_fifth_locks(line: Line) -> None:
    _, link = linked(line, at=NOW)

    tries = [try_code(link.token, another(link.code), at=NOW) for _ in range(WRONG_AT_MOST + 1)]

    assert tries == [Attempt.WRONG] * WRONG_AT_MOST + [Attempt.SHUT]
    assert try_code(link.token, link.code, at=NOW) is Attempt.SHUT
    assert RatingLink.objects.get().wrong_codes == WRONG_AT_MOST


def test_a_link_ends_when_staff_has_written_the_rating_down(line: Line) -> None:
    row, link = linked(line, at=NOW)
    record_rating(row, VERDICT, how="phone", by=line.county.handler, at=NOW + DAY)

    assert rate_by_link(link.token, link.code, VERDICT, at=NOW + DAY) is Attempt.SHUT
    assert row.ratings.count() == 2


def test_the_share_of_the_content_has_its_denominator_and_opens_its_lists(line: Line, client: Client) -> None:
    at = timezone.now()
    for office, grade in ((line.county, "satisfied"), (line.county, "unsatisfied"), (line.neighbour, "fairly")):
        verdict = Verdict({"reception": "unsatisfied", "handling": grade})
        record_rating(decided(office, at=at), verdict, how="phone", by=office.handler, at=timezone.now())
    long_ago = decided(line.county, at=at - 100 * DAY)
    record_rating(long_ago, VERDICT, how="paper", by=line.county.handler, at=at - 95 * DAY)
    client.force_login(line.city.head)

    page = client.get(reverse("dashboards:dashboard"))

    figures = page.context["figures"].contentment
    assert (figures.content.value, figures.rated.value, figures.unsatisfied.value) == (2, 3, 1)
    assert "66.7%" in page.content.decode()
    assert broken_claims(client, page) == []
    assert figures.rated.url in dict(claims(page))


def test_a_link_is_the_holders_to_make(line: Line, client: Client) -> None:
    row = decided(line.county, at=timezone.now())

    def status(by: User) -> int:
        client.force_login(by)
        return client.post(reverse("cases:rating_link", args=[row.pk]), {"way": "in_person"}).status_code

    assert (status(line.city.clerk), status(line.neighbour.clerk)) == (404, 404)
    with pytest.raises(NotAllowed, match="只有承办单位"):
        make_link(row, way="in_person", by=line.city.clerk, at=NOW)
