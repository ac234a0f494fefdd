"""A single act on its own page: what it asks for, the button, and a refusal that keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fedportal.accounts.permissions import UserRequest
from fedportal.lib.refusals import NotAllowed


def act_page(
    request: UserRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    back: Any,
    title: str,
    button: str,
    about: str = "",
) -> HttpResponse:
    """`do` gets the cleaned data; `back` is the row on whose page one then stands; `about` what the act does."""
    refusal = ""
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except NotAllowed as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"{title}：已保存。")
            return redirect(back)
    context = {"form": form, "refusal": refusal, "back": back.get_absolute_url(), "whose": str(back)}
    context |= {"title": title, "button": button, "about": about}
    return render(request, "stations/act.html", context, status=409 if refusal else 200)


def first_error(form: forms.Form) -> str:
    """Where a page has one line for what is wrong."""
    return str(next(iter(form.errors.values()))[0])
