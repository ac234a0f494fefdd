"""Briefings of one's unit: the list, making one from the filter of the petitions, re-wording, sending, adoption."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.actions.briefing import Order, edit_briefing, make_briefing, note_adoption, send_briefing
from cases.briefing_figures import Table, figures
from cases.briefing_scope import is_of_quarter, scope_words
from cases.documents.pdf import has_pdf
from cases.drafts import draft_saved
from cases.forms.briefing_form import AdoptionForm, BriefingForm
from cases.forms.document_form import WordingForm
from cases.forms.urgent_form import SendForm
from cases.models import Briefing, Petition
from cases.views.documents import not_before
from cases.views.petition_list import filtered
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.accounts.row_scopes import range_of
from fedportal.audit.log import record_reading
from fedportal.lib.once import once
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import rows_of
from fedportal.orgs.models import Level

PAGE = 25


@requires(Can.EXPORT)
def briefing_list(request: UserRequest) -> HttpResponse:
    """Those of one's own unit, the newest first."""
    rows = Briefing.objects.visible_to(request.user).select_related("document__made_by")
    rows = rows.annotate(adopted=Count("adoptions")).order_by("-made_at", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "cases/briefing_list.html", {"page": page})


@requires(Can.EXPORT)
@once
def briefing_new(request: UserRequest) -> HttpResponse:
    """From the filter in the address: its figures, and what else the officer has to say."""
    at, org = timezone.now(), request.user.org
    asked = filtered(request, at)
    rows = asked.qs.exportable()  # no accusation; cases are told of only where she may see them
    every = Petition.objects.in_range_of(org).countable_for(request.user)
    counted = filtered(request, at, every).qs.exportable()
    form, refusal = BriefingForm(request.POST or None, org=org, rows=rows), ""
    scope = scope_words(asked)
    beyond = form.beyond if form.is_bound and form.is_valid() else org.level < Level.COUNTY
    with rows_of(range_of(request.user)):
        tables = figures(counted, org, beyond=beyond, at=at, quarter=is_of_quarter(asked, at))
    if form.is_valid():
        given = form.cleaned_data
        order = Order(given["title"], scope, tables, given["receivers"], beyond, given.get("cases", []))
        try:
            row = make_briefing(order, by=request.user, at=at)
            messages.success(request, f"{row.document.number} 已起草，请补充分析和建议后报送。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"form": form, "tables": tables, "scope": scope, "refusal": refusal}
    context["back"] = f"{reverse('cases:petition_list')}?{request.GET.urlencode()}"
    return render(request, "cases/briefing_new.html", context, status=409 if refusal else 200)


@requires(Can.EXPORT)
def briefing(request: UserRequest, pk: int) -> HttpResponse:
    """The paper as it reads, its figures, to whom it went and what became of it."""
    row = _own(request, pk)
    record_reading("briefing.read", row, by=request.user, at=timezone.now())
    context = {
        "briefing": row,
        "document": row.document,
        "tables": [Table(**table) for table in row.figures],
        "receivers": list(row.document.receivers.order_by("pk")),
        "adoptions": list(row.adoptions.select_related("by").order_by("on", "pk")),
        "has_pdf": has_pdf(),
    }
    return render(request, "cases/briefing.html", context)


@requires(Can.EXPORT)
def briefing_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Other words, until it is sent."""
    row, draft = _own(request, pk), f"briefing-{pk}"
    form, refusal = WordingForm(request.POST or None, document=row.document), ""
    if form.is_valid():
        try:
            edit_briefing(row, form.wording(), by=request.user, at=timezone.now())
            messages.success(request, f"{row.document.number} 已修改。")
            draft_saved(request, draft)
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    words = {"heading": f"修改{row.document.get_kind_display()}", "button": "保存", "draft": draft}
    words["consequence"] = "报送以前可以修改。不写任何人的姓名、住址、电话、身份证号和信访编号。"
    return _answer(request, row, form, refusal, **words)


@requires(Can.EXPORT)
def briefing_send(request: UserRequest, pk: int) -> HttpResponse:
    """It went out; nothing of it can be changed afterwards."""
    row, at = _own(request, pk), timezone.now()
    form, refusal = SendForm(request.POST or None, at=at, late=False), ""
    if form.is_valid():
        given = form.cleaned_data
        sent_at = not_before(row.document.made_at, given["sent_at"])
        try:
            send_briefing(row, how=given["how"], sent_at=sent_at, receipt=given["receipt"], by=request.user, at=at)
            messages.success(request, f"{row.document.number} 已登记报送。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    words = {"heading": "登记报送", "button": "登记报送", "draft": ""}
    words["consequence"] = f"登记以后不能更改。报送：{row.document.main_to}"
    return _answer(request, row, form, refusal, **words)


@requires(Can.EXPORT)
def briefing_adoption(request: UserRequest, pk: int) -> HttpResponse:
    """What a leader or an organ made of it."""
    row, at = _own(request, pk), timezone.now()
    form, refusal = AdoptionForm(request.POST or None, at=at), ""
    if form.is_valid():
        try:
            note_adoption(row, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, "已登记采纳情况。")
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    words = {"heading": "登记采纳情况", "button": "登记", "draft": ""}
    words["consequence"] = "领导批示、有关单位采纳意见或者转发的情况；登记以后不能更改。"
    return _answer(request, row, form, refusal, **words)


def _own(request: UserRequest, pk: int) -> Briefing:
    rows = Briefing.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("document__org", "document__made_by", "document__served_by"), pk=pk)


def _answer(request: UserRequest, row: Briefing, form: Form, refusal: str, **words: Any) -> HttpResponse:
    context = {"briefing": row, "form": form, "refusal": refusal} | words
    return render(request, "cases/briefing_form.html", context, status=409 if refusal else 200)
