"""Tells the browser, on the next page, which draft the server has saved; see static/js/draft.js."""

from django.contrib import messages
from django.http import HttpRequest


def draft_saved(request: HttpRequest, name: str) -> None:
    """The form with `data-draft="name"` has been saved; components/messages.html drops the draft and shows nothing."""
    messages.info(request, name, extra_tags="draft")
