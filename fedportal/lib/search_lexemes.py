"""Full-text vectors and queries from ready-made terms, past PostgreSQL's own parser, which knows no Chinese."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery

LONGEST = 500  # characters; PostgreSQL indexes no word over 2,046 bytes, and nobody asks for one


def lexemes_vector(terms: Sequence[str]) -> str:
    """The text of a tsvector that holds exactly these terms, ready for the column of a row."""
    if max(map(len, terms), default=0) > LONGEST:
        terms = [term for term in terms if len(term) <= LONGEST]
    words = "\0".join(terms)
    return _quoted(words).replace("\0", "' '") if words else ""


class LexemesQuery(SearchQuery):
    """A tsquery that asks for all of the given terms, letter by letter."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(" & ".join(_quoted(term) for term in terms), search_type="raw")


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
