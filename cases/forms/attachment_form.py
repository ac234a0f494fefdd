"""Files that someone adds to a petition: told by content, cleaned, scanned."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from fedportal.lib.file_types import FileType, recognise
from fedportal.lib.pictures import WrongPicture, cleaned
from fedportal.lib.virus_scan import Infected, ScannerSilent, scan

# Bytes, by group of files.
LARGEST = {"picture": 20 * 1024**2, "document": 20 * 1024**2, "sound": 50 * 1024**2, "film": 100 * 1024**2}
AT_ONCE = 10
KINDS = "照片（JPG、PNG）、PDF、Word（.docx）、Excel（.xlsx）、录音（MP3、M4A、WAV、AMR）和视频（MP4）"
ACCEPT = ".jpg,.jpeg,.png,.pdf,.docx,.xlsx,.mp3,.m4a,.wav,.amr,.mp4"


@dataclass(frozen=True)
class Clean:
    """One file that may be kept."""

    name: str
    content: bytes
    kind: FileType


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by itself."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Clean]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise forms.ValidationError("请选择文件。")
        if len(files) > AT_ONCE:
            raise forms.ValidationError(f"一次最多上传 {AT_ONCE} 个文件，请分几次上传。")
        return [_clean(file) for file in files]


def _clean(file: UploadedFile) -> Clean:
    name = PurePath(str(file.name).replace("\\", "/")).name[-100:]
    if not file.size:
        raise forms.ValidationError(f"“{name}”是空文件，没有保存。")
    if file.size > max(LARGEST.values()):
        raise forms.ValidationError(_too_large(name, max(LARGEST.values())))
    content = file.read()
    kind = recognise(content)
    if kind is None:
        raise forms.ValidationError(f"“{name}”不是可以保存的文件。可以上传{KINDS}；iPhone 照片请选“兼容性最佳”。")
    if len(content) > LARGEST[kind.group]:
        raise forms.ValidationError(_too_large(name, LARGEST[kind.group]))
    return Clean(_named(name, kind), _safe(name, content, kind), kind)


def _safe(name: str, content: bytes, kind: FileType) -> bytes:
    try:
        scan(content)
        return cleaned(content, kind.extension) if kind.group == "picture" else content
    except WrongPicture as wrong:
        raise forms.ValidationError(f"“{name}”：{wrong}") from wrong
    except Infected as error:
        raise forms.ValidationError(f"“{name}”带有病毒，没有保存。请不要再打开它，并告知系统管理员。") from error
    except ScannerSilent as error:
        raise forms.ValidationError("病毒扫描暂时不可用，文件没有保存，请稍后再试。") from error


def _named(name: str, kind: FileType) -> str:
    """The typed name with the extension that the content has."""
    stem = PurePath(name).stem or "附件"
    return f"{stem}.{kind.extension}"


def _too_large(name: str, limit: int) -> str:
    return f"“{name}”大于 {limit // 1024**2} MB，没有保存，请压缩或者分段后再上传。"


class AttachmentForm(forms.Form):
    """Files to add."""

    use_required_attribute = False

    uploads = FilesField(
        label="选择文件", widget=Files(attrs={"accept": ACCEPT}), help_text=f"{KINDS}；一次最多 {AT_ONCE} 个"
    )


class RemovalForm(forms.Form):
    """Why a file goes out of sight."""

    use_required_attribute = False

    reason = forms.CharField(label="移除原因", max_length=200, error_messages={"required": "请填写移除原因。"})
