"""What can be searched of a petition and its papers: a narrow table that is asked before any petition is read."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from cases.models.document import Document
from cases.models.petition import Petition


class SearchText(models.Model):
    """The search terms of one matter, or of one of its papers.

    Terms that only those may find who may read the text whole (names, papers) bear a mark; see cases.search_texts.
    `scope` says to whom and to which week the row belongs, so that the index answers place, time and words together.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="search_texts")
    paper = models.OneToOneField(Document, on_delete=models.CASCADE, null=True, related_name="+")
    # As the petition's own, which a trigger of its table keeps true.
    org_code = models.BigIntegerField()
    received_at = models.DateTimeField()
    writer_code = models.BigIntegerField(null=True)  # of the unit that wrote the paper and may read it for ever
    terms = SearchVectorField()
    # The ranges of codes that hold the matter, its keeper and the paper's writer (negative), and the week of receipt.
    scope = models.GeneratedField(
        expression=Func(F("org_code"), F("writer_code"), F("received_at"), function="cases_search_scope"),
        output_field=ArrayField(models.BigIntegerField()),
        db_persist=True,
    )

    class Meta:
        verbose_name = "检索文本"
        verbose_name_plural = "检索文本"
        indexes = [
            # Whoever searches waits for what lies in the pending list: it stays short.
            GinIndex(fields=["terms", "scope"], name="search_text_terms", gin_pending_list_limit=256),
        ]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(paper=None), name="search_text_one_of_a_matter"),
            models.CheckConstraint(
                condition=Q(paper=None, writer_code=None) | Q(paper__isnull=False, writer_code__isnull=False),
                name="search_text_paper_has_writer",
            ),
        ]
