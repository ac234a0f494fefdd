"""Papers as files, read back by other libraries than the one that wrote them."""

import io
import re
import shutil
import zipfile

import mammoth
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions.documents import freeze, reword, serve_document
from cases.actions.templates import use_template
from cases.documents.layout import built_in
from cases.documents.rendering import render
from cases.models import Document, DocumentKind
from cases.wording import Wording
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, accepted, decided, make_line, sent_down
from tests.cases.samples import NOW
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def waiting(line: Line) -> Document:
    """An opinion that has still to be served."""
    return decided(line.county, at=timezone.now(), told_how="later").documents.get(kind=DocumentKind.OPINION)


def text_of(content: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def get(client: Client, reader: object, name: str, *args: object) -> object:
    client.force_login(reader)
    return client.get(reverse(name, args=args))


def body(answer: object) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_the_file_says_what_the_paper_says(waiting: Document) -> None:
    lines = [text for text in text_of(render(waiting)).splitlines() if text.strip()]

    made = timezone.localtime(waiting.made_at)
    assert lines[:4] == ["滨城区妇女联合会", waiting.number, waiting.title, "王小芳："]
    assert lines[4:-2] == waiting.paragraphs
    assert lines[-2:] == ["滨城区妇女联合会", f"{made.year}年{made.month}月{made.day}日"]


def test_the_page_has_the_measures_of_the_standard(waiting: Document) -> None:
    """GB/T 9704-2012: A4, top 37 mm, left 28 mm, text area 156 x 225 mm, 22 lines of 28 characters, 3号 and 2号."""
    xml = part(render(waiting), "word/document.xml")

    def millimetres(tag: str, name: str) -> int:
        value = re.search(rf'<w:{tag}[^>]*w:{name}="(\d+)"', xml)
        assert value is not None
        return round(int(value[1]) / 1440 * 25.4)

    assert (millimetres("pgSz", "w"), millimetres("pgSz", "h")) == (210, 297)
    assert (millimetres("pgMar", "top"), millimetres("pgMar", "left")) == (37, 28)
    assert (297 - 37 - millimetres("pgMar", "bottom"), 210 - 28 - millimetres("pgMar", "right")) == (225, 156)
    grid = re.search(r"<w:docGrid[^>]*>", xml)
    assert grid is not None
    assert 'w:linePitch="580"' in grid[0]  # 225 mm in 22 lines, in twentieths of a point
    assert {"32", "44"} <= set(re.findall(r'<w:sz w:val="(\d+)"', xml))  # half points
    assert "仿宋_GB2312" in xml
    assert "方正小标宋简体" in xml
    assert "PAGE" in part(render(waiting), "word/footer1.xml")


def test_copies_are_named_only_where_there_are_any(waiting: Document, line: Line) -> None:
    assert "抄送" not in text_of(render(waiting))

    words = Wording(waiting.title, waiting.main_to, "另拟。\n共两段。", copy_to="滨州市妇女联合会")
    row = reword(waiting, words, by=line.county.handler, at=timezone.now())

    text = text_of(render(row))
    assert "抄送：滨州市妇女联合会" in text
    assert ("另拟。" in text, "共两段。" in text) == (True, True)


@pytest.mark.parametrize("words", ["<b>张某</b> & 李某", "{{ org }}", "{% for x in y %}", "]]>"])
def test_what_was_typed_stays_what_it_is(waiting: Document, line: Line, words: str) -> None:
    row = reword(waiting, Wording("标题", "王小芳", words), by=line.county.handler, at=timezone.now())

    assert words in text_of(render(row))


def test_a_served_paper_is_frozen_even_if_the_template_changes(waiting: Document, line: Line, client: Client) -> None:
    serve_document(waiting, how="in_person", served_at=waiting.made_at, by=line.county.clerk, at=timezone.now())
    first = body(get(client, line.county.clerk, "cases:document_file", waiting.pk, "docx"))

    use_template("opinion", built_in(), file_name="新.docx", by=line.county.head, at=timezone.now())
    freeze(waiting, b"another")
    again = body(get(client, line.county.clerk, "cases:document_file", waiting.pk, "docx"))

    assert first == again
    waiting.refresh_from_db()
    assert len(waiting.file_digest) == 64
    assert AccessEvent.objects.filter(verb="document.download", object_id=waiting.pk).count() == 2


def test_what_was_served_is_not_reworded(waiting: Document, line: Line, client: Client) -> None:
    serve_document(waiting, how="in_person", served_at=waiting.made_at, by=line.county.clerk, at=timezone.now())

    with pytest.raises(NotAllowed, match="已经送达"):
        reword(waiting, Wording("标题", "王小芳", "改。"), by=line.county.handler, at=timezone.now())
    client.force_login(line.county.handler)
    sent = {"title": "标题", "main_to": "王小芳", "body": "改。"}
    assert client.post(reverse("cases:document_edit", args=[waiting.pk]), sent).status_code == 409
    waiting.refresh_from_db()
    assert "改。" not in waiting.body


def test_rewording_keeps_what_was_there_before(waiting: Document, line: Line, client: Client) -> None:
    before = waiting.body
    client.force_login(line.county.handler)
    address = reverse("cases:document_edit", args=[waiting.pk])
    seen = client.get(address).context["form"]["seen"].value()
    sent = {"title": waiting.title, "main_to": "王小芳", "body": "改后的正文。", "seen": seen}

    assert client.post(address, sent).status_code == 302

    waiting.refresh_from_db()
    assert waiting.body == "改后的正文。"
    assert waiting.petition.events.latest("pk").data["before"] == before


def test_only_the_holder_and_the_writer_read_a_paper(line: Line, client: Client) -> None:
    paper = sent_down(line, at=timezone.now()).documents.get()

    for reader, status in (
        (line.city.clerk, 200),
        (line.county.clerk, 200),
        (line.province.head, 404),
        (line.neighbour.clerk, 404),
    ):
        assert get(client, reader, "cases:document", paper.pk).status_code == status
        assert get(client, reader, "cases:document_file", paper.pk, "docx").status_code == status
    assert get(client, line.county.clerk, "cases:document_edit", paper.pk).status_code == 409


def test_serving_has_a_moment_that_can_be(line: Line) -> None:
    paper = decided(line.county, told_how="later").documents.get(kind=DocumentKind.OPINION)

    for moment in (NOW - DAY, NOW + 2 * DAY):
        with pytest.raises(NotAllowed, match="送达时间"):
            serve_document(paper, how="in_person", served_at=moment, by=line.county.clerk, at=NOW + DAY)
    with pytest.raises(NotAllowed, match="只有发文单位"):
        serve_document(paper, how="in_person", served_at=NOW, by=line.city.clerk, at=NOW)
    serve_document(paper, how="in_person", served_at=NOW, by=line.county.clerk, at=NOW, receipt="EMS 1234")
    with pytest.raises(NotAllowed, match="登记送达"):
        serve_document(paper, how="in_person", served_at=NOW, by=line.county.clerk, at=NOW)
    assert paper.petition.events.latest("pk").note == "EMS 1234"


def test_the_page_serves_a_paper_and_its_clock_stops(line: Line, client: Client) -> None:
    row = decided(line.county, at=timezone.now(), told_how="later")
    paper = row.documents.get(kind=DocumentKind.OPINION)
    client.force_login(line.county.clerk)
    address = reverse("cases:document_serve", args=[paper.pk])

    missing = client.post(address, {"served_at": ""})
    assert missing.context["form"].errors == {"how": ["请选择送达方式。"], "served_at": ["请填写送达时间。"]}
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert client.post(address, {"how": "in_person", "served_at": now}).status_code == 302

    assert row.deadlines.get(kind="handle").outcome == "met"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_paper_becomes_pdf(waiting: Document, line: Line, client: Client) -> None:
    answer = get(client, line.county.clerk, "cases:document_file", waiting.pk, "pdf")

    assert body(answer).startswith(b"%PDF-")


@pytest.mark.skipif(shutil.which("soffice") is not None, reason="LibreOffice is installed")
def test_without_libreoffice_there_is_no_pdf_and_no_button(waiting: Document, line: Line, client: Client) -> None:
    assert get(client, line.county.clerk, "cases:document_file", waiting.pk, "pdf").status_code == 404
    assert "下载 PDF" not in get(client, line.county.clerk, "cases:document", waiting.pk).content.decode()


def test_each_kind_has_its_own_gapless_series(line: Line) -> None:
    for _ in range(3):
        accepted(line.county)

    numbers = Document.objects.filter(kind=DocumentKind.ACCEPTANCE).order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [f"鲁滨城妇信告〔2026〕{n}号" for n in (1, 2, 3)]
