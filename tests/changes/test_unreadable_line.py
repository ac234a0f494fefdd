"""One value that cannot be deciphered fails for its own object alone, and nobody takes it for gone."""

import json

import pytest

from fedportal.accounts.roles import Role
from fedportal.api.codes import CODES
from tests.cases.samples import SOMEBODY_ELSE, petition
from tests.changes.damage import damaged
from tests.changes.mirror import SNAPSHOT, Mirror
from tests.factories import ProvinceTree, user

LIST = "/api/v1/petitions/"
PROBLEM = {"code": "unreadable", "detail": CODES["unreadable"]}


def test_the_feed_says_that_it_cannot_be_read_and_goes_on(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row, other = petition(clerk), petition(clerk, **SOMEBODY_ELSE)
    known = {line["body"]["number"]: line["id"] for line in mirror.follow()}

    with damaged(row):
        other.parties.update(occupation="教师")
        told = {line["id"]: line for line in mirror.follow()}

        assert {name: line["op"] for name, line in told.items()} == {
            known[row.number]: "unreadable",
            known[other.number]: "upsert",
        }
        line = told[known[row.number]]
        assert (line["problem"], "body" in line, line["revision"] > 0) == (PROBLEM, False, True)

    assert [(line["id"], line["op"]) for line in mirror.follow()] == [(known[row.number], "upsert")]


def test_a_snapshot_and_a_list_go_on_too(mirror: Mirror, tree: ProvinceTree) -> None:
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row, other = petition(clerk), petition(clerk, **SOMEBODY_ELSE)

    with damaged(row):
        answer = mirror.client.get(SNAPSHOT)
        lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
        listed = {each["number"]: each for each in mirror.client.get(LIST).json()["results"]}
        mirror.client.raise_request_exception = False
        alone = mirror.client.get(f"{LIST}{row.number}/")
        part = mirror.client.get(f"{LIST}{row.number}/timeline/")

    assert sorted(line["op"] for line in lines if "op" in line) == ["unreadable", "upsert"]
    assert lines[-1] == {"end": True, "count": 2}
    assert listed[row.number]["unreadable"] == PROBLEM
    assert set(listed[row.number]) == {"id", "number", "version", "unreadable"}
    assert listed[other.number]["facts"] == other.facts
    assert [(told.status_code, told.json()["code"]) for told in (alone, part)] == [(503, "unreadable")] * 2


def test_the_log_says_which_one_and_not_what(
    mirror: Mirror, tree: ProvinceTree, caplog: pytest.LogCaptureFixture
) -> None:
    row = petition(user(tree.bincheng, Role.RECEPTIONIST))

    with damaged(row):
        mirror.client.get(LIST)

    assert f"petition {row.pk} cannot be told: cases_party." in caplog.text
    assert "is not among FIELD_KEYS" in caplog.text
