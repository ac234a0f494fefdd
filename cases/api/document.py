"""The document of a petition: all that another system holds of it, as far as its account may know.

Pages, lists, the feed of changes and snapshots show the same text. PostgreSQL writes nearly all of it; what follows
from the reader is decided here, by `shown.Shown`'s own rules. Moments stand in it and never ages: as long as nobody
does anything, it stays as it is.
"""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType

from cases.api.document_people import People, Person, Terms
from cases.api.document_redaction import redacted
from cases.api.document_sight import Seen, seen_by
from cases.api.document_sql import CHILDREN, FORMER, HEADS, PARTS, PEOPLE, REACH
from cases.knowing import Sight, Tie
from cases.models import Petition
from cases.timeline import FACTS, TITLES
from fedportal.accounts.models import User
from fedportal.api.etags import etag
from fedportal.api.ids import id_for
from fedportal.api.unreadable import Unreadable
from fedportal.lib.ciphers import CannotDecipher
from fedportal.lib.json_texts import dumped
from fedportal.lib.prepared import array
from fedportal.lib.row_scope import beyond_readers

log = logging.getLogger(__name__)
KIND = "petition"
_VERSION = re.compile(r'"version":(\d+)')
_BY_THE_LAW = "deadlines"  # the part without any free text


def petition_documents(pks: Sequence[int], reader: User, personal: bool) -> dict[int, str]:
    """The documents, JSON in one line each, of those of the petitions that this reader sees now, in this order.

    Of one that cannot be read, for a key is missing, an Unreadable stands there: it alone, and said in the log.
    `personal`: names stand as far as a page shows them to her, and telephones and addresses as far as she might take
    them out for her own unit. Without it nobody can be recognised by what is written. A constant number of questions.
    """
    return documents_of(seen_by(reader, pks), reader, personal)


def documents_of(seen: Seen, reader: User, personal: bool) -> dict[int, str]:
    """The same, of petitions that were found to be before her."""
    found = _Found.read(seen, reader, personal) if seen.sights else None
    return {pk: found.told(pk, id_for(reader, KIND, pk)) for pk in seen.sights} if found else {}


def petition_id(pk: int, reader: User) -> str:
    """The `id` in the document, by which this client knows the petition."""
    return id_for(reader, KIND, pk)


def document_etag(document: str) -> str:
    """The entity tag under which the document is answered."""
    version = _VERSION.search(document)
    assert version, "every document tells its version"  # nosec B101
    return etag(int(version[1]), document)


@dataclass(frozen=True)
class _Found:
    """Everything of some petitions, by key."""

    seen: Seen
    personal: bool
    heads: dict[int, tuple[Any, ...]]
    children: list[tuple[str, dict[int, str]]]  # each behind its name, as it is written
    duties: dict[int, str]
    reaches: dict[int, str]
    people: dict[int, People]

    @classmethod
    def read(cls, seen: Seen, reader: User, personal: bool) -> "_Found":
        with beyond_readers("what belongs to exactly those petitions that were found visible"):
            params = _params(seen, reader, personal)
            parts: dict[str, dict[int, str]] = {part: {} for part in (*CHILDREN, REACH)}
            for part, pk, said in PARTS.rows(params):
                parts[part][pk] = said
            heads = {row[0]: row[1:] for row in HEADS.rows(params)}
            people: dict[int, People] = defaultdict(People)
            for row in PEOPLE.rows(params):
                people[row[0]].persons.append(Person(*row))
            for pk, *former in FORMER.rows(params):
                people[pk].former.append(tuple(former))
        duties, reaches = parts.pop(_BY_THE_LAW), parts.pop(REACH)
        children = [(f',"{part}":', rows) for part, rows in parts.items()]
        return cls(seen, personal, heads, children, duties, reaches, people)

    def told(self, pk: int, name: str) -> str:
        try:
            return self._document(pk, name)
        except CannotDecipher as error:
            log.error("petition %s cannot be told: %s", pk, error)
            head = json.loads(self.heads[pk][0])
            return Unreadable.of(id=name, number=head["number"], version=head["version"])

    def _document(self, pk: int, name: str) -> str:
        head, story, *terms = self.heads[pk]
        sight, people = self.seen.sights[pk], self.people[pk]
        given = self._terms(pk, *terms)
        parties, reach = people.written(given), given.reach(self.reaches.get(pk))
        duties = self.duties.get(pk, "[]")
        written = story[1:-1] + "".join([part + rows.get(pk, "[]") for part, rows in self.children])
        masked = sight is Sight.MASKED or not self.personal
        if masked:
            written = redacted(written, people.redaction())
        shown = (Sight.MASKED if masked else sight).name.lower()
        start = f'{{"id":"{name}","shown":"{shown}",{head[1:-1]}'
        return f'{start},"parties":{parties},"reach":{reach},"{_BY_THE_LAW}":{duties},{written}}}'

    def _terms(self, pk: int, of_minors: bool, category: str, on: Any) -> Terms:
        return Terms(
            clear=self.personal and self.seen.sights[pk] is Sight.WHOLE,
            reached=self.seen.ties[pk] is Tie.HOLDS,
            on=on,
            of_minors=of_minors,
            category=category,
        )


def _params(seen: Seen, reader: User, personal: bool) -> dict[str, Any]:
    return {
        "pks": array(list(seen.sights)),
        "told": array(seen.told()),
        "clear": array(seen.known() if personal else []),
        "held": array(seen.worked_on()),
        "reached": array(seen.held() if personal else []),
        "earlier": array(seen.earlier),
        "unit": reader.org_id,
        "low": reader.org.code,
        "high": reader.org.code_end,
        "petitions": ContentType.objects.get_for_model(Petition).pk,
        "titles": dumped(TITLES),
        "facts": list(FACTS),
    }
