"""Search terms of Chinese text: overlapping pairs of characters, and words of letters and digits.

PostgreSQL's parser knows no Chinese, so the terms are made here, for the index and for the question alike. Single
characters are kept in the index too, so that a question of one character is answered.
"""

import re
import unicodedata

_RUN = re.compile(r"(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+)|(?P<word>[0-9a-z]+)")


def index_terms(*texts: str) -> list[str]:
    """Every term that a question about these texts may ask for, each once, in a stable order."""
    terms: dict[str, None] = {}
    for run, is_han in _runs(" ".join(texts)):
        if is_han:
            terms.update(dict.fromkeys(run))
            terms.update(dict.fromkeys(_pairs(run)))
        else:
            terms[run] = None
    return list(terms)


def query_terms(text: str) -> list[str]:
    """The terms that a text must have to answer this question; empty where nothing in it can be searched."""
    terms: dict[str, None] = {}
    for run, is_han in _runs(text):
        terms.update(dict.fromkeys(_pairs(run) if is_han and len(run) > 1 else [run]))
    return list(terms)


def shingles(*texts: str) -> frozenset[str]:
    """What the likeness of texts is measured by: the pairs of characters and the words in them."""
    found: set[str] = set()
    for run, is_han in _runs(" ".join(texts)):
        found.update(_pairs(run) if is_han else [run])
    return frozenset(found)


def _runs(text: str) -> list[tuple[str, bool]]:
    folded = unicodedata.normalize("NFKC", text).lower()
    return [(match.group(), match.lastgroup == "han") for match in _RUN.finditer(folded)]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
