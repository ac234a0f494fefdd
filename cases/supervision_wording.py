"""What a supervision order says; the demand of a draft that the machine makes. No petitioner is named in it."""

import datetime as dt

from django.utils import timezone

from cases.law import REGULATION
from cases.models import SupervisionOrder
from cases.wording import Wording
from cases.workflow import Cause, SuperviseMethod
from fedportal.lib.templatetags.portal import day

ARTICLE = f"{REGULATION}第四十条"
# By the duty that is late: the cause that art. 40 has for it, and what is asked. All others are handling.
CAUSES = {"notice": Cause.TELLING}
DEMANDS = {
    Cause.TELLING: "请立即将受理情况书面告知信访人，查明未按期告知的原因，书面说明整改措施。",
    Cause.HANDLING: "请立即依规办理，将结果书面告知信访人，查明超期原因，书面说明整改措施。",
}


def order_wording(order: SupervisionOrder, *, due_at: dt.datetime, at: dt.datetime) -> Wording:
    """The paper of an order that is being issued."""
    petition = order.petition
    paragraphs = [
        f"你单位承办的信访事项（编号 {petition.number}，{petition.category_label}），"
        f"存在{ARTICLE}所列“{Cause(order.cause).label}”的情形。",
        *_lateness(order, at),
        f"根据{ARTICLE}，现予督办（{SuperviseMethod(order.method).label}）。督办要求如下：",
        *order.demand.splitlines(),
        f"请于 {day(timezone.localtime(due_at))} 前将办理情况和整改措施书面回复我会。",
    ]
    return Wording(
        title=f"{order.issuer.name}督办单",
        main_to=order.receiver.name,
        body="\n".join(paragraphs),
        basis=ARTICLE,
    )


def _lateness(order: SupervisionOrder, at: dt.datetime) -> list[str]:
    """Which limit was missed, where the machine drafted the order for it."""
    if order.escalation is None:
        return []
    duty = order.escalation.deadline
    label, due_at = duty.derivation["label"], timezone.localtime(duty.due_at)
    done = duty.closed_at is not None and duty.closed_at <= at
    state = f"已于 {timezone.localdate(duty.closed_at)} 补办" if done else "至今未办"
    return [f"“{label}”应当于 {day(due_at)} 前完成（{duty.derivation['article']}），{state}。"]
