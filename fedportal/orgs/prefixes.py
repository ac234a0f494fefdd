"""The words before 妇信 in a petition's number: 鲁滨城妇信〔2026〕000123. Each is one unit's alone, for ever."""

from collections import Counter
from collections.abc import Iterable

from fedportal.orgs.codes import level_of
from fedportal.orgs.division_tables import Division
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import PROVINCE_LETTERS, short_name

LONGEST = 60  # the width of Organization.number_prefix


def assign_prefixes(divisions: Iterable[Division], given: dict[int, str], taken: set[str]) -> dict[int, str]:
    """Prefixes of the divisions of one province that have none yet.

    `given` are those of living units by code, `taken` all that were ever used. Higher levels choose first and
    nobody chooses again, so loading a deeper level later changes nothing above it.
    """
    by_code = {division.code: division for division in divisions}
    prefixes = dict(given)
    used = set(taken)
    for level in Level:
        waiting = [d for d in by_code.values() if d.level == level and d.code not in prefixes]
        chosen = _choose({d.code: _wishes(d, by_code, prefixes) for d in waiting}, used)
        prefixes |= chosen
        used |= set(chosen.values())
    return {code: prefix for code, prefix in prefixes.items() if code in by_code and code not in given}


def prefix_for(code: int, region: str, parent: Organization, *, year: int) -> str:
    """The prefix of one new unit; where a predecessor has used up the plain ones, the year tells them apart."""
    superior = Division(
        parent.code, Level(parent.level), parent.parent.code if parent.parent else None, parent.region_name
    )
    division = Division(code, level_of(code), parent.code, region)
    wishes = _wishes(division, {parent.code: superior}, {parent.code: parent.number_prefix})
    wishes += [f"{wish}{year}" for wish in wishes]
    taken = set(Organization.objects.filter(number_prefix__in=wishes).values_list("number_prefix", flat=True))
    return next(wish for wish in wishes if wish not in taken)


def _choose(wishes: dict[int, list[str]], used: set[str]) -> dict[int, str]:
    """Round by round: who alone wishes a free prefix gets it; those who wish the same one all try the next."""
    chosen: dict[int, str] = {}
    rounds = max((len(wish) for wish in wishes.values()), default=0)
    for turn in range(rounds):
        current = {code: wish[min(turn, len(wish) - 1)] for code, wish in wishes.items() if code not in chosen}
        wanted = Counter(current.values())
        got = {code: prefix for code, prefix in current.items() if wanted[prefix] == 1 and prefix not in used}
        chosen |= got
        used = used | set(got.values())
    return chosen


def _wishes(division: Division, by_code: dict[int, Division], prefixes: dict[int, str]) -> list[str]:
    """The prefixes that a division would take, best first; the last one holds its code and is always free."""
    if division.level >= Level.TOWNSHIP:
        wishes = _wishes_below_county(division, by_code, prefixes)
    else:
        wishes = _wishes_to_county(division, by_code)
    return [wish for wish in wishes if len(wish) <= LONGEST]


def _wishes_to_county(division: Division, by_code: dict[int, Division]) -> list[str]:
    """鲁滨城; where two counties share it both are 鲁济南市中; a county named like its own city is 湘长沙县."""
    letter = PROVINCE_LETTERS[division.code // 10**10]
    region, last = division.region, f"{letter}{division.region}{division.code}"
    if division.level == Level.PROVINCE:
        return [letter, letter + region, last]
    short = _short(division, by_code)
    superior = by_code.get(division.parent or 0)
    if superior is None or superior.level == Level.PROVINCE:
        return [letter + short, letter + region, last]
    city = short_name(superior.region, Level.CITY)
    wishes = [letter + short, letter + city + short, letter + city + region, letter + superior.region + region, last]
    return [letter + region if short == city else wishes[0], *wishes[1:]]


def _wishes_below_county(division: Division, by_code: dict[int, Division], prefixes: dict[int, str]) -> list[str]:
    """The superior's prefix and the place: 鲁滨城北镇, 鲁滨城北镇新兴."""
    base = prefixes[division.parent or 0]
    number = str(division.code)[6:9] if division.level == Level.TOWNSHIP else str(division.code)[9:]
    return [
        base + _short(division, by_code),
        base + division.region,
        f"{base}{division.region}{number}",
        base + number,
    ]


def _short(division: Division, by_code: dict[int, Division]) -> str:
    """The short name without a superior's name before it: 济源市沁园街道 → 沁园."""
    superior = by_code.get(division.parent or 0)
    region = division.region
    if superior and len(region) > len(superior.region) + 1:
        region = region.removeprefix(superior.region)
    return short_name(region, division.level)
