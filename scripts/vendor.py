"""Copies the front-end files that pages load out of node_modules to var/vendor, served as static/vendor."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "var" / "vendor"
FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "echarts/dist/echarts.min.js",  # the smaller builds have no heat map
    "htmx.org/dist/htmx.min.js",  # last: its time stamp tells make that all are there
)


def without_source_map(text: bytes) -> bytes:
    """A page must not ask for source maps, which stay in the package."""
    lines = text.splitlines(keepends=True)
    return b"".join(line for line in lines if b"# sourceMappingURL=" not in line[:25])


def main() -> None:
    """Each file whole or not at all: a page may be asking for it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        source = PROJECT / "node_modules" / file
        draft = TARGET / f"{source.name}.draft"
        draft.write_bytes(without_source_map(source.read_bytes()))
        draft.replace(TARGET / source.name)


if __name__ == "__main__":
    main()
