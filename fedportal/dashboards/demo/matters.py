"""What comes in: one petition after another, drawn with believable shares."""

import datetime as dt
from random import Random

from cases.models import Accused, Channel, MatterClass, Party, Petition
from cases.models.contact import ORAL
from cases.registering import Intake, Taken
from fedportal.dashboards.demo import people, texts
from fedportal.orgs.models import Level, Organization

CHANNELS: dict[str, float] = {
    Channel.VISIT: 0.38,
    Channel.HOTLINE: 0.27,
    Channel.CALL: 0.14,
    Channel.WEB: 0.11,
    Channel.LETTER: 0.05,
    Channel.TRANSFER: 0.045,
    Channel.FAX: 0.005,
}
CLASSES: dict[str, float] = {
    MatterClass.REDRESS: 0.72,
    MatterClass.CONSULTATION: 0.24,
    MatterClass.SUGGESTION: 0.02,
    MatterClass.ACCUSATION: 0.02,
}
ALWAYS_CONSULTATION = {"other.consultation", "other.help", "education.training", "education.other", "family.other"}
GROUP_PRONE = ("property.land", "labour.wages", "labour.equal_pay", "property.housing")
URGENT_PRONE = {"family.dv", "family.abduction", "child.abuse", "child.sexual_abuse", "person.trafficking"}
Marital = Party.Marital
MARITAL: dict[str, float] = {
    Marital.MARRIED: 0.62,
    Marital.SINGLE: 0.12,
    Marital.DIVORCED: 0.11,
    Marital.WIDOWED: 0.08,
    Marital.UNKNOWN: 0.07,
}


def draw(
    random: Random, *, serial: int | str, scene: Organization, received_at: dt.datetime, category: str = ""
) -> Intake:
    """One matter as it would be typed in; of that kind, where one is asked for."""
    category = category or _pick(random, texts.SHARES)
    day = received_at.date()
    village = scene.region_name if scene.level >= Level.TOWNSHIP else "某村"
    request, facts = texts.request_and_facts(random, category, village=village, on=day)
    petition = Petition(
        origin_key=f"demo:{serial}",
        received_at=received_at,
        channel=_pick(random, CHANNELS),
        matter_class=_matter_class(random, category),
        category=category,
        place=scene,
        request=request,
        facts=facts,
        head_count=_head_count(random, category),
        repeat_count=random.choices((1, 2, 3, 4, 6), (0.9, 0.075, 0.015, 0.007, 0.003))[0],
        urgent=category in URGENT_PRONE and random.random() < 0.06,
        trafficking=category == "person.trafficking",
        serious_harm=category in {"family.dv", "person.life"} and random.random() < 0.004,
        media=random.random() < 0.002,
        identity_unclear=random.random() < 0.015,
    )
    taken, accused = _taken(random, petition), (_accused(random),) if petition.is_accusation else ()
    return Intake(petition, _petitioner(random, category, scene, on=day), taken, accused)


def _taken(random: Random, petition: Petition) -> Taken:
    """Nearly always read back; a call may break off."""
    if petition.channel == Channel.TRANSFER:
        return Taken(
            source_organ=random.choice(("市信访局", "县信访局", "市 12345 热线")), source_number=_reference(random)
        )
    if petition.channel in ORAL:
        broke_off = petition.channel != Channel.VISIT and random.random() < 0.04
        return Taken(unread_reason="来电中断") if broke_off else Taken(read_back=True)
    return Taken()


def _reference(random: Random) -> str:
    return f"信转〔2026〕{random.randrange(1, 2000)} 号"


def _accused(random: Random) -> Accused:
    unit = random.choice(("某村村民委员会", "某街道办事处", "某学校", "某公司"))
    relation = random.choice(("上下级", "邻里", "没有关系", ""))
    name = people.name_of(random, female=random.random() < 0.3)
    return Accused(kind=Accused.Kind.PERSON, name=name, unit=unit, relation=relation)


def _petitioner(random: Random, category: str, scene: Organization, *, on: dt.date) -> Party:
    female = random.random() < (0.8 if category.startswith("other") else 0.94)
    birth_on = people.birth_date(random, age=_age(random, category), on=on)
    knows_number = random.random() < 0.62
    return Party(
        role=Party.Role.PETITIONER,
        name=people.name_of(random, female=female),
        sex=Party.Sex.FEMALE if female else Party.Sex.MALE,
        birth_on=birth_on if knows_number else None,
        birth_year=birth_on.year,
        marital=_marital(random, category),
        id_number=people.identity_number(random, city_code=scene.code, birth_on=birth_on, female=female)
        if knows_number
        else "",
        phone=people.phone(random) if random.random() < 0.93 else "",
        address=f"{scene.region_name}{random.randrange(1, 400)}号" if random.random() < 0.85 else "",
    )


def _matter_class(random: Random, category: str) -> str:
    if category in ALWAYS_CONSULTATION:
        return MatterClass.CONSULTATION
    if category in {"other.suggestion", "other.federation"}:
        return MatterClass.SUGGESTION
    return _pick(random, CLASSES)


def _head_count(random: Random, category: str) -> int:
    if category.startswith(GROUP_PRONE) and random.random() < 0.25:
        return random.randrange(3, 24)
    return random.choices((1, 2, 3, 5), (0.94, 0.045, 0.01, 0.005))[0]


def _age(random: Random, category: str) -> int:
    if category.startswith("child") and random.random() < 0.15:
        return random.randrange(13, 18)
    if category in {"family.elder_support", "property.inheritance"}:
        return random.randrange(52, 82)
    return min(86, max(19, round(random.lognormvariate(3.66, 0.28))))


def _marital(random: Random, category: str) -> str:
    if category in {"family.affair", "family.divorce", "family.dv", "property.marital"}:
        return random.choices((Marital.MARRIED, Marital.DIVORCED), (0.95, 0.05))[0]
    if category == "family.custody":
        return Marital.DIVORCED
    return _pick(random, MARITAL)


def _pick(random: Random, shares: dict[str, float]) -> str:
    return random.choices(list(shares), list(shares.values()))[0]
