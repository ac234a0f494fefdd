"""What of a matter and its papers can be searched, and which of it only by those who may read it whole."""

from collections.abc import Iterable

from cases.models import Document, Petition, SearchText
from fedportal.lib.redaction import without_people
from fedportal.lib.search_lexemes import lexemes_vector
from fedportal.lib.search_terms import index_terms

# Stands before a term that a reader finds only where names and papers are whole for her; no term begins with it.
HIDDEN = "*"


def matter_text(petition: Petition, names: Iterable[str]) -> SearchText:
    """The row of the matter itself: number, request and facts for all who see it; its people's names hidden, and in
    request and facts whatever a masked reader does not see there."""
    names = list(names)
    known = [(name, " ") for name in names if len(name) > 1]
    masked = [without_people(text, known, hidden=" ") for text in (petition.request, petition.facts)]
    told = index_terms(petition.number, *masked)
    rest = set(index_terms(*names, petition.request, petition.facts)) - set(told)
    named = [HIDDEN + term for term in sorted(rest)]
    return SearchText(
        petition=petition,
        org_code=petition.org_code,
        received_at=petition.received_at,
        terms=lexemes_vector(told + named),
    )


def paper_text(paper: Document, petition: Petition) -> SearchText:
    """The row of one paper, all of it hidden: it names the petitioner and tells her story."""
    terms = index_terms(paper.number, paper.title, paper.body)
    return SearchText(
        petition=petition,
        paper=paper,
        org_code=petition.org_code,
        received_at=petition.received_at,
        writer_code=paper.org.code,
        terms=lexemes_vector([HIDDEN + term for term in terms]),
    )
