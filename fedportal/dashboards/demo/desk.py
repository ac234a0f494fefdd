"""What stands behind the telephone in the demo: the province's knowledge base, and what its counties add."""

import datetime as dt

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import PROVINCE_SHARES, SEATS
from fedportal.orgs.models import Organization
from hotline.actions.knowledge import Said, draft_entry, newest, publish_entry, revise_entry
from hotline.actions.knowledge_using import use_sentence
from hotline.call_workflow import CallState
from hotline.knowledge_seed import write_drafts
from hotline.models import Call, KnowledgeEntry

YOUNG = 40  # days; some entries are new, the others were published long enough ago that a look is owed


OWN = (
    (
        "在本县申请法律援助，到哪里、带什么？",
        "到县法律援助中心，带身份证和与事情有关的材料，说明要办什么事。遭受家庭暴力、虐待、遗弃的，不受经济困难条件的限制，"
        "不用开收入证明。行动不便的，我们可以帮您和中心约时间。",
        ("法律援助法第三十二条", "法律援助法第四十一条"),
    ),
    (
        "在本县申请人身安全保护令，法院哪里受理？",
        "到县人民法院立案庭，周一至周五办公时间受理；也可以由我们协助代为申请。带身份证明、伤情照片、病历、报警回执，没有的先不用急，"
        "有什么带什么。",
        ("反家庭暴力法第二十三条", "反家庭暴力法第二十五条"),
    ),
)


def write_knowledge(hands: Hands) -> None:
    """The main province writes the first entries; one waits for review, one has a new version that waits."""
    org = Organization.objects.get(code=next(iter(PROVINCE_SHARES)), valid_to=None)
    leaders = list(User.objects.filter(org=org, is_active=True).select_related("org").order_by("pk"))
    leaders = [user for user in leaders if user.can(Can.RUN_HOTLINE)]
    if len(leaders) < 2:
        return
    writer, judge = leaders[:2]
    drafted = write_drafts(by=writer, at=hands.ago(345))
    for place, entry in enumerate(drafted[:-1]):
        ago = YOUNG if place % 3 == 0 else 340 - place
        publish_entry(entry, 1, by=judge, at=hands.ago(ago))
    _revise(drafted[0], writer, hands.ago(2))


def _revise(entry: KnowledgeEntry, by: User, at: dt.datetime) -> None:
    last = newest(entry)
    answer = last.answer.replace("也照此处理。", "也参照这部法律处理。孩子看到、听到家庭暴力，同样受到伤害。")
    revise_entry(entry, Said(last.question, answer, tuple(last.articles), "补充目睹家庭暴力的孩子"), by=by, at=at)


def write_own(hands: Hands) -> None:
    """The main counties tell where to go there; what their agents add waits to be looked at."""
    for code in SEATS:
        org = Organization.objects.get(code=code, valid_to=None)
        members = [user for user in hands.staff.members[org.pk] if user.can(Can.ANSWER_CALLS)]
        judge = next(user for user in members if user.can(Can.RUN_HOTLINE))
        writer = next(user for user in members if not user.can(Can.RUN_HOTLINE))
        where, waits = (Said(*words) for words in OWN)
        publish_entry(draft_entry("legal_aid", where, by=writer, at=hands.ago(60)), 1, by=judge, at=hands.ago(59))
        draft_entry("order", waits, by=writer, at=hands.ago(1.5))


def use_some(hands: Hands) -> None:
    """In the calls that are still being written down."""
    for call in Call.objects.filter(state=CallState.CLASSIFIED).select_related("agent__org"):
        usable = KnowledgeEntry.objects.usable_by(call.agent).filter(current__question__contains="法律援助")
        if entry := usable.order_by("pk").first():
            use_sentence(call, entry.told, 1, by=call.agent, at=hands.at)
