"""The built-in template: a page as GB/T 9704-2012 wants it (domain.md P16), made by code."""

import io

from docx import Document as new_docx
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

# Millimetres: A4, text area 156 x 225, top margin 37, left margin 28.
PAGE, TEXT, TOP, LEFT = (210, 297), (156, 225), 37, 28
LINES, CHARACTERS = 22, 28
BODY, TITLE, HEAD, FOOT = Pt(16), Pt(22), Pt(32), Pt(14)  # 3号, 2号, 发文机关标志, 4号
SMALL = Pt(10.5)  # 5号, in tables
FANGSONG, XIAOBIAOSONG, HEITI = "仿宋_GB2312", "方正小标宋简体", "黑体"
RED = RGBColor(0xFF, 0, 0)
_POINTS = 72 / 25.4  # in a millimetre


def built_in() -> bytes:
    """The template that serves where nobody has uploaded one: head, number, title, addressee, body, signature."""
    docx = new_docx()
    set_page(docx)
    set_grid(docx)
    write_line(docx, "{{ org }}", size=HEAD, font=XIAOBIAOSONG, centred=True, colour=RED)
    number = write_line(docx, "{{ number }}", centred=True)
    _rule(number, "bottom", colour="FF0000", width=16)
    write_line(docx, "")
    write_line(docx, "{{ title }}", size=TITLE, font=XIAOBIAOSONG, centred=True)
    write_line(docx, "")
    write_line(docx, "{{ main_to }}：")
    write_line(docx, "{%p for paragraph in paragraphs %}")
    write_line(docx, "{{ paragraph }}", indented=True)
    write_line(docx, "{%p endfor %}")
    write_line(docx, "")
    write_line(docx, "{%p if tables %}")
    write_line(docx, "附件：信访数据统计表", indented=True)
    write_line(docx, "")
    write_line(docx, "{%p endif %}")
    write_line(docx, "{{ org }}", right=2)
    write_line(docx, "{{ date }}", right=4)
    _tables(docx)
    write_line(docx, "{%p if copy_to %}")
    copies = write_line(docx, "抄送：{{ copy_to }}", size=FOOT)
    _rule(copies, "top")
    _rule(copies, "bottom")
    write_line(docx, "{%p endif %}")
    number_pages(docx)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def set_page(docx: Docx) -> None:
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.left_margin = Mm(TOP), Mm(LEFT)
    section.bottom_margin = Mm(PAGE[1] - TOP - TEXT[1])
    section.right_margin = Mm(PAGE[0] - LEFT - TEXT[0])
    style = docx.styles["Normal"]
    style.font.size, style.font.name = BODY, FANGSONG
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)


def set_grid(docx: Docx) -> None:
    """22 lines of 28 characters: the pitch of lines in twentieths of a point, that of characters in 4096ths."""
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(TEXT[1] * _POINTS / LINES * 20)))
    grid.set(qn("w:charSpace"), str(round((TEXT[0] * _POINTS / CHARACTERS - BODY.pt) * 4096)))
    section = docx.sections[0]._sectPr
    for old in section.findall(qn("w:docGrid")):
        section.remove(old)
    section.append(grid)


def write_line(
    docx: Docx,
    words: str,
    *,
    size: Length = BODY,
    font: str = FANGSONG,
    centred: bool = False,
    indented: bool = False,
    right: int = 0,
    colour: RGBColor | None = None,
) -> Paragraph:
    """One paragraph; `right` counts the characters left free at the right edge of a signature."""
    paragraph = docx.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if size <= BODY:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(TEXT[1] * _POINTS / LINES)
    if indented:
        shape.first_line_indent = 2 * BODY
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment, shape.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, right * BODY
    run = paragraph.add_run(words)
    run.font.size, run.font.name = size, font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return paragraph


def _tables(docx: Docx) -> None:
    """The attachment, on a page of its own: each table with its title above and its remark below."""
    write_line(docx, "{%p if tables %}")
    write_line(docx, "附件", font=HEITI).paragraph_format.page_break_before = True
    write_line(docx, "信访数据统计表", size=TITLE, font=XIAOBIAOSONG, centred=True)
    write_line(docx, "{%p for table in tables %}")
    write_line(docx, "{{ table.title }}", size=SMALL, font=HEITI).paragraph_format.keep_with_next = True
    write_line(docx, "{%p if table.rows %}")
    grid = docx.add_table(rows=4, cols=3, style="Table Grid")
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on the next page
    for place, words in enumerate(("{%tc for column in table.columns %}", "{{ column }}", "{%tc endfor %}")):
        _cell(grid.cell(0, place), words, font=HEITI)
    for row, words in ((1, "{%tr for row in table.rows %}"), (3, "{%tr endfor %}")):
        _cell(grid.cell(row, 0), words)
    for place, words in enumerate(("{%tc for word in row %}", "{{ word }}", "{%tc endfor %}")):
        _cell(grid.cell(2, place), words)
    write_line(docx, "{%p endif %}")
    write_line(docx, "{{ table.remark }}", size=SMALL)
    write_line(docx, "{%p endfor %}")
    write_line(docx, "{%p endif %}")


def _cell(cell: _Cell, words: str, *, font: str = FANGSONG) -> None:
    """Of no width of its own: how many columns there will be only the table knows."""
    width = cell._tc.get_or_add_tcPr().get_or_add_tcW()
    width.set(qn("w:type"), "auto")
    width.set(qn("w:w"), "0")
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.font.size, run.font.name = SMALL, font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _rule(paragraph: Paragraph, side: str, *, colour: str = "000000", width: int = 6) -> None:
    """A line above or below a paragraph; `width` in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.append(borders)
    edge = OxmlElement(f"w:{side}")
    for name, value in {"val": "single", "sz": str(width), "space": "4", "color": colour}.items():
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)


def number_pages(docx: Docx) -> None:
    """— 1 — at the foot, 4号."""
    paragraph = docx.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(words if not kind else "")
        run.font.size = FOOT
        if kind == "instr":
            instruction = OxmlElement("w:instrText")
            instruction.text = words
            run._element.append(instruction)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)
