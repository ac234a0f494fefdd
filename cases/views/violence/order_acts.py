"""What may be done with protection orders and the safety plan, as the other acts of a course."""

from cases.actions.violence import orders
from cases.forms.violence import order_forms as ask
from cases.models import ProtectionOrder
from cases.views.violence.act import Act

ORDER_ACTS = {
    "order": Act(
        "登记保护令申请",
        ask.ApplicationForm,
        lambda row, form, _item, by, at: orders.apply_for_order(row, form.application(), by=by, at=at),
        "不用先起诉离婚。法院受理后 72 小时内裁定，情况紧急的 24 小时内（反家庭暴力法第二十八条）。",
    ),
    "ruling": Act(
        "登记保护令裁定",
        ask.RulingForm,
        lambda _row, form, item, by, at: orders.record_ruling(item, form.ruling(), by=by, at=at),
        "作出的，最长 6 个月，期满前 30、14、7 日提醒；驳回的，可以在 5 日内申请复议一次（第三十条、第三十一条）。",
        of=ProtectionOrder,
    ),
    "served": Act(
        "登记保护令送达",
        ask.ServiceForm,
        lambda _row, form, item, by, at: orders.record_service(item, **form.cleaned_data, by=by, at=at),
        "法院在 24 小时内送达，并可以送达妇联（法发〔2022〕10号第十四条）。",
        of=ProtectionOrder,
    ),
    "reconsidered": Act(
        "登记复议",
        ask.ReconsiderationForm,
        lambda _row, form, item, by, at: orders.record_reconsideration(
            item, reconsidered_on=form.cleaned_data["reconsidered_on"], by=by, at=at
        ),
        of=ProtectionOrder,
    ),
    "extended": Act(
        "登记保护令延长",
        ask.ExtensionForm,
        lambda _row, form, item, by, at: orders.extend_order(item, **form.cleaned_data, by=by, at=at),
        "失效前才能申请延长（反家庭暴力法第三十条）。",
        of=ProtectionOrder,
    ),
    "breach": Act(
        "登记违反保护令",
        ask.BreachForm,
        lambda _row, form, item, by, at: orders.report_breach(item, **form.cleaned_data, by=by, at=at),
        "先协助报警并告知法院；可以训诫、罚款、拘留，构成犯罪的追究刑事责任（第三十四条）。个案重新评估。",
        of=ProtectionOrder,
    ),
    "order-ended": Act(
        "登记保护令失效",
        ask.EndForm,
        lambda _row, form, item, by, at: orders.end_order(item, **form.cleaned_data, by=by, at=at),
        of=ProtectionOrder,
    ),
    "safety": Act(
        "制定安全计划",
        ask.SafetyForm,
        lambda row, form, _item, by, at: orders.plan_safety(row, form.cleaned_data, by=by, at=at),
        "和她一起定，只有承办单位看得到。不要让她把这张纸带回家。",
    ),
}
