"""A form that is sent twice in a moment acts once: who pressed twice gets the answer of the first."""

import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

View = TypeVar("View", bound=Callable[..., HttpResponse])

MOMENT = 10  # seconds in which the same words from the same person are the same sending
BUSY = ""
LOOKS, PAUSE = 50, 0.1  # so long the second one waits for the first


def once(view: View) -> View:
    """For verbs that append and could not tell a second sending by themselves; stands below `requires`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key(request)
        if not cache.add(key, BUSY, MOMENT) and (first := _answer_of_first(key)):
            return first
        try:
            answer = view(request, *args, **kwargs)
        except BaseException:
            cache.delete(key)
            raise
        if isinstance(answer, HttpResponseRedirect):
            cache.set(key, answer.url, MOMENT)
        else:
            cache.delete(key)  # nothing was done: she may send it again
        return answer

    return cast(View, guarded)


def _answer_of_first(key: str) -> HttpResponse | None:
    """None where the first one failed, or takes too long."""
    for _ in range(LOOKS):
        where = cache.get(key)
        if where != BUSY:
            return HttpResponseRedirect(where) if where else None
        time.sleep(PAUSE)
    return None


def _key(request: HttpRequest) -> str:
    words = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    text = f"{request.user.pk}\0{request.get_full_path()}\0{words}"
    return f"once:{hashlib.sha256(text.encode()).hexdigest()}"
