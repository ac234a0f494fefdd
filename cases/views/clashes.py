"""What somebody else wrote into a value meanwhile, for the page that shows it beside hers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from cases.models import Event


@dataclass(frozen=True)
class Theirs:
    """One value that somebody else changed meanwhile, as it stands now."""

    name: str
    label: str
    words: str
    anchor: str  # the id of its input
    event: Event | None  # who, and when
    personal: bool = False


def laid_over(sent: QueryDict, values: Mapping[str, str]) -> QueryDict:
    """What was sent, with these values in place of what was typed for them; an empty one is not sent."""
    changed = sent.copy()
    for name, text in values.items():
        if text:
            changed[name] = text
        else:
            changed.pop(name, None)
    return changed


def still_clashing(sent: QueryDict, taken: str) -> tuple[list[str], int]:
    """The values that clashed before one was taken, without that one; and since which line of the timeline."""
    since = sent.get("since", "")
    names = [name for name in sent.get("clashed", "").split() if name != taken]
    return names, int(since) if since.isdecimal() and len(since) < 19 else 0
