"""What the reply to a complaint about the handling says. Like every paper it holds no address and no telephone number
(domain.md D24)."""

from django.utils import timezone

from cases.law import REGULATION
from cases.models import HandlingComplaint
from cases.wording import Wording


def complaint_wording(row: HandlingComplaint, *, to: str) -> Wording:
    """The paper to the petitioner; the officer's own words stand in it as she wrote them."""
    received = timezone.localtime(row.received_at)
    paragraphs = [
        f"您于 {received:%Y 年 %-m 月 %-d 日}以{row.get_channel_display()}方式对{row.about.name}"
        f"办理信访事项（编号 {row.petition.number}）工作的投诉收悉。",
        f"经核查：{row.get_finding_display()}。",
        "现答复如下：",
        *row.reply.splitlines(),
    ]
    return Wording(
        title=f"{row.org.name}对办理工作投诉的答复书",
        main_to=to,
        body="\n".join(paragraphs),
        basis=f"{REGULATION}第十八条",
    )
