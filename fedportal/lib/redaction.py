"""Takes out of a free text what a person could be reached or told by."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

# Telephone numbers of 7 to 12 digits, with an area code or spaces; identity numbers of 15 or 18.
_PHONE = r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}|0\d{2,3}[-\s]?\d{7,8}"
_IDENTITY = r"\d{17}[\dXx]|\d{15}"
CONTACTS = re.compile(rf"(?<!\d)(?:{_IDENTITY}|{_PHONE})(?![\dXx])")
HIDDEN = "（已隐去）"
_REGION = re.compile("[省市区县旗镇乡]|街道")
# Every number that is hidden has four in a row; spelled out, they are found in half the time.
_FIGURES = re.compile(r"\d\d\d\d")
_PARTED = "\x01"  # no letter, no figure and no space, so that nothing reaches across it
_SHORTEST = 4  # characters of an address that are no mere word


def without_contacts(text: str, *, hidden: str = HIDDEN) -> str:
    """The text with telephone and identity numbers hidden."""
    return CONTACTS.sub(hidden, text)


def contacts_in(text: str) -> list[str]:
    """The telephone and identity numbers that a text holds."""
    return CONTACTS.findall(text)


def without_people(
    text: str, people: Iterable[tuple[str, str]], addresses: Iterable[str] = (), *, hidden: str = HIDDEN
) -> str:
    """The text with these names written as their masks, these addresses hidden, and all telephone and identity
    numbers. A name is known by its given name alone too; an address however it is spaced, and without its region.
    """
    return Redaction(people, addresses, hidden=hidden)(text)


class _Sought(NamedTuple):
    """Some letters, however they are spaced, and what is written instead."""

    letters: str  # without spaces
    instead: str

    def replaced(self, text: str, squeezed: str) -> str:
        """`squeezed` is the text without any spaces. Where that does not hold the letters, no spacing of them does:
        most texts are done with here, and no pattern is made."""
        if self.letters not in squeezed:
            return text
        if len(squeezed) == len(text):
            return text.replace(self.letters, self.instead)
        return _spaced(self.letters).sub(lambda _: self.instead, text)


class Redaction:
    """What has to be taken out of every text that speaks of the same people; see `without_people`."""

    def __init__(
        self, people: Iterable[tuple[str, str]], addresses: Iterable[str] = (), *, hidden: str = HIDDEN
    ) -> None:
        squeezed = [("".join(name.split()), mask) for name, mask in people]
        self._people = [pair for pair in squeezed if pair[0]]
        self._addresses = ["".join(address.split()) for address in addresses]
        self._hidden = hidden
        # Every text that holds one of them, squeezed, holds its end: of a name the given name, or less.
        self._ends = [name[-2:] for name, _ in self._people] + [place[-_SHORTEST:] for place in self._addresses]

    @cached_property
    def _places(self) -> list[_Sought]:
        return [_Sought(place, self._hidden) for address in self._addresses for place in _wordings(address)]

    @cached_property
    def _names(self) -> list[tuple[_Sought, str]]:
        """With the given name, which is known by itself too; or with nothing."""
        longest_first = sorted(self._people, key=lambda pair: -len(pair[0]))
        return [(_Sought(name, mask), _given(name)) for name, mask in longest_first]

    def _may_concern(self, text: str) -> bool:
        """Whether anything in the text could have to be taken out: cheap, and most texts are done with here."""
        squeezed = "".join(text.split())
        return any([end in squeezed for end in self._ends]) or _FIGURES.search(text) is not None

    def __call__(self, text: str) -> str:
        if not self._may_concern(text):
            return text
        squeezed = "".join(text.split())
        for place in self._places:
            if place.letters in squeezed:
                text = place.replaced(text, squeezed)
                squeezed = "".join(text.split())
        for name, given in self._names:
            if name.letters in squeezed or (given and given in text):
                text = name.replaced(text, squeezed)
                text = text.replace(given, "某" * len(given)) if given else text
                squeezed = "".join(text.split())
        return without_contacts(text, hidden=self._hidden)

    def each(self, texts: Sequence[str]) -> Sequence[str]:
        """All of these texts, read once through: a mark that no word holds parts them."""
        joined = _PARTED.join(texts)
        if not self._may_concern(joined):
            return texts
        sought = (*self._places, *(name for name, _ in self._names))
        if joined.count(_PARTED) != len(texts) - 1 or _PARTED in "".join([each.letters for each in sought]):
            return [self(text) for text in texts]
        return self(joined).split(_PARTED)


def _given(name: str) -> str:
    """小芳 of 王小芳; nothing where it has not two characters."""
    given = name[1:] if len(name) == 3 else name[2:]
    return given if len(given) == 2 else ""


def _wordings(address: str) -> list[str]:
    """As it is written, and from behind each of its regions on: 滨城区黄河五路 385 号, 黄河五路 385 号."""
    ends = [match.end() for match in _REGION.finditer(address)]
    return [part for part in (address, *(address[end:] for end in ends)) if len(part) >= _SHORTEST]


def _spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(re.escape(letter) for letter in words if not letter.isspace()))
