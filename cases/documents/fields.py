"""What a template may speak of: plain words only, so that no template can reach further into the portal."""

from django.utils import timezone

from cases.models import Document
from cases.workflow.papers import BRIEFINGS

# Each field with its meaning, as the page of templates lists them.
FIELDS = {
    "org": "发文单位全称",
    "number": "发文字号，如“鲁滨城妇信告〔2026〕12号”",
    "title": "标题",
    "main_to": "主送（告知书为信访人姓名）",
    "copy_to": "抄送，没有的为空",
    "paragraphs": "正文各段，用 {%p for paragraph in paragraphs %} … {%p endfor %} 逐段写出",
    "tables": "附表（专报、信访情况报告才有），各表有 title、columns、rows、remark",
    "basis": "依据的条文",
    "date": "成文日期，如“2026年11月24日”",
    "year": "成文年份",
    "petition_number": "信访事项编号，专报等没有的为空",
}

SAMPLE: dict[str, object] = {
    "org": "滨城区妇女联合会",
    "number": "鲁滨城妇信告〔2026〕12号",
    "title": "滨城区妇女联合会受理告知书",
    "main_to": "王某某",
    "copy_to": "滨州市妇女联合会",
    "paragraphs": [
        "您于 2026 年 11 月 23 日以来访形式提出的信访事项收悉。",
        "经审查，根据《信访工作条例》第二十三条，我会决定予以受理。",
    ],
    "tables": [
        {
            "title": "总量（收到口径）",
            "columns": ["项目", "本期", "上年", "同比"],
            "rows": [["信访事项（件）", "1,204", "1,100", "+9.5%"], ["其中家庭暴力（件）", "<5", "6", "—"]],
            "remark": "“<5”为 1 至 4 件。",
        }
    ],
    "basis": "《信访工作条例》第二十三条",
    "date": "2026年11月24日",
    "year": "2026",
    "petition_number": "鲁滨城妇信〔2026〕000123",
}


def fields_of(document: Document) -> dict[str, object]:
    """The words of one paper, for its template."""
    made = timezone.localtime(document.made_at)
    return {
        "org": document.org.name,
        "number": document.number,
        "title": document.title,
        "main_to": document.main_to,
        "copy_to": document.copy_to,
        "paragraphs": document.paragraphs,
        "tables": document.briefing.figures if document.kind in BRIEFINGS else [],
        "basis": document.basis,
        "date": f"{made.year}年{made.month}月{made.day}日",
        "year": str(made.year),
        "petition_number": document.petition.number if document.petition else "",
    }
