"""What the file of a course holds at its end: complaint, danger scale, legal papers, visits (规程 art. 14; D32)."""

from cases.models import Petition, ViolenceCase
from cases.workflow.violence_orders import OrderResult


def missing_papers(course: ViolenceCase) -> list[str]:
    """What is not there yet, in words. It does not forbid the end: papers may lie in the binder alone, and she may
    have refused what the scale asks."""
    row = course.petition
    asked = {
        "投诉登记：经过没有填写": bool(course.history or row.facts),
        "危险评估表：没有评估": row.danger_assessments.filter(unable="").exists(),
        "法律文书：有报警、告诫书、保护令，没有上传回执、文书": not _has_papers(row)
        or row.attachments.kept().exists(),
        "报警回执：没有填写编号": not row.police_reports.filter(number="").exists(),
        "回访记录：没有回访": row.follow_ups.held().exists(),
    }
    return [words for words, there in asked.items() if not there]


def _has_papers(row: Petition) -> bool:
    granted = row.protection_orders.filter(result=OrderResult.GRANTED)
    return any(rows.exists() for rows in (row.police_reports, row.warning_letters, granted))
