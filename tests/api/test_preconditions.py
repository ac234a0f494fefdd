"""Who changes something says which version she has read: two writers never lose a change of each other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Petition
from fedportal.accounts.roles import Role
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import caller
from tests.api.sent import move, patch, post, put, sent, writer
from tests.cases.samples import moved
from tests.drawing import examples
from tests.factories import ProvinceTree, province_tree, user


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_change_without_a_version_is_not_made(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        number = post(client, sent()).json()["number"]

        for answer in (
            patch(client, number, {"request": "另一诉求。"}),
            move(client, number, "accept", {"route": "duty", "told_how": "in_person"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (428, "version_required")
        assert Petition.objects.get().version == 1

    def test_an_old_version_is_refused_with_the_present_one(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        number = post(client, sent()).json()["number"]
        done = patch(client, number, {"request": "甲。"}, if_match="1")

        late = patch(client, number, {"request": "乙。"}, if_match="1")
        late_move = move(client, number, "accept", {}, if_match="1")

        now = done.json()["version"]
        for answer in (late, late_move):
            assert (answer.status_code, answer.json()["code"]) == (412, "version_changed")
            assert answer.json()["current"] == now
        assert Petition.objects.get().request == "甲。"

    def test_what_stands_already_is_no_change_even_on_an_old_version(self, tree: ProvinceTree) -> None:
        """Its answer was lost on the line: sent again, it need not be sorted out by hand."""
        client = caller(writer(tree.bincheng))
        number = post(client, sent()).json()["number"]
        done = patch(client, number, {"request": "甲。"}, if_match="1")

        again = patch(client, number, {"request": "甲。"}, if_match="1")

        assert (again.status_code, again["ETag"]) == (200, done["ETag"])
        assert Petition.objects.get().events.filter(verb="petition.amend").count() == 1

    def test_whatever_happens_on_the_page_is_another_version(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        row = Petition.objects.get(number=post(client, sent()).json()["number"])
        head = user(tree.bincheng, Role.SECTION_HEAD)
        moved(row, "accept", by=head, at=row.registered_at, route="duty", told_how="in_person")

        assert patch(client, row.number, {"request": "甲。"}, if_match="1").status_code == 412

    @pytest.mark.parametrize("tag", ["*", "7", '"seven"', '"1", "2"', ""])
    def test_what_names_no_version_is_refused(self, tree: ProvinceTree, tag: str) -> None:
        client = caller(writer(tree.bincheng))
        number = post(client, sent()).json()["number"]
        headers = {"If-Match": tag}

        answer = client.patch(
            f"/api/v1/petitions/{number}/", '{"request": "甲。"}', content_type="application/json", headers=headers
        )

        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_if_match")

    def test_the_whole_tag_of_an_answer_goes_as_it_came(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        first = put(client, sent())

        for tag in (first["ETag"], f"W/{first['ETag']}"):
            answer = client.put(
                "/api/v1/petitions/external/binzhou-12345/GD-1/",
                sent(request=f"诉求 {tag}"),
                content_type="application/json",
                headers={"If-Match": tag},
            )
            assert answer.status_code in (200, 412)
        assert Petition.objects.get().request == f"诉求 {first['ETag']}"


FIELDS = ("request", "facts", "earlier_handling")
# Which of two writers does what: reads, or writes one of the fields on what it had read.
ACTS = st.lists(st.tuples(st.booleans(), st.sampled_from(("read", *FIELDS))), min_size=2, max_size=9)


@pytest.mark.django_db
@given(acts=ACTS)
@settings(max_examples=examples(6, 15), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_two_writers_act_no_change_is_lost(tree: ProvinceTree, acts: list[tuple[bool, str]]) -> None:
    """Each change that was accepted stands, or was seen by whoever wrote over it."""
    client = caller(writer(tree.bincheng))
    first = post(client, sent()).json()
    number, read = first["number"], {True: 1, False: 1}
    version, stands = 1, {name: "" for name in FIELDS}

    for turn, (who, act) in enumerate(acts):
        if act == "read":
            read[who] = version
            continue
        text = f"第 {turn} 次更正。"
        answer = patch(client, number, {act: text}, if_match=str(read[who]))
        if read[who] != version:
            assert (answer.status_code, answer.json()["current"]) == (412, version)
            continue
        assert answer.status_code == 200, answer.content.decode()
        assert answer.json()["version"] > version
        version = read[who] = answer.json()["version"]
        stands[act] = text

    row = Petition.objects.get(number=number)
    assert row.version == version
    assert all(getattr(row, name) == text for name, text in stands.items() if text)


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_on_the_same_version_one_writes(law: None) -> None:
    tree = province_tree()
    client = writer(tree.bincheng)
    callers = [caller(client) for _ in range(8)]
    number = post(callers[0], sent()).json()["number"]
    together = Barrier(8)

    def write(turn: int) -> tuple[int, str]:
        one: Client = callers[turn]
        together.wait()
        try:
            if turn % 2:
                return patch(one, number, {"request": f"诉求 {turn}。"}, if_match="1").status_code, f"诉求 {turn}。"
            answers = {"competent_organ": f"机关 {turn}", "told_how": "in_person"}
            return move(one, number, "redirect", answers, if_match="1").status_code, f"机关 {turn}"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(write, range(8)))

    assert sorted(status for status, _ in done) == [200] + [412] * 7
    ((_, written),) = [one for one in done if one[0] == 200]
    with beyond_readers("a test"):
        row = Petition.objects.get()
        assert row.events.exclude(verb="petition.register").count() == 1
        assert written in (row.request, row.competent_organ)
