"""A paper as PDF, where LibreOffice is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 10  # a letter of a page takes two; whoever waits longer prints from Word


class NoPdf(RuntimeError):
    """LibreOffice is missing, failed or took too long; the sentence says what to do instead."""


def has_pdf() -> bool:
    """Whether this machine can make PDF."""
    return shutil.which("soffice") is not None


def to_pdf(docx: bytes) -> bytes:
    """Convert in a folder and with a profile of its own, so that two never meet. Raises NoPdf."""
    program = shutil.which("soffice")
    if program is None:
        raise NoPdf("本系统没有安装 LibreOffice，请下载 Word 版后打印。")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(docx)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return source.with_suffix(".pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPdf("未能转换为 PDF，请下载 Word 版后打印。") from error
