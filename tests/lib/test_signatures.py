"""Alike texts share a number of their signatures, others do not; the likeness itself is counted exactly."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from fedportal.lib.search_terms import shingles
from fedportal.lib.signatures import BANDS, likeness, signature

FACTS = (
    "信访人与丈夫结婚十二年，育有一子一女。近半年来丈夫酒后多次动手，上月十五日再次发生，信访人已报警并到医院检查，"
    "留有出警记录。现暂住娘家，担心回家后再次发生。请求妇联协助申请人身安全保护令。"
)
RETOLD = FACTS.replace("近半年来", "今年以来").replace("上月十五日", "上周") + "孩子目睹全过程，近来不愿上学。"
OTHER = (
    "信访人系外嫁女，户口仍在本村，村集体以其已出嫁为由不予分配征地补偿款。信访人多次向村委会、镇政府反映，答复称"
    "按村规民约办理。要求恢复其集体经济组织成员资格，补发应得的款项。"
)


def shared(one: str, other: str) -> int:
    return len(set(signature(one) or []) & set(signature(other) or []))


def test_the_same_text_has_the_same_signature_and_a_retold_one_shares_some_of_it() -> None:
    assert shared(FACTS, FACTS) == BANDS
    assert shared(FACTS, RETOLD) > 0
    assert likeness(shingles(FACTS), shingles(RETOLD)) > 0.6


def test_another_matter_shares_nothing() -> None:
    assert shared(FACTS, OTHER) == 0
    assert likeness(shingles(FACTS), shingles(OTHER)) < 0.1


def test_what_is_too_short_has_no_signature() -> None:
    assert signature("要求离婚。") is None
    assert signature("", "") is None


def test_the_signature_is_the_same_in_every_process() -> None:
    """Stored ones would be worthless otherwise."""
    ask = f"from fedportal.lib.signatures import signature; print(signature({FACTS!r}))"

    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout

    assert said.strip() == str(signature(FACTS))


@given(st.text("丈夫打骂孩子离婚报警调解财产要求", min_size=30, max_size=200))
def test_every_signature_fits_the_column(text: str) -> None:
    made = signature(text)

    assert made is None or (len(made) == BANDS and all(-(2**31) <= number < 2**31 for number in made))


@given(st.sets(st.integers(0, 50)), st.sets(st.integers(0, 50)))
def test_likeness_is_a_share_and_does_not_care_for_order(one: set[int], other: set[int]) -> None:
    first, second = frozenset(map(str, one)), frozenset(map(str, other))

    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, first) == (1 if first else 0)
