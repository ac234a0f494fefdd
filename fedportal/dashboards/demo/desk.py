"""What stands behind the telephone in the demo: the province's knowledge base."""

import datetime as dt

from fedportal.accounts.models import User
from fedportal.accounts.roles import Can
from fedportal.dashboards.demo.hands import Hands
from fedportal.dashboards.demo.places import PROVINCE_SHARES
from fedportal.orgs.models import Organization
from hotline.actions.knowledge import Said, newest, publish_entry, revise_entry
from hotline.actions.knowledge_using import use_sentence
from hotline.call_workflow import CallState
from hotline.knowledge_seed import write_drafts
from hotline.models import Call, KnowledgeEntry

YOUNG = 40  # days; some entries are new, the others were published long enough ago that a look is owed


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


def use_some(hands: Hands) -> None:
    """In the calls that are still being written down."""
    entry = KnowledgeEntry.objects.filter(state="published", current__question__contains="法律援助").first()
    if entry is None:
        return
    for call in Call.objects.filter(state=CallState.CLASSIFIED).select_related("agent__org"):
        use_sentence(call, entry.told, 1, by=call.agent, at=hands.at)
