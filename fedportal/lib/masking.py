"""Personal data as it stands before those who need not know it."""

HIDDEN = "（已隐去）"
ANONYMOUS = "匿名"
_DOUBLE_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|长孙|宇文|端木|南宫|独孤|淳于|呼延|申屠|太史|轩辕"
)


def surname(name: str) -> str:
    """王小芳 → 王, 欧阳兰 → 欧阳; of what is no Chinese name, its first character."""
    return name[: 2 if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else 1]


def mask_name(name: str) -> str:
    """王小芳 → 王某某, 欧阳兰 → 欧阳某; what is no Chinese name of two to five characters keeps its first one."""
    if not name or name == ANONYMOUS:
        return name
    kept = surname(name)
    return kept + "某" * min(max(len(name) - len(kept), 1), 3)


def mask_phone(number: str) -> str:
    """13812345678 → 138****5678; a short number keeps its last two digits."""
    if len(number) >= 11:
        return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:] if number else ""


def mask_id_number(number: str) -> str:
    """37160219900101002X → 371***********002X."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}" if len(number) > 7 else "*" * len(number)


def mask_address(address: str) -> str:
    """Nothing of an address is shown: it may be where a victim lives now."""
    return HIDDEN if address else ""
