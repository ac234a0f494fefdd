"""Files of a petition: told by content, cleaned, kept out of the web's reach, seen by those who see the whole case."""

import io
import shutil
import socket
import subprocess
import wave
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from cases.actions.attachments import MOST_FILES, attach, remove
from cases.actions.ending import is_unchanged
from cases.models import Attachment, Petition
from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.lib.file_types import BY_EXTENSION
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, decided, handled, make_line
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS = 34853  # the tag of the place in Exif
ORIENTATION = 274


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return handled(line.county, at=timezone.now())


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 20), *, turned: bool = False) -> bytes:
    """As a telephone takes it: with its place, and lying on its side if `turned`."""
    picture, exif, file = Image.new("RGB", size, "red"), Image.Exif(), io.BytesIO()
    exif[GPS] = {1: "N", 2: (37.0, 22.0, 0.0)}
    exif[271] = "某牌手机"
    if turned:
        exif[ORIENTATION] = 6
    picture.save(file, form, exif=exif)
    return file.getvalue()


def word() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def sheet() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\0" * 800)
    return file.getvalue()


def with_macro(content: bytes) -> bytes:
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return file.getvalue()


def sent(client: Client, by: User, row: Petition, *files: tuple[str, bytes]) -> object:
    client.force_login(by)
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse("cases:attachment_add", args=[row.pk]), {"uploads": uploads})


def problem(answer: object) -> str:
    return str(answer.context["form"].errors["uploads"][0])


def test_what_a_file_is_its_content_decides(client: Client, line: Line, row: Petition) -> None:
    files = (
        ("照片.JPG", photo()),
        ("截图.jpg", photo("PNG")),
        ("病历.exe", b"%PDF-1.7\n1 0 obj\n"),
        ("申请.doc", word()),
        ("流水.docx", sheet()),
        ("录音", sound()),
        ("通话.amr", b"#!AMR\n\x3c\x00"),
        ("视频.mov", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2"),
    )

    assert sent(client, line.county.handler, row, *files).status_code == 302

    assert [file.name for file in row.attachments.order_by("pk")] == [
        *("照片.jpg", "截图.png", "病历.pdf", "申请.docx", "流水.xlsx", "录音.wav", "通话.amr", "视频.mp4")
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("照片.jpg", b"MZ\x90\0" + b"\0" * 60, "“照片.jpg”不是可以保存的文件"),
        ("报告.pdf", b"<html><script>alert(1)</script>", "不是可以保存的文件"),
        ("申请.docx", with_macro(word()), "不是可以保存的文件"),
        ("压缩.zip", b"PK\x05\x06" + b"\0" * 18, "不是可以保存的文件"),
        ("空.pdf", b"", "空文件"),
        ("坏.jpg", photo()[:200], "图片不完整"),
        ("大.pdf", b"%PDF-1.7\n" + b"\0" * (20 * 1024**2), "大于 20 MB"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence_and_nothing_of_the_rest_is_kept(
    client: Client, line: Line, row: Petition, name: str, content: bytes, sentence: str
) -> None:
    answer = sent(client, line.county.handler, row, ("好.jpg", photo()), (name, content))

    assert answer.status_code == 200
    assert sentence in problem(answer)
    assert not row.attachments.exists()


def test_a_picture_loses_its_place_and_device_and_stands_upright(client: Client, line: Line, row: Petition) -> None:
    sent(client, line.county.handler, row, ("照片.jpg", photo(turned=True)))

    kept = row.attachments.get()
    with kept.file.open("rb") as file, Image.open(file) as picture:
        assert picture.size == (20, 40)
        assert dict(picture.getexif()) == {}
    assert b"Exif" not in Path(kept.file.path).read_bytes()


def test_a_picture_bomb_is_refused(client: Client, line: Line, row: Petition) -> None:
    file = io.BytesIO()
    Image.new("1", (10_000, 8_500)).save(file, "PNG")

    assert "图片尺寸过大" in problem(sent(client, line.county.handler, row, ("大图.png", file.getvalue())))


def test_it_lies_outside_the_web_root_under_a_name_that_tells_nothing(
    client: Client, line: Line, row: Petition, settings: Settings
) -> None:
    sent(client, line.county.handler, row, ("王小芳伤情.jpg", photo()))

    path = Path(row.attachments.get().file.path)
    assert "王小芳" not in str(path)
    assert Path(settings.STATIC_ROOT) not in path.parents
    assert path.stat().st_mode & 0o077 == 0


def test_who_sees_the_whole_case_downloads_it_and_others_learn_only_how_many(
    client: Client, line: Line, row: Petition
) -> None:
    sent(client, line.county.handler, row, ("伤情.jpg", photo()))
    address = reverse("cases:attachment", args=[row.attachments.get().pk])

    for reader, status in (
        (line.county.clerk, 200),
        (line.city.head, 404),
        (line.province.head, 404),
        (line.neighbour.head, 404),
    ):
        client.force_login(reader)
        assert client.get(address).status_code == status
    assert [event.actor for event in AccessEvent.objects.filter(verb="attachment.download")] == [line.county.clerk]
    client.force_login(line.city.head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "共 1 个附件，只对承办单位显示" in page
    assert "伤情" not in page.split("办理过程")[0]


def test_a_download_is_never_a_page(client: Client, line: Line, row: Petition) -> None:
    sent(client, line.county.handler, row, ("伤情 照片.jpg", photo()), ("病历.pdf", b"%PDF-1.7\n1 0 obj\n"))
    client.force_login(line.county.clerk)

    pdf, picture = (
        client.get(reverse("cases:attachment", args=[made.pk])) for made in row.attachments.order_by("-pk")
    )

    assert pdf["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert picture["Content-Type"] == "image/jpeg"
    for answer in (pdf, picture):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert answer["Cache-Control"] == "no-store"


def test_the_same_file_twice_is_one(client: Client, line: Line, row: Petition) -> None:
    sent(client, line.county.handler, row, ("一.pdf", b"%PDF-1.7\n1 0 obj\n"))
    sent(client, line.county.handler, row, ("二.pdf", b"%PDF-1.7\n1 0 obj\n"))

    assert [made.name for made in row.attachments.all()] == ["一.pdf"]


def test_removed_it_is_out_of_sight_and_the_reason_stays(client: Client, line: Line, row: Petition) -> None:
    sent(client, line.county.handler, row, ("误传.pdf", b"%PDF-1.7\n1 0 obj\n"))
    made = row.attachments.get()
    address = reverse("cases:attachment_remove", args=[made.pk])
    assert client.post(address, {"reason": " "}).context["form"].errors == {"reason": ["请填写移除原因。"]}

    assert client.post(address, {"reason": "传错了人的材料"}).status_code == 302

    made.refresh_from_db()
    assert (made.removed_by, made.removal_reason) == (line.county.handler, "传错了人的材料")
    assert client.get(reverse("cases:attachment", args=[made.pk])).status_code == 404
    assert row.events.latest("pk").note == "传错了人的材料"
    assert Path(made.file.path).exists()


def test_strangers_superiors_and_the_wrong_roles_change_nothing(client: Client, line: Line, row: Petition) -> None:
    file = ("一.pdf", b"%PDF-1.7\n1 0 obj\n")

    assert sent(client, line.neighbour.handler, row, file).status_code == 404
    assert sent(client, line.city.handler, row, file).status_code == 404
    with pytest.raises(NotAllowed, match="只有承办单位"):
        attach(row, "一.pdf", file[1], BY_EXTENSION["pdf"], by=line.city.handler, at=timezone.now())
    assert not Attachment.objects.exists()


def test_a_case_holds_only_so_many(line: Line, row: Petition) -> None:
    def keep(n: int) -> None:
        content = b"%%PDF-1.7 %d" % n
        attach(row, f"{n}.pdf", content, BY_EXTENSION["pdf"], by=line.county.handler, at=timezone.now())

    for n in range(MOST_FILES):
        keep(n)
    with pytest.raises(NotAllowed, match="每件最多保存 100 个附件"):
        keep(MOST_FILES)


def test_an_archived_file_proves_its_attachments_too(line: Line) -> None:
    row = decided(line.county)
    made = attach(row, "一.pdf", b"%PDF-1.7", BY_EXTENSION["pdf"], by=line.county.handler, at=NOW)
    row = moved(row, "close", by=line.county.clerk, at=NOW + DAY, agreed=True)
    row = moved(row, "archive", by=line.county.clerk, at=NOW + DAY, retention="10y")
    assert is_unchanged(row)

    with pytest.raises(NotAllowed, match="已经归档"):
        remove(made, reason="藏起来", by=line.county.handler, at=NOW + 2 * DAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_attachment SET digest = repeat('0', 64) WHERE id = %s", [made.pk])

    assert not is_unchanged(Petition.objects.get(pk=row.pk))


def test_a_scanner_that_does_not_answer_keeps_everything_out(
    client: Client, line: Line, row: Petition, settings: Settings
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{free.getsockname()[1]}"

    answer = sent(client, line.county.handler, row, ("一.pdf", b"%PDF-1.7\n1 0 obj\n"))

    assert "病毒扫描暂时不可用" in problem(answer)
    assert not Attachment.objects.exists()


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    """A real clamd with one signature: that of the test file which every scanner knows."""
    (tmp_path / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    address = tmp_path / "clamd.sock"
    (tmp_path / "clamd.conf").write_text(f"LocalSocket {address}\nDatabaseDirectory {tmp_path}\nForeground yes\n")
    command = ["clamd", "--config-file", str(tmp_path / "clamd.conf")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for words in process.stdout:
            if "Listening" in words or "Self checking" in words:
                break
        yield f"unix://{address}"
        process.terminate()


@pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed")
def test_a_real_scanner_finds_the_harmful_one(
    client: Client, line: Line, row: Petition, settings: Settings, clamd: str
) -> None:
    settings.CLAMD_ADDRESS = clamd

    assert "带有病毒" in problem(sent(client, line.county.handler, row, ("一.pdf", b"%PDF-1.7\n" + EICAR)))
    assert sent(client, line.county.handler, row, ("二.jpg", photo())).status_code == 302


def test_several_are_kept_all_or_none_and_leave_no_file_behind(
    client: Client, line: Line, row: Petition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.actions.attachments.MOST_FILES", 1)
    before = stored()
    client.force_login(line.county.handler)
    files = [SimpleUploadedFile(f"{n}.jpg", photo(size=(40, 20 + n))) for n in range(2)]

    answer = client.post(reverse("cases:attachment_add", args=[row.pk]), {"uploads": files})

    assert answer.status_code == 409
    assert not row.attachments.exists()
    assert stored() == before


def stored() -> set[str]:
    return set(default_storage.listdir("attachments")[1]) if default_storage.exists("attachments") else set()
