"""A federation re-words its papers in Word, without a programmer."""

import io
import zipfile

import docx
import mammoth
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.documents.layout import built_in
from cases.documents.rendering import check, render
from cases.models import DocumentKind, DocumentTemplate
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from tests.cases.lives import DAY, Line, accepted, make_line
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def template(*lines: str) -> bytes:
    """A document that someone typed in Word."""
    made, file = docx.Document(), io.BytesIO()
    for line in lines or ("{{ org }} 自拟", "{%p for paragraph in paragraphs %}", "{{ paragraph }}", "{%p endfor %}"):
        made.add_paragraph(line)
    made.save(file)
    return file.getvalue()


def text_of(content: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)


def sent(client: Client, by: User, content: bytes, *, do: str = "use", kind: str = "acceptance") -> object:
    client.force_login(by)
    file = SimpleUploadedFile("我们的模板.docx", content)
    return client.post(reverse("cases:template", args=[kind]), {"file": file, "do": do})


def notice(line: Line) -> bytes:
    return render(accepted(line.county, at=timezone.now()).documents.get())


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return file.getvalue()


def test_the_built_in_template_passes_its_own_check() -> None:
    assert "我会决定予以受理" in text_of(check(built_in()))


def test_a_units_own_template_makes_its_papers_from_then_on(line: Line, client: Client) -> None:
    before = accepted(line.county, at=timezone.now()).documents.get()

    assert sent(client, line.county.head, template()).status_code == 302

    assert "滨城区妇女联合会 自拟" in text_of(notice(line))
    assert "自拟" not in text_of(render(before))
    assert AccessEvent.objects.filter(verb="template.use", actor=line.county.head).count() == 1


def test_the_nearest_unit_prevails_and_neighbours_have_none_of_it(line: Line, client: Client) -> None:
    sent(client, line.province.head, template("省 {{ org }}", "{{ paragraphs }}"))
    assert text_of(notice(line)).startswith("省 滨城区妇女联合会")

    sent(client, line.neighbour.head, template("惠民 {{ org }}", "{{ paragraphs }}"))
    assert text_of(notice(line)).startswith("省 ")

    sent(client, line.county.head, template("县 {{ org }}", "{{ paragraphs }}"))
    assert text_of(notice(line)).startswith("县 ")


def test_withdrawn_the_superiors_or_the_built_in_one_is_back(line: Line, client: Client) -> None:
    sent(client, line.county.head, template())
    client.force_login(line.county.head)

    assert client.post(reverse("cases:template_withdraw", args=["acceptance"])).status_code == 302

    assert "自拟" not in text_of(notice(line))
    again = client.post(reverse("cases:template_withdraw", args=["acceptance"]), follow=True)
    assert "本单位没有自己的模板。" in again.content.decode()


def test_trying_it_shows_a_sample_and_changes_nothing(line: Line, client: Client) -> None:
    answer = sent(client, line.county.head, template(), do="preview")

    assert "滨城区妇女联合会 自拟" in text_of(answer.content)
    assert not DocumentTemplate.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (template("{{ phone }}", "{{ paragraphs }}"), "不认识的字段：phone"),
        (template("{{ org }}"), "没有正文字段 paragraphs"),
        (template("{{ paragraphs "), "模板标记有误"),
        (template("{{ paragraphs }}", "{% for x in paragraphs %}"), "模板标记有误"),
        (template("{{ paragraphs }}", "{{ org.__class__.__mro__ }}"), "模板标记有误"),
        (template("{{ paragraphs }}", "{{ org.format.__globals__ }}"), "模板标记有误"),
        (template("{{ paragraphs }}", "{{ cycler.__init__ }}"), "不认识的字段：cycler"),
        (template("{{ paragraphs }}", "{{ range(9) }}"), "不能用其他语句和运算"),
        (b"%PDF-1.7 ...", "这不是 Word 文档"),
        (with_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x"), "这不是 Word 文档"),
        (with_part(template(), "word/vbaProject.bin", b"x"), "含有宏"),
        (with_part(template(), "word/media/big.png", b"\0" * 21_000_000), "解压后过大"),
        (built_in()[:-300], "这不是 Word 文档"),
        (b"\0" * (2 * 1024 * 1024 + 1), "不能大于 2 MB"),
    ],
)
def test_what_cannot_serve_is_refused_with_a_sentence(
    line: Line, client: Client, content: bytes, sentence: str
) -> None:
    answer = sent(client, line.county.head, content)

    assert answer.status_code == 200
    assert sentence in answer.context["form"].errors["file"][0]
    assert not DocumentTemplate.objects.exists()


def test_the_pages_are_for_heads_alone(line: Line, client: Client) -> None:
    for reader, status in (
        (line.county.head, 200),
        (line.county.clerk, 403),
        (user(line.tree.bincheng, Role.AGENT), 403),
    ):
        client.force_login(reader)
        assert client.get(reverse("cases:template_list")).status_code == status
        assert client.get(reverse("cases:template", args=["opinion"])).status_code == status
        assert client.get(reverse("cases:template_file", args=["opinion"])).status_code == status
    client.force_login(line.county.head)
    assert client.get(reverse("cases:template", args=["poem"])).status_code == 404


def test_the_template_in_force_when_it_was_served_makes_the_paper(line: Line, client: Client) -> None:
    paper = accepted(line.county, at=NOW).documents.get()
    sent(client, line.county.head, template())
    DocumentTemplate.objects.update(uploaded_at=NOW + DAY)

    assert "自拟" not in text_of(render(paper))
    assert DocumentTemplate.objects.in_force(DocumentKind.ACCEPTANCE, line.tree.bincheng, NOW + DAY) is not None
