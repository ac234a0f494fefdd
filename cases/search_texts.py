"""What of a matter and its papers can be searched, and which of it only by those who may read it whole."""

from collections.abc import Iterable

from cases.models import Document, Petition, SearchText
from fedportal.lib.search_lexemes import lexemes_vector
from fedportal.lib.search_terms import index_terms

# Stands before a term that a reader finds only where names and papers are whole for her; no term begins with it.
HIDDEN = "*"


def matter_text(petition: Petition, names: Iterable[str]) -> SearchText:
    """The row of the matter itself: number, request and facts for all who see it, its people's names hidden."""
    told = index_terms(petition.number, petition.request, petition.facts)
    named = [HIDDEN + term for term in index_terms(*names)]
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
