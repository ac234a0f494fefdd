"""By what a home of 平安家庭 is found that is known by a house number alone."""

import unicodedata

from fedportal.lib.blind_index import key_index
from fedportal.lib.refusals import NotAllowed
from fedportal.orgs.models import Level, Organization


def plain(words: str) -> str:
    """３ 号 and 3号 of one village are one home."""
    return "".join(unicodedata.normalize("NFKC", words).lower().split())


def index_of(village: Organization, words: str) -> str:
    """Raises NotAllowed where there is nothing to find it by."""
    if not plain(words):
        raise NotAllowed("请填写门牌号或者户号。", code="condition")
    return key_index(f"home:{village.code}:{plain(words)}")


def indexes(village: Organization, words: str) -> dict[str, Organization]:
    """By what a home of these words may stand there, and of which village it was then: homes of one that was merged
    into this kept theirs."""
    units = [village]
    for unit in units:  # grows as it goes
        units += unit.predecessors.filter(level=Level.VILLAGE)
    return {index_of(unit, words): unit for unit in units}
