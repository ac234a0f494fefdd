"""Making one move of the workflow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases import actions
from cases.actions.turns import acting_org
from cases.drafts import draft_saved
from cases.forms.move_form import MoveForm
from cases.models import Petition
from cases.secrecy import note_opening
from cases.shown import Shown
from cases.timeline import Line, last_line, lines_since
from cases.views.held import back_to
from cases.workflow import MOVES
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@requires(Can.SEE_CASES)
def petition_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """What will happen, what it asks for, and the button. A refusal keeps what was typed and says what changed."""
    move = MOVES.get(name)
    if move is None:
        raise Http404
    petition = get_object_or_404(Petition.objects.visible_to(request.user).for_page(), pk=pk)
    if not request.user.can(move.needs):
        raise PermissionDenied(move.needs)
    at = timezone.now()
    note_opening(name, of=petition, by=request.user, at=at)
    sent = request.POST if request.method == "POST" else None
    form = MoveForm(sent, petition=petition, move=move, by=request.user, at=at)
    draft, refusal = f"petition-{pk}-{name}", ""
    try:
        actions.check_may(petition, move, by=request.user, at=at)
        if form.is_valid():
            note = form.cleaned_data["note"]
            said, seen = form.answers(), form.cleaned_data["seen"]
            moved = actions.advance(petition, move, by=request.user, at=at, note=note, answers=said, seen=seen)
            messages.success(request, f"{moved.number} 已{move.label}。")
            draft_saved(request, draft)
            return back_to(request, moved)
    except NotAllowed as refused:
        refusal = str(refused)
    changed = _changed(form) if refusal else []
    if changed:
        form.look_again()
    context = {
        "petition": petition,
        "shown": Shown(petition, request.user, turn=acting_org(petition)),
        "move": move,
        "form": form,
        "draft": draft,
        "refusal": refusal,
        "changed": changed,
        "asked": last_line(petition, f"petition.{move.answers}") if move.answers else None,
    }
    return render(request, "cases/petition_move.html", context, status=409 if refusal else 200)


def _changed(form: MoveForm) -> list[Line]:
    """What others did since the page was opened."""
    seen = form.data.get("seen", "")
    return lines_since(form.petition, int(seen)) if seen.isdecimal() else []
