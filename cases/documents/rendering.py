"""Puts the words of a paper into its template. Templates are data of strangers to the code: they run in a sandbox."""

import io
import zipfile
import zlib
from functools import cache

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml.etree import LxmlError

from cases.documents.fields import FIELDS, SAMPLE, fields_of
from cases.documents.layout import built_in
from cases.documents.plain_words import PlainEnvironment
from cases.models import Document, DocumentTemplate
from fedportal.lib.office_parts import has_document_type, reaches_outside

LARGEST = 2 * 1024 * 1024  # bytes of an uploaded template
LARGEST_UNPACKED = 20 * 1024 * 1024  # bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, LxmlError, NotImplementedError, EOFError)


class WrongTemplate(Exception):
    """Why a file cannot serve as a template, in a sentence for the officer who uploaded it."""


def render(document: Document) -> bytes:
    """The paper as .docx, by the template that was in force for its unit when it was served (now, if it is not)."""
    template = DocumentTemplate.objects.in_force(document.kind, document.org, document.served_at)
    return fill(template.content() if template else _built_in(), fields_of(document))


def fill(template: bytes, words: dict[str, object]) -> bytes:
    """A template with these words in its places; raises jinja2's TemplateError where it asks for others."""
    docx = DocxTemplate(io.BytesIO(template))
    docx.render(words, PlainEnvironment(), autoescape=True)
    file = io.BytesIO()
    docx.save(file)
    return file.getvalue()


def check(content: bytes) -> bytes:
    """Try an uploaded template; the sample paper that it makes. Raises WrongTemplate."""
    _check_archive(content)
    try:
        asked = DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(PlainEnvironment())
        if unknown := sorted(asked - FIELDS.keys()):
            raise WrongTemplate(f"模板中有不认识的字段：{'、'.join(unknown)}。请对照可用字段修改。")
        if "paragraphs" not in asked:
            raise WrongTemplate("模板中没有正文字段 paragraphs，生成的公文将没有正文。")
        return fill(content, SAMPLE)
    except TemplateError as error:
        raise WrongTemplate(f"模板标记有误：{error.message or type(error).__name__}。") from error
    except (TypeError, RecursionError, OverflowError) as error:
        raise WrongTemplate("模板标记有误：字段的用法不对，请对照可用字段修改。") from error
    except _BROKEN as error:
        raise WrongTemplate("这不是完整的 Word 文档（.docx），请另存为 .docx 后再上传。") from error


def _check_archive(content: bytes) -> None:
    if len(content) > LARGEST:
        raise WrongTemplate("模板不能大于 2 MB，请压缩其中的图片。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(archive, parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise WrongTemplate("这不是 Word 文档（.docx）。旧格式（.doc、.wps）请另存为 .docx 后再上传。") from error


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise WrongTemplate("这不是 Word 文档（.docx）。旧格式（.doc、.wps）请另存为 .docx 后再上传。")
    if any(name.endswith(".bin") for name in names):
        raise WrongTemplate("模板含有宏或嵌入对象，请删除后再上传。")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise WrongTemplate("模板解压后过大，请删除其中的大图片。")
    if has_document_type(archive):
        raise WrongTemplate("模板的内部结构不合规范，请在 Word 或 WPS 中新建文档，把内容复制过去再上传。")
    if reaches_outside(archive):
        raise WrongTemplate("模板链接了外部的模板、图片或内容，请改为嵌入后再上传。")


@cache
def _built_in() -> bytes:
    return built_in()
