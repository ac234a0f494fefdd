"""The knowledge base beside a call: looking up while typing, and noting what was told."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.database_clock import database_now
from fedportal.lib.refusals import NotAllowed
from hotline.actions.knowledge_using import use_sentence
from hotline.knowledge_search import search
from hotline.models import KnowledgeVersion
from hotline.views.call import visible_call

LONGEST = 60  # characters of a question that are looked for


@require_safe
@requires(Can.ANSWER_CALLS)
def knowledge_search(request: UserRequest) -> HttpResponse:
    """The part of the call screen that answers; of nothing typed, nothing."""
    words = request.GET.get("q", "")[:LONGEST].replace("\0", "").strip()
    found = search(request.user, words)
    return render(request, "hotline/knowledge_found.html", {"words": words, "found": found})


@require_POST
@requires(Can.ANSWER_CALLS)
def knowledge_use(request: UserRequest, pk: int) -> HttpResponse:
    """Noted on the call which version was used."""
    row = visible_call(request, pk)
    asked, place = request.POST.get("version", ""), request.POST.get("sentence", "")
    if not (asked.isdecimal() and place.isdecimal() and len(asked) < 19 and len(place) < 5):
        return JsonResponse({"refusal": "没有这一句。"}, status=400)
    version = get_object_or_404(KnowledgeVersion.objects.select_related("entry"), pk=int(asked))
    try:
        use_sentence(row, version, int(place), by=request.user, at=database_now())
    except NotAllowed as refused:
        return JsonResponse({"refusal": str(refused)}, status=409)
    uses = row.knowledge_uses.select_related("version").order_by("at", "pk")
    return render(request, "hotline/knowledge_used.html", {"uses": uses})
