"""The packet with which she applies for a personal safety protection order: application, evidence, what the law gives.

Nothing in it leads to where she is: address and telephone go to the court on a sheet of their own that stays closed to
the other side (法发〔2022〕10号 art. 4; domain.md D15 to D26).
"""

import datetime as dt
import io
from dataclasses import dataclass

from docx import Document as new_docx
from docx.document import Document as Docx

from cases.documents.layout import HEITI, TITLE, XIAOBIAOSONG, set_grid, set_page, write_line
from cases.evidence import EVIDENCE
from cases.violence_law import MEASURES
from fedportal.lib.redaction import without_people

# What is told of the law, each with its article.
TOLD = (
    "不用先起诉离婚，可以单独申请（法释〔2022〕17号第一条）。",
    "书面申请有困难的，可以口头申请，由人民法院记入笔录（反家庭暴力法第二十四条）。",
    "向申请人或者被申请人居住地、家庭暴力发生地的基层人民法院申请（第二十五条）。",
    "人民法院在 72 小时内作出裁定，情况紧急的在 24 小时内（第二十八条）。",
    "有效期不超过 6 个月，届满前可以申请撤销、变更或者延长（第三十条）。",
    "对裁定不服的，在裁定生效之日起 5 日内申请复议一次，复议期间不停止执行（第三十一条）。",
    "被申请人违反的，人民法院给予训诫，可以罚款、拘留；构成犯罪的追究刑事责任。违反了请立即报警并告知法院和妇联（第三十四条）。",
    "本人因受到强制、威吓等原因无法申请的，近亲属、公安机关、妇联、居（村）民委员会、救助管理机构可以代为申请（第二十三条）。",
)
BLANK = "________"
CALLED_FOR_HER = "来电人是"  # how the hotline begins a matter that another called about
KEPT_APART = "住址、联系电话不写在本申请书上，另填“联系方式确认书”交人民法院，请法院不向被申请人透露。"


@dataclass(frozen=True)
class Applying:
    """What is known of the matter. `others` called, reported or saw for her. The court serves the paper on him: they
    are taken out of what was told, and so are `places`, where she is or was. `by_herself`: she came, and told it."""

    applicant: str
    respondent: str
    relation: str
    facts: str
    helped_by: str  # the unit that puts the packet together
    on: dt.date
    born_on: dt.date | None = None
    places: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    by_herself: bool = True

    @property
    def told(self) -> str:
        """What happened, without a telephone, an address, or who spoke up for her."""
        lines = [line for line in self.facts.splitlines() if not line.startswith(CALLED_FOR_HER)]
        return without_people("\n".join(lines), [(name, "他人") for name in self.others], self.places)


def packet(applying: Applying) -> bytes:
    """The whole packet as .docx; blanks where nothing is known."""
    docx = new_docx()
    set_page(docx)
    set_grid(docx)
    _application(docx, applying)
    _head(docx, "证据清单")
    _body(docx, "有的打“√”，在后面写明件数；没有的不影响申请，能够证明有较大可能性即可（法释〔2022〕17号第六条）。")
    for place, words in enumerate(EVIDENCE, start=1):
        _body(docx, f"☐ {place}．{words}")
    _head(docx, "告知事项")
    for place, words in enumerate(TOLD, start=1):
        _body(docx, f"{place}．{words}")
    _contact_sheet(docx, applying)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def _application(docx: Docx, applying: Applying) -> None:
    write_line(docx, "人身安全保护令申请书", size=TITLE, font=XIAOBIAOSONG, centred=True)
    write_line(docx, "")
    born = f"{applying.born_on:%Y年%m月%d日}出生" if applying.born_on else f"出生日期{BLANK}"
    _body(docx, f"申请人：{applying.applicant or BLANK}，{born}，公民身份号码{BLANK}{BLANK}。")
    # Never whoever called or reported: who applies for her decides to stand here, and writes it herself (art. 23).
    _body(docx, f"代为申请人（由近亲属、公安机关、妇联等代为申请的填写）：{BLANK}")
    known = f"，系申请人的{applying.relation}" if applying.relation else f"，与申请人的关系{BLANK}"
    _body(docx, f"被申请人：{applying.respondent or BLANK}{known}。")
    _body(docx, KEPT_APART)
    write_line(docx, "请求事项", font=HEITI)
    for place, words in enumerate(MEASURES, start=1):
        _body(docx, f"☐ {place}．{words}")
    write_line(docx, "事实与理由", font=HEITI)
    for part in filter(str.strip, applying.told.splitlines()):
        _body(docx, part.strip())
    _body(
        docx, "根据《中华人民共和国反家庭暴力法》第二十三条，申请人面临家庭暴力的现实危险，请依法作出人身安全保护令。"
    )
    _body(docx, f"此致  {BLANK}人民法院")
    write_line(docx, f"申请人（签名、捺印）：{BLANK}", right=2)
    write_line(docx, f"{applying.on.year}年__月__日", right=4)


def _contact_sheet(docx: Docx, applying: Applying) -> None:
    _head(docx, "联系方式确认书（只交人民法院，不送达被申请人）")
    _body(docx, f"申请人{applying.applicant or BLANK}现在的联系方式如下，请人民法院保密（法发〔2022〕10号第四条）：")
    for words in ("可以联系的电话", "可以联系的时间", "送达地址（可以写亲友、妇联的地址）"):
        _body(docx, f"{words}：{BLANK}{BLANK}{BLANK}")
    _body(docx, f"协助单位：{applying.helped_by}")


def _head(docx: Docx, words: str) -> None:
    write_line(docx, words, font=HEITI, centred=True).paragraph_format.page_break_before = True


def _body(docx: Docx, words: str) -> None:
    write_line(docx, words, indented=True)
