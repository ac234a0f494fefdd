"""What an uploaded file is, told by its content and never by its name; refuses what cannot be a ledger."""

import codecs
import re
import zipfile
import zlib
from typing import BinaryIO, cast

from django.core.files import File

from fedportal.lib.office_parts import has_document_type

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 160 * 1024 * 1024  # of all parts of a workbook; a ledger of 50,000 rows takes about 100 MB
MEGABYTE = 1024 * 1024

XLSX, CSV = "xlsx", "csv"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
SAVE_AS = "请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”或“CSV UTF-8”后再导入。"


class Unreadable(Exception):
    """A file that is no ledger; the message is one Chinese sentence for the page."""


def stream_of(file: File) -> BinaryIO:
    """What lies in Django's wrapper; the readers of zip and text know it better."""
    return cast(BinaryIO, file.file)


def recognise(file: BinaryIO, size: int) -> str:
    """XLSX or CSV; raises Unreadable with what to do instead."""
    if not size:
        raise Unreadable("文件是空的，请检查后重新选择。")
    if size > MAX_BYTES:
        limit = MAX_BYTES // MEGABYTE
        raise Unreadable(f"文件有 {size / MEGABYTE:.1f} MB，超过 {limit} MB 的上限，请拆成几份分别导入。")
    head = _read_head(file)
    if head.startswith(_ZIP):
        _check_workbook(file)
        return XLSX
    if head.startswith(_OLE):
        raise Unreadable(_why_not_ole(file))
    if not head.startswith(_UTF16) and _CONTROLS.search(head):
        raise Unreadable(f"认不出这个文件，它不是表格。{SAVE_AS}")
    return CSV


def _read_head(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(64 * 1024)
    file.seek(0)
    return head


def _why_not_ole(file: BinaryIO) -> str:
    """Old workbooks and encrypted new ones share their first bytes."""
    content = file.read()
    file.seek(0)
    if _ENCRYPTED_STREAM in content:
        return "文件加了打开密码，无法读取，请在 Excel 或 WPS 中取消密码后再导入。"
    return f"这是旧版 Excel（.xls）文件。{SAVE_AS}"


def _check_workbook(file: BinaryIO) -> None:
    """Refuse archives that are no workbook, are encrypted, or would unpack to far more than a ledger."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            if has_document_type(archive):
                raise Unreadable(f"文件已损坏或者内部结构不合规范，不予打开。{SAVE_AS}")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise Unreadable(f"文件已损坏，无法打开。{SAVE_AS}") from error
    finally:
        file.seek(0)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("文件加了密码，无法读取，请取消密码后再导入。")
    names = [part.filename for part in parts]
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable(f"这是压缩文件，不是 Excel 工作簿。{SAVE_AS}")
    # A part never unpacks to more than it declares: zipfile stops there.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable(
            f"文件展开后有 {unpacked // MEGABYTE} MB，超出台账的正常大小，为安全起见不予打开。"
            "请把数据复制到新的工作簿中再导入。"
        )


def text_encoding(file: BinaryIO) -> str:
    """The encoding of a text file: UTF-16 by its mark, else UTF-8 if it is that throughout, else GB18030."""
    if _read_head(file).startswith(_UTF16):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(file, encoding):
            return encoding
    raise Unreadable(f"文件的文字编码认不出，打开会是乱码。{SAVE_AS}")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(MEGABYTE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
