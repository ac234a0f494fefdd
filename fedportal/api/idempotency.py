"""`Idempotency-Key`: a request that is sent again, over a bad line or at once by two, is made once.

What was answered is kept for 48 hours, in the transaction of the act, and given again word for word. It is kept
enciphered and not built anew: built anew it would tell another state of the matter, or nothing where the matter has
left the client's sight since, and the client could not tell whether its request was carried out. Only of what was
erased, or became an accusation since then, the words go too, in that very transaction (`erase_answers`; triggers call
`api_erase_answers`); that it was carried out stays known, lest the same request make it anew.
"""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from psycopg2.errors import LockNotAvailable
from rest_framework import status
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from fedportal.api.codes import CODES
from fedportal.api.models import LONGEST_KEY, KeptAnswer
from fedportal.api.preconditions import IF_MATCH
from fedportal.api.problems import Problem

if TYPE_CHECKING:
    from fedportal.api.views import ClientRequest, ClientView

P = ParamSpec("P")
Act = Callable[Concatenate[Any, "ClientRequest", P], HttpResponseBase]

KEY, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
_KEY = re.compile(f"[!-~]{{1,{LONGEST_KEY}}}")
KEPT = dt.timedelta(hours=48)
PATIENCE = "5s"  # so long the second of two at once waits for the first
_AS_DRAWN: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}  # as JSONRenderer writes
KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Preference-Applied", "Retry-After")


def once(act: Act[P]) -> Act[P]:
    """A handler that changes something: with a key it acts once, and answers the same to the same request.

    Refusals are kept too, for whoever sends a request again wants to know what became of it; errors of ours are not.
    """

    @wraps(act)
    def acted(view: "ClientView", request: "ClientRequest", *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        key = request.headers.get(KEY)
        if key is None:
            return act(view, request, *args, **kwargs)
        row = _claimed(request, _checked(key), digest_of(request))
        if row.erased_at is not None:
            raise Problem(status.HTTP_410_GONE, "answer_erased", CODES["answer_erased"])
        if row.status is not None:
            return _again(row)
        view.keep_so_far()
        try:
            answer = act(view, request, *args, **kwargs)
        except Exception as refusal:  # as APIView itself: what is no refusal is raised again, or is an answer of 500
            answer = view.handle_exception(refusal)
        if answer.status_code >= status.HTTP_400_BAD_REQUEST:
            view.undo()
        if answer.status_code < status.HTTP_500_INTERNAL_SERVER_ERROR:
            _keep(row, answer, view.about)
        return answer

    return acted


def digest_of(request: "ClientRequest") -> str:
    """Tells one request from another by all that it asks for; of its content nobody learns anything by it."""
    content = json.dumps(request.data, sort_keys=True, ensure_ascii=False, default=str)
    asked = "\0".join((request.method or "", request.get_full_path(), request.headers.get(IF_MATCH, ""), content))
    return salted_hmac("api.once", asked, algorithm="sha256").hexdigest()


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        words = f"Idempotency-Key 应当是 1 至 {LONGEST_KEY} 个可见的 ASCII 字符，建议用 UUID。"
        raise Problem(status.HTTP_400_BAD_REQUEST, "invalid_idempotency_key", words)
    return key


def _claimed(request: "ClientRequest", key: str, digest: str) -> KeptAnswer:
    """The row of this key, new or with its answer. Raises Problem for another request, or one that is being made."""
    client, at = request.auth.application_id, timezone.now()
    made = _insert(client, key, digest, at)
    if made is not None:
        return KeptAnswer(pk=made)
    known = KeptAnswer.objects.filter(client=client, key=key).first()
    if known is not None and known.at > at - KEPT:
        return _same(known, digest)
    if known is not None:  # too old, and not yet tidied away
        known.delete()
    return _claimed(request, key, digest)


def _insert(client: int, key: str, digest: str, at: dt.datetime) -> int | None:
    """The new row's id; None where the key is taken. Another's insert of it, not yet committed, is waited for: then
    there is its answer, or the key is free after all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute(_INSERT, [client, key, digest, at])
            made = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise _in_progress() from error
    return made[0] if made else None


_INSERT = """
INSERT INTO api_keptanswer (client_id, key, request, headers, body, at) VALUES (%s, %s, %s, '{}', '', %s)
ON CONFLICT DO NOTHING RETURNING id
"""


def _in_progress() -> Problem:
    words = "同一 Idempotency-Key 的请求正在办理，请稍后重试。"
    problem = Problem(status.HTTP_409_CONFLICT, "idempotency_in_progress", words)
    problem.wait = 5  # seconds
    return problem


def _same(row: KeptAnswer, digest: str) -> KeptAnswer:
    if row.request != digest:
        words = "这个 Idempotency-Key 已用于另一请求，请换一个。"
        raise Problem(status.HTTP_422_UNPROCESSABLE_ENTITY, "idempotency_key_reused", words)
    return row


def _keep(row: KeptAnswer, answer: HttpResponseBase, about: Iterable[str]) -> None:
    row.status, row.body = answer.status_code, _text_of(answer)
    row.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
    row.about = sorted(set(about))
    row.save(update_fields=["status", "headers", "body", "about"])


def _text_of(answer: HttpResponseBase) -> str:
    """An answer of the framework is drawn later, with its content type."""
    if isinstance(answer, Response):
        kind = "application/problem+json" if answer.status_code >= status.HTTP_400_BAD_REQUEST else "application/json"
        answer["Content-Type"] = kind
        return "" if answer.data is None else json.dumps(answer.data, cls=JSONEncoder, **_AS_DRAWN)
    assert isinstance(answer, HttpResponse)  # what acts does not stream
    return answer.content.decode()


def _again(row: KeptAnswer) -> HttpResponse:
    answer = HttpResponse(row.body, status=row.status, headers={**row.headers, REPLAYED: "true"})
    if not row.body:  # as the first time: nothing has no type
        del answer["Content-Type"]
    return answer


def subject(kind: str, key: int) -> str:
    """How an answer names what it speaks of."""
    return f"{kind}:{key}"


def erase_answers(kind: str, keys: Iterable[int], *, at: dt.datetime) -> int:
    """Nothing that was answered about these is told again; says how many answers. Rooms above call it when they
    erase."""
    rows = KeptAnswer.objects.filter(about__overlap=[subject(kind, key) for key in keys])
    return rows.update(body="", headers={}, erased_at=at)


def forget_answers(at: dt.datetime) -> int:
    """Remove what was answered over 48 hours ago; says how many."""
    return KeptAnswer.objects.filter(at__lte=at - KEPT).delete()[0]
