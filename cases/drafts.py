"""Tells the browser, on the next page, which draft the server has saved; see static/js/draft.js."""

from django.http import HttpRequest

_KEY = "saved_draft"


def draft_saved(request: HttpRequest, name: str) -> None:
    """The form with `data-draft="name"` has been saved."""
    request.session[_KEY] = name


def saved_draft(request: HttpRequest) -> str:
    """The draft that may now be dropped, said once."""
    name: str = request.session.pop(_KEY, "")
    return name
