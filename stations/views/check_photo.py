"""A photo of a check by itself: sent as soon as it is taken, and shown to who sees its check."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed
from stations.actions.station_checks import Picture, keep_photo
from stations.forms.check_form import PhotoForm
from stations.models import CheckAnswer, CheckPhoto, StationCheck


@require_POST
@requires(Can.SEE_DASHBOARD)
def check_photo_add(request: UserRequest, pk: int, answer: int) -> HttpResponse:
    """The photos of that item as they stand then; of one that is refused, the sentence alone."""
    checks = StationCheck.objects.visible_to(request.user).filter(pk=pk)
    row = get_object_or_404(CheckAnswer.objects.filter(of__in=checks, item__evidence=True), pk=answer)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(form.errors["photo"][0], status=400, content_type="text/plain; charset=utf-8")
    try:
        for file in form.cleaned_data["photo"]:
            keep_photo(row, Picture(file.content, file.kind), by=request.user, at=timezone.now())
    except NotAllowed as refused:
        return HttpResponse(str(refused), status=409, content_type="text/plain; charset=utf-8")
    return render(request, "stations/check_photos.html", {"answer": row})


@require_safe
@requires(Can.SEE_DASHBOARD)
def check_photo(request: UserRequest, pk: int) -> HttpResponse:
    """A photo, to who sees its check; never shown as a page."""
    checks = StationCheck.objects.visible_to(request.user)
    photos = CheckPhoto.objects.filter(answer__of__in=checks).select_related("answer__of")
    photo = get_object_or_404(photos, pk=pk)
    record("station_check.see_photo", photo.answer.of, by=request.user, at=timezone.now(), digest=photo.digest)
    with photo.file.open("rb") as file:
        answer = HttpResponse(file.read(), content_type=photo.file_type.media_type)
    answer["Content-Disposition"] = content_disposition_header(False, f"检查照片.{photo.extension}") or "inline"
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
    return answer
