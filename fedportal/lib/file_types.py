"""What a file is, told by its content and never by its name."""

import io
import zipfile
from dataclasses import dataclass

import puremagic


@dataclass(frozen=True)
class FileType:
    """One kind of file that the portal keeps."""

    label: str
    extension: str
    media_type: str
    group: str  # picture, document, sound, film


_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = (
    FileType("图片", "jpg", "image/jpeg", "picture"),
    FileType("图片", "png", "image/png", "picture"),
    FileType("PDF", "pdf", "application/pdf", "document"),
    FileType(
        "Word 文档", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"
    ),
    FileType("Excel 表格", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"),
    FileType("录音", "mp3", "audio/mpeg", "sound"),
    FileType("录音", "m4a", "audio/mp4", "sound"),
    FileType("录音", "wav", "audio/wav", "sound"),
    FileType("录音", "amr", "audio/amr", "sound"),
    FileType("视频", "mp4", "video/mp4", "film"),
)
BY_EXTENSION = {kind.extension: kind for kind in _TYPES}
# Other extensions by which the library knows the same content.
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "mpga": "mp3"}
_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


def recognise(content: bytes) -> FileType | None:
    """The kind of this content; None for everything that the portal does not keep, macros included."""
    if content.startswith(b"PK"):
        return _office(content)
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    extensions = [match.extension.lstrip(".") for match in found]
    known = [_SAME.get(extension, extension) for extension in extensions]
    return next((BY_EXTENSION[extension] for extension in known if extension in BY_EXTENSION), None)


def _office(content: bytes) -> FileType | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((BY_EXTENSION[extension] for part, extension in _PARTS.items() if part in names), None)
