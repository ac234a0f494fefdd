"""A form that is sent twice in a moment acts once."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cases.models import HandlingStep
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.once import once
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def test_a_note_of_work_that_is_sent_twice_is_one(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())
    client.force_login(clerk)
    url = reverse("cases:step_add", args=[row.pk])
    when = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    note = {"kind": "talk", "happened_at": when, "note": "约谈双方。"}

    answers = [client.post(url, note) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {row.get_absolute_url()}
    assert HandlingStep.objects.count() == 1
    client.post(url, note | {"note": "又约谈一次。"})
    assert HandlingStep.objects.count() == 2


def test_what_was_refused_may_be_sent_again_at_once(client: Client, clerk: User) -> None:
    row = petition(clerk, at=timezone.now())
    client.force_login(clerk)
    url = reverse("cases:step_add", args=[row.pk])

    assert [client.post(url, {"kind": "talk"}).status_code for _ in range(2)] == [200, 200]


def test_the_second_waits_for_the_first() -> None:
    begun, go_on, done = threading.Event(), threading.Event(), []

    @once
    def view(request: HttpRequest) -> HttpResponse:
        begun.set()
        go_on.wait(5)
        done.append(request)
        return HttpResponseRedirect("/there/")

    def send() -> HttpResponse:
        request = RequestFactory().post("/here/", {"a": f"{id(done)}"})
        request.user = AnonymousUser()
        return view(request)

    answers: list[HttpResponse] = []
    first = threading.Thread(target=lambda: answers.append(send()))
    first.start()
    assert begun.wait(5)
    second = threading.Thread(target=lambda: answers.append(send()))
    second.start()
    go_on.set()
    first.join()
    second.join()

    assert [answer["Location"] for answer in answers] == ["/there/", "/there/"]
    assert len(done) == 1
