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
    """A tsquery that asks for all of the given terms, letter by letter; of terms in a tuple any one will do."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, terms: Sequence[str | tuple[str, ...]]) -> None:
        super().__init__(" & ".join(map(_clause, terms)), search_type="raw")


def _clause(term: str | tuple[str, ...]) -> str:
    return _quoted(term) if isinstance(term, str) else f"({' | '.join(map(_quoted, term))})"


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
