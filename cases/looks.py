"""Who has looked at a petition: what the audit trail holds of its page, its papers and whatever left with it."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from cases.models import Attachment, Document, Letter, Petition
from fedportal.audit.models import AccessEvent

# The acts by which someone came to know something, in words; deeds stand on the timeline.
LOOKS = {
    "petition.read": "查看",
    "petition.print": "打印",
    "party.unmask": "查看隐去的内容",
    "petition.break_glass": "紧急查阅",
    "petition.take_out": "导出台账",
    "petition.found_beyond": "登记时查重查到",
    "document.read": "查看公文",
    "document.download": "下载公文",
    "letter.read": "查看函件",
    "attachment.download": "下载附件",
    "violence.read": "查看家庭暴力个案",
    "violence.certificate": "制作投诉记录证明",
    "violence.visit_sheet": "制作回访单",
}
PAPERS = ("violence.certificate", "violence.visit_sheet")


def looks(petition: Petition) -> QuerySet[AccessEvent]:
    """Every look at it. Complaints about its handling, and their papers, are none of it (art. 18)."""
    about = _about(Petition, [petition.pk])
    for model, rows in (
        (Document, petition.documents),
        (Letter, petition.letters),
        (Attachment, petition.attachments),
    ):
        about |= _about(model, list(rows.values_list("pk", flat=True)))
    return AccessEvent.objects.filter(about, verb__in=LOOKS)


def papers_given(petition: Petition) -> list[tuple[dt.datetime, str]]:
    """When which papers about her course were made."""
    made = AccessEvent.objects.filter(_about(Petition, [petition.pk]), verb__in=PAPERS).order_by("at")
    return [(each.at, LOOKS[each.verb]) for each in made]


def _about(model: type[Model], pks: list[int]) -> Q:
    return Q(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)
