"""Papers of a case of violence: the certificate of her complaint, and the sheet of visits under a protection order.

Neither leads to where she is: both go to a court that serves its file on him (法发〔2022〕10号 art. 4; D24).
"""

import datetime as dt
import io
from dataclasses import dataclass

from docx import Document as new_docx
from docx.document import Document as Docx

from cases.documents.layout import HEITI, TITLE, XIAOBIAOSONG, set_grid, set_page, write_line
from cases.documents.protection_packet import BLANK, Applying


@dataclass(frozen=True)
class Recorded:
    """What the federation has written down of her complaint."""

    number: str
    channel: str
    received_at: str
    told: tuple[str, ...] = ()  # what was done about it: a day and a word each


def certificate(applying: Applying, recorded: Recorded) -> bytes:
    """The record of a federation proves violence at home (法释〔2022〕17号 art. 6, item 8), as .docx."""
    docx = _begun("家庭暴力投诉记录证明")
    _body(docx, _complained(applying, recorded))
    known = f"，系其{applying.relation}" if applying.relation else ""
    _body(docx, f"被投诉人：{applying.respondent or BLANK}{known}。")
    write_line(docx, "投诉内容（按投诉人当时所述记录）", font=HEITI)
    for part in filter(str.strip, applying.told.splitlines()):
        _body(docx, part.strip())
    if recorded.told:
        write_line(docx, "本单位的处理", font=HEITI)
        for line in recorded.told:
            _body(docx, line)
    _body(docx, "以上内容与本单位登记一致，供人民法院、公安机关认定事实时参考（法释〔2022〕17号第六条第八项）。")
    _body(docx, "本证明不载明投诉人、受害人的住址和联系方式；请勿向被投诉人透露（法发〔2022〕10号第四条）。")
    return _signed(docx, applying.helped_by, applying.on)


def _complained(applying: Applying, recorded: Recorded) -> str:
    """Who complained stands here only where it was she: whoever spoke up for her is named to nobody."""
    who, on, how = applying.applicant or BLANK, recorded.received_at, recorded.channel
    if applying.by_herself:
        return f"{who}于{on}以{how}方式向本单位投诉，编号 {recorded.number}。"
    return f"本单位于{on}以{how}方式接到关于{who}遭受家庭暴力的投诉，编号 {recorded.number}。"


@dataclass(frozen=True)
class Kept:
    """How a protection order was kept: its ruling, each visit since, each breach. `reached`: a visit found her."""

    number: str
    court: str
    until: dt.date
    visits: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    reached: bool = False


def visit_sheet(applying: Applying, kept: Kept) -> bytes:
    """To be signed by her and to go back to the court (法发〔2022〕10号 art. 18), as .docx."""
    docx = _begun("人身安全保护令执行情况回访单")
    _body(docx, f"{kept.court}：")
    _body(docx, f"{kept.number}人身安全保护令有效期至{kept.until:%Y年%m月%d日}。本单位协助执行、定期回访的情况如下。")
    _body(docx, f"申请人：{applying.applicant or BLANK}。被申请人：{applying.respondent or BLANK}。")
    write_line(docx, "回访记录", font=HEITI)
    for line in kept.visits or ("（还没有回访记录）",):
        _body(docx, line)
    write_line(docx, "违反保护令的情况", font=HEITI)
    none_known = "回访中没有发现违反。" if kept.reached else "（没有回访到本人，尚不清楚）"
    for line in kept.breaches or (none_known,):
        _body(docx, line)
    write_line(docx, "申请人意见", font=HEITI)
    _body(docx, "☐ 保护令得到遵守  ☐ 有违反  ☐ 需要申请延长")
    write_line(docx, f"申请人（签名、捺印）：{BLANK}", right=2)
    return _signed(docx, applying.helped_by, applying.on)


def _begun(title: str) -> Docx:
    docx = new_docx()
    set_page(docx)
    set_grid(docx)
    write_line(docx, title, size=TITLE, font=XIAOBIAOSONG, centred=True)
    write_line(docx, "")
    return docx


def _body(docx: Docx, words: str) -> None:
    write_line(docx, words, indented=True)


def _signed(docx: Docx, unit: str, on: dt.date) -> bytes:
    write_line(docx, f"{unit}（盖章）", right=2)
    write_line(docx, f"{on.year}年{on.month}月{on.day}日", right=4)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()
