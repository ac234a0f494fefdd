"""A member of staff's own numbers behind the relation wall: a page of hers, and of the security administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.actions.walls import note_digest, remove_digest
from cases.forms.digest_form import DigestForm
from cases.models import StaffDigest
from fedportal.accounts.models import User
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers


@requires(Can.SEE_CASES)
def wall(request: UserRequest) -> HttpResponse:
    """Her own."""
    return _page(request, request.user, "cases:wall", ())


@requires(Can.MANAGE_ACCOUNTS)
def wall_of(request: UserRequest, pk: int) -> HttpResponse:
    """Of an account in the security administrator's range."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("org"), pk=pk)
    return _page(request, person, "cases:wall_of", (person.pk,))


@beyond_readers("the security administrator is shown whose numbers there are, and no number")
def _page(request: UserRequest, person: User, name: str, where: tuple[int, ...]) -> HttpResponse:
    form, refusal = DigestForm(request.POST or None), ""
    if form.is_valid():
        try:
            note_digest(person, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "已登记，只保存了摘要。")
            return redirect(name, *where)
        except NotAllowed as refused:
            refusal = str(refused)
    context: dict[str, object] = {
        "person": person,
        "digests": person.digests.select_related("by").order_by("-at", "-pk"),
    }
    context |= {"form": form, "refusal": refusal, "own": person.pk == request.user.pk}
    return render(request, "cases/wall.html", context, status=409 if refusal else 200)


@require_POST
@requires(Can.SEE_CASES)
def wall_remove(request: UserRequest, pk: int) -> HttpResponse:
    """One of her own, no longer."""
    digest = get_object_or_404(StaffDigest.objects.select_related("user"), pk=pk, user=request.user)
    remove_digest(digest, by=request.user, at=timezone.now())
    messages.success(request, "已移除。")
    return redirect("cases:wall")
