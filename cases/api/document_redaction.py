"""Takes out of a document's JSON what its people could be told by, wherever people wrote freely. What stays as it is
is not read anew: most texts name nobody."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from fedportal.lib.json_texts import dumped, quoted
from fedportal.lib.redaction import Redaction

# In which people write freely; of `data` every text.
FREE = frozenset(
    {"request", "facts", "earlier_handling", "earlier_litigation", "note", "incident", "companions", "unread_reason"}
    | {"ask", "reply_from", "reply_text", "assessment_note", "withdrawn_why", "demand", "ended_note", "text", "name"}
)
# As PostgreSQL writes them: a text; the data of an event, whole where nothing in it is nested or escaped. Within a
# text a quotation mark stands behind a backslash, so that none of these begins in one.
_WRITTEN = re.compile(
    rf'"(?:{"|".join(sorted(FREE))})":"([^"\\]*(?:\\.[^"\\]*)*)"|"data":(?:({{(?:[^"{{}}]++|"[^"\\]*+")++}})|(?={{"))'
)
_DECODER = json.JSONDecoder()


class _Place(NamedTuple):
    """Where something stands that people wrote: a text with what it says, or data, as it is written."""

    begin: int
    end: int
    says: str
    is_data: bool


def redacted(document: str, redaction: Redaction) -> str:
    """The JSON, whole or in part, without these people. All texts are looked through at once."""
    places = list(_places(document))
    said = redaction.each([place.says for place in places])
    pieces, done = [], 0
    for place, says in zip(places, said, strict=True):
        if place.is_data and ("\\" in place.says or says != place.says):
            written = dumped(_without(json.loads(place.says), redaction))
        elif says != place.says:
            written = quoted(says)[1:-1]
        else:
            continue
        pieces += [document[done : place.begin], written]
        done = place.end
    return "".join([*pieces, document[done:]]) if pieces else document


def _places(document: str) -> Iterator[_Place]:
    done = 0
    for found in _WRITTEN.finditer(document):
        begin, end = found.span()
        if begin < done:  # in what was read as a whole
            continue
        text, data = found.groups()
        if text:
            yield _Place(found.start(1), found.end(1), json.loads(f'"{text}"') if "\\" in text else text, False)
        elif text is None:
            begin = end if data is None else found.start(2)
            done = end = _DECODER.raw_decode(document, begin)[1] if data is None else end
            yield _Place(begin, end, document[begin:end], True)


def _without(node: Any, redaction: Redaction) -> Any:
    """The same, each text in it by itself."""
    if isinstance(node, str):
        return redaction(node)
    if isinstance(node, dict):
        return {key: _without(value, redaction) for key, value in node.items()}
    return [_without(value, redaction) for value in node] if isinstance(node, list) else node
