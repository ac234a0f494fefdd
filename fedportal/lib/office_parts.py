"""What must not stand in the parts of an Office file that the portal itself opens."""

import re
import zipfile

HEAD = 64 * 1024  # bytes in which the root of a part has to begin
_ROOT = re.compile(r"<[A-Za-z_]")
_EXTERNAL = re.compile(r"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.DOTALL)
_LINK = re.compile(r"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_FIELD = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|RD)\b")
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)|w:instr\s*=\s*\"([^\"]*)\"")


def has_document_type(archive: zipfile.ZipFile) -> bool:
    """Whether a part declares entities of its own, or hides where it begins: no office program writes that.

    Entities that hold each other make gigabytes of a few lines (“a billion laughs”), or name files of this machine.
    """
    return any(_declares(archive, part) for part in archive.infolist() if part.filename.endswith((".xml", ".rels")))


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as file:
        head = file.read(HEAD)
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="ignore")
    root = _ROOT.search(text)
    if root is None:
        return "<!" in text or len(head) == HEAD
    return "<!DOCTYPE" in text[: root.start()]


def reaches_outside(archive: zipfile.ZipFile) -> bool:
    """Whether opening the file would fetch something from elsewhere: a linked template, picture or text.

    Links that somebody has to click are none.
    """
    return any(
        _is_fetched(archive.read(part).decode("utf-8", errors="ignore"), part.filename)
        for part in archive.infolist()
        if part.filename.endswith((".xml", ".rels"))
    )


def _is_fetched(text: str, name: str) -> bool:
    if name.endswith(".rels"):
        return any(not _LINK.search(found[0]) for found in _EXTERNAL.finditer(text))
    instructions = "".join(found[1] or found[2] or "" for found in _INSTRUCTION.finditer(text))
    return bool(_FIELD.search(instructions))
