"""A request sent again, over a bad line or by two at once, is made once and answered the same."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Petition
from fedportal.api import idempotency
from fedportal.api.models import KeptAnswer
from fedportal.api.scopes import Scope
from fedportal.api.tasks import forget_answers
from fedportal.lib.row_scope import beyond_readers
from tests.api.clients import caller
from tests.api.sent import move, petitioner, post, put, sent, writer, wrong
from tests.factories import ProvinceTree, province_tree

KEY = "7f7c8d0e-0000-4000-8000-000000000001"


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_same_request_again_gets_the_same_answer_and_makes_nothing(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng, Scope.PERSONAL))

        first = post(client, sent(), idempotency_key=KEY)
        again = post(client, dict(reversed(sent().items())), idempotency_key=KEY)

        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        assert {name: again[name] for name in ("ETag", "Location", "Content-Type")} == {
            name: first[name] for name in ("ETag", "Location", "Content-Type")
        }
        assert again["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first
        assert Petition.objects.count() == 1

    def test_another_request_with_the_same_key_is_refused(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        number = post(client, sent(), idempotency_key=KEY).json()["number"]

        for other in (
            post(client, sent(request="另一件。"), idempotency_key=KEY),
            put(client, sent(), idempotency_key=KEY),
            move(client, number, "accept", {}, idempotency_key=KEY, if_match="1"),
        ):
            assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert Petition.objects.count() == 1

    def test_the_version_belongs_to_the_request(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        put(client, sent())
        changed = sent(request="要求支付抚养费。")

        assert put(client, changed, idempotency_key=KEY, if_match="9").status_code == 412
        assert put(client, changed, idempotency_key=KEY, if_match="1").status_code == 422
        assert put(client, changed, idempotency_key=KEY, if_match="9")["Idempotency-Replayed"] == "true"

    def test_refusals_are_kept_with_their_type(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))

        first = post(client, sent(channel="pigeon"), idempotency_key=KEY)
        again = post(client, sent(channel="pigeon"), idempotency_key=KEY)

        assert wrong(first) == wrong(again) == {"channel": "invalid_choice"}
        assert again["Content-Type"].startswith("application/problem+json")
        assert again["Idempotency-Replayed"] == "true"

    def test_each_client_has_its_own_keys(self, tree: ProvinceTree) -> None:
        for place in (tree.bincheng, tree.huimin):
            assert post(caller(writer(place)), sent(), idempotency_key=KEY).status_code == 201
        assert Petition.objects.count() == 2

    def test_an_error_of_ours_is_not_kept_and_leaves_nothing(
        self, tree: ProvinceTree, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = caller(writer(tree.bincheng))
        client.raise_request_exception = False

        def breaks(*_: object, **__: object) -> None:
            raise RuntimeError("the line to the database broke")

        with monkeypatch.context() as patched:
            patched.setattr("cases.api.writing.answer", breaks)
            broken = post(client, sent(), idempotency_key=KEY)

        assert broken.status_code == 500
        with beyond_readers("a test"):
            assert not KeptAnswer.objects.exists()
        assert not Petition.objects.exists()
        assert post(client, sent(), idempotency_key=KEY).status_code == 201

    def test_what_is_kept_shows_nobody_to_who_reads_the_table(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng, Scope.PERSONAL))
        post(client, sent(petitioner=petitioner(name="赵秀英")), idempotency_key=KEY)

        with beyond_readers("a test"), connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(k)::text FROM api_keptanswer k")
            ((text,),) = cursor.fetchall()
        assert "赵秀英" not in text
        assert "13854312345" not in text
        assert '"status":201' in text

    def test_after_48_hours_the_key_is_free_and_the_answer_gone(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        post(client, sent(), idempotency_key=KEY)
        post(client, sent(), idempotency_key="kept")
        old = timezone.now() - idempotency.KEPT - dt.timedelta(minutes=1)
        with beyond_readers("a test"):
            KeptAnswer.objects.filter(key=KEY).update(at=old)

        assert "Idempotency-Replayed" not in post(client, sent(), idempotency_key=KEY)
        with beyond_readers("a test"):
            KeptAnswer.objects.filter(key=KEY).update(at=old)
        forget_answers()
        with beyond_readers("a test"):
            assert [row.key for row in KeptAnswer.objects.all()] == ["kept"]

    def test_a_key_is_plain_text_of_some_length(self, tree: ProvinceTree) -> None:
        client = caller(writer(tree.bincheng))
        for key in ("", " ", "9" * 201):
            assert post(client, sent(), idempotency_key=key).json()["code"] == "invalid_idempotency_key"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_at_once_with_one_key_make_one_petition(self, law: None) -> None:
        client = writer(province_tree().bincheng)
        callers = [caller(client) for _ in range(8)]
        together = Barrier(8)

        def ask(one: Client) -> object:
            together.wait()
            try:
                return post(one, sent(), idempotency_key=KEY)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, callers))

        assert [answer.status_code for answer in answers] == [201] * 8
        assert len({answer.content for answer in answers}) == 1
        assert sum("Idempotency-Replayed" in answer for answer in answers) == 7
        with beyond_readers("a test"):
            assert Petition.objects.count() == 1

    def test_who_waits_too_long_is_told_that_it_is_being_made(
        self, law: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(idempotency, "PATIENCE", "200ms")
        client = writer(province_tree().bincheng)
        first, second = caller(client), caller(client)
        begun, end = Event(), Event()

        def slow() -> object:
            """The act itself takes long, as a batch may."""
            try:
                with transaction.atomic():
                    answer = post(first, sent(), idempotency_key=KEY)
                    begun.set()
                    end.wait(10)
                return answer
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(slow)
            begun.wait(10)
            waiting = post(second, sent(), idempotency_key=KEY)
            end.set()
            done = running.result()

        assert (waiting.status_code, waiting.json()["code"]) == (409, "idempotency_in_progress")
        assert waiting["Retry-After"] == "5"
        assert done.status_code == 201
        assert post(second, sent(), idempotency_key=KEY).content == done.content
        with beyond_readers("a test"):
            assert Petition.objects.count() == 1

    def test_where_the_first_fails_the_second_makes_it(self, law: None) -> None:
        client = writer(province_tree().bincheng)
        first, second = caller(client), caller(client)
        begun, end = Event(), Event()

        class Broken(Exception):
            pass

        def fails() -> None:
            try:
                with transaction.atomic():
                    post(first, sent(), idempotency_key=KEY)
                    begun.set()
                    end.wait(10)
                    raise Broken
            except Broken:
                pass
            finally:
                connection.close()

        def waits() -> object:
            try:
                return post(second, sent(), idempotency_key=KEY)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            failing = pool.submit(fails)
            begun.wait(10)
            waiting = pool.submit(waits)
            end.set()
            failing.result()
            answer = waiting.result()

        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer
        with beyond_readers("a test"):
            assert Petition.objects.count() == 1

    def test_eight_systems_that_send_the_same_number_make_one_petition(self, law: None) -> None:
        client = writer(province_tree().bincheng)
        callers = [caller(client) for _ in range(8)]
        together = Barrier(8)

        def ask(one: Client) -> int:
            together.wait()
            try:
                return put(one, sent()).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, callers))

        assert sorted(answers) == [200] * 7 + [201]
        with beyond_readers("a test"):
            assert [row.number for row in Petition.objects.all()] == ["鲁滨城妇信〔2026〕000001"]
