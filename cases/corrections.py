"""What of a registered petition may be corrected: its values, their labels, and how they are said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cases.categories import CATEGORIES
from cases.merging import Values, plain
from cases.models import Channel, MatterClass, Party, Petition
from cases.workflow import Litigation
from fedportal.lib.masking import mask_id_number

NOTHING = "（空）"
LONG = ("facts", "request", "earlier_handling", "earlier_litigation")  # texts of which the timeline keeps the old one


@dataclass(frozen=True)
class Corrected:
    """One value: its label, how it is said, and whether it is a person's."""

    label: str
    words: Callable[[Any], str] = str
    personal: bool = False
    inputs: tuple[str, ...] = ()  # of the form, where they are called otherwise


def _tick(value: object) -> str:
    return "是" if value and value != "False" else "否"


def _of(choices: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    labels = {str(value): str(label) for value, label in choices}
    return lambda value: labels.get(str(value), str(value))


FIELDS: dict[str, Corrected] = {
    "identity_unclear": Corrected("姓名、住址不清", _tick),
    "name": Corrected("姓名", personal=True),
    "id_number": Corrected("身份证号", mask_id_number, personal=True),
    "sex": Corrected("性别", _of(Party.Sex.choices), personal=True),
    "birth": Corrected("出生日期（年份）", personal=True, inputs=("birth_on", "birth_year")),
    "marital": Corrected("婚姻状况", _of(Party.Marital.choices), personal=True),
    "phone": Corrected("联系方式", personal=True),
    "address": Corrected("住址", personal=True),
    "head_count": Corrected("信访人数"),
    "repeat_count": Corrected("第几次反映"),
    "received_at": Corrected("收到时间", lambda value: plain(value).replace("T", " ")),
    "channel": Corrected("信访形式", _of(Channel.choices)),
    "facts": Corrected("主要事实"),
    "request": Corrected("诉求"),
    "matter_class": Corrected("事项性质", _of(MatterClass.choices)),
    "category": Corrected("事项类别", lambda value: CATEGORIES[str(value)].path),
    "place": Corrected("问题属地", lambda value: getattr(value, "region_name", str(value))),
    "litigation_status": Corrected("涉诉情况", _of(Litigation.choices)),
    "earlier_handling": Corrected("以前的行政处理"),
    "earlier_litigation": Corrected("以前的诉讼"),
    "minor": Corrected("涉及未成年人", _tick),
    "trafficking": Corrected("涉嫌拐卖", _tick),
    "serious_harm": Corrected("有人死亡或重伤", _tick),
    "media": Corrected("媒体关注", _tick, inputs=("media_attention",)),
}
OF_PARTY = tuple(name for name, field in FIELDS.items() if field.personal)
OF_PETITION = tuple(name for name in FIELDS if name not in OF_PARTY)


def personal_of(party: Party) -> dict[str, Any]:
    """What of it is the petitioner's own data."""
    birth = party.birth_on or party.birth_year
    return {name: birth if name == "birth" else getattr(party, name) for name in OF_PARTY}


def values_of(petition: Petition, party: Party) -> dict[str, Any]:
    """Everything that may be corrected, of rows that stand or of ones that were typed."""
    of_party = personal_of(party)
    return {name: of_party[name] if name in of_party else getattr(petition, name) for name in FIELDS}


def said(name: str, value: object) -> str:
    """A value in words, for those who may see it."""
    return FIELDS[name].words(value) if value not in (None, "") else NOTHING


def inputs_of(name: str) -> tuple[str, ...]:
    """The inputs of the form that carry this value."""
    return FIELDS[name].inputs or (name,)


def typed_as(values: Values) -> dict[str, str]:
    """The values as the form would send them; an unticked box sends nothing.

    The identity number is shown nowhere in full: its input stays empty, which leaves the number as it is.
    """
    typed: dict[str, str] = {}
    for name, value in values.items():
        text = "on" if value is True else "" if name == "id_number" else plain(value)
        typed |= dict.fromkeys(inputs_of(name), text)
    birth = plain(values["birth"]) if "birth" in values else ""
    if "birth" in values:
        typed |= {"birth_on": birth if "-" in birth else "", "birth_year": "" if "-" in birth else birth}
    for name in ("phone", "address"):
        if name in values and not values.get("identity_unclear"):
            typed[name] = typed[name] or "不详"
    return typed


def recorded(before: Values, after: Values, names: Iterable[str]) -> dict[str, Any]:
    """What the timeline keeps of a correction: what it was and became, as codes; of a person only which data.

    The timeline lies before superiors who see no personal data whole: what stood is kept as FormerValue alone.
    """
    changed = {name: [_code(before[name]), _code(after[name])] for name in names if name in OF_PETITION}
    personal = [name for name in names if name in OF_PARTY]
    return {key: value for key, value in (("changed", changed), ("personal", personal)) if value}


def _code(value: Any) -> str | bool | int:
    if isinstance(value, bool | int):
        return value
    return getattr(value, "region_name", None) or plain(value)


def changed_words(changed: dict[str, list[Any]]) -> str:
    """信访形式：来访 → 来信；a line each, a long text below its label as it was."""
    return "\n".join(_line(name, *pair) for name, pair in changed.items())


def _line(name: str, before: Any, after: Any) -> str:
    label = FIELDS[name].label
    if name in LONG:
        return f"{label}，原为：{before}"
    return f"{label}：{said(name, before)} → {said(name, after)}"


def personal_words(names: list[str]) -> str:
    return "、".join(FIELDS[name].label for name in names)
