"""How a person may be reached: the fields that registration and their own page share, and the pages around them."""

import datetime as dt
from typing import Any

from django import forms

from cases.models import SafeContact
from cases.neutral_wording import Sender, telling_words
from cases.safe_contact import CAREFUL, FREE, Window
from cases.widgets import FixedChoices
from cases.wishes import Wish, check_wish
from cases.workflow.contacting import Way, Weekday
from fedportal.lib.refusals import NotAllowed

DEFAULT, FREELY, LIMITED = "", "free", "limited"
RULES = (
    (DEFAULT, "按默认（还没有问）"),
    (FREELY, "没有限制（问过本人）"),
    (LIMITED, "按本人要求"),
)
WINDOWS = (1, 2)  # so many stretches of hours may be named


def _clock(label: str) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    words = {"invalid": "请按“时:分”填写，如 09:00。"}
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=words)


def _days(label: str) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, choices=Weekday.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class WishFields(forms.Form):
    """What she asks for. Everything may be left out; ways that nobody chose are the careful ones."""

    safe_ways = forms.MultipleChoiceField(
        label="可以用的联系方式",
        choices=FixedChoices(Way.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=sorted(CAREFUL.ways),
        help_text="没有勾选的一律不用；当面总是可以",
    )
    no_message = forms.BooleanField(label="不留言", required=False, initial=True)
    number_shared = forms.BooleanField(label="号码与加害人共用，或者对方能看到", required=False)
    days_1 = _days("可以打电话的时间（一）")
    from_1, until_1 = _clock("自"), _clock("至")
    days_2 = _days("可以打电话的时间（二）")
    from_2, until_2 = _clock("自"), _clock("至")
    code_word = forms.CharField(
        label="暗语",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
        help_text="她说出这句话，表示正有危险，请立即协助报警",
    )
    safe_note = forms.CharField(
        label="安全联系说明",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如“由姐姐转告，电话 …”“接送孩子时方便”",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.asks_wish():
            return given
        for n in WINDOWS:
            self._check_window(n)
        if not self.errors:
            try:
                check_wish(self._wish())
            except NotAllowed as refused:
                self.add_error("safe_ways", str(refused))
        return given

    def asks_wish(self) -> bool:
        """Whether what is filled in here counts."""
        return True

    def _check_window(self, n: int) -> None:
        days, begins, ends = self._window(n)
        if not (days or begins or ends):
            return
        if not (begins and ends):
            self.add_error(f"from_{n}", "请填写从几点到几点。")
        elif begins >= ends:
            self.add_error(f"until_{n}", "结束时间应当晚于开始时间。")

    def _window(self, n: int) -> tuple[list[int], dt.time | None, dt.time | None]:
        given = self.cleaned_data
        return given.get(f"days_{n}") or [], given.get(f"from_{n}"), given.get(f"until_{n}")

    def _windows(self) -> tuple[Window, ...]:
        """Hours without a day mean every day."""
        asked = [self._window(n) for n in WINDOWS]
        return tuple(
            Window(tuple(days or Weekday.values), begins, ends) for days, begins, ends in asked if begins and ends
        )

    def _wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(
            ways=tuple(given["safe_ways"]) or tuple(sorted(CAREFUL.ways)),
            no_message=given["no_message"],
            number_shared=given["number_shared"],
            code_word=given["code_word"],
            note=given["safe_note"],
            windows=self._windows(),
        )


class RegisteredWishFields(WishFields):
    """As registration asks: one stroke for the default, one for freely, and the rest where she wants more."""

    contact_rule = forms.ChoiceField(
        label="安全联系",
        choices=FixedChoices(RULES),
        required=False,
        widget=forms.RadioSelect,
        initial=DEFAULT,
        help_text="涉及家庭暴力等人身危险、未成年人的，默认不留言、不发短信微信、不寄信，只打电话或者当面",
    )

    def asks_wish(self) -> bool:
        return self.cleaned_data.get("contact_rule") == LIMITED

    def wish(self) -> Wish | None:
        """What is to be kept with the matter; None where she was not asked."""
        rule = self.cleaned_data.get("contact_rule")
        if rule == FREELY:
            return Wish(ways=tuple(sorted(FREE.ways)), no_message=False)
        return self._wish() if rule == LIMITED else None


class SafeContactForm(WishFields):
    """The page of its own: as it stands now, to be changed."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, known: SafeContact | None) -> None:
        super().__init__(data, initial=_standing(known) if known else {})

    def wish(self) -> Wish:
        return self._wish()


def _standing(known: SafeContact) -> dict[str, Any]:
    windows = dict(zip(WINDOWS, known.windows.all(), strict=False))
    stretches: dict[str, Any] = {f"days_{n}": window.days for n, window in windows.items()}
    stretches |= {f"from_{n}": window.begins for n, window in windows.items()}
    stretches |= {f"until_{n}": window.ends for n, window in windows.items()}
    facts = {name: getattr(known, name) for name in ("no_message", "number_shared", "code_word")}
    return {"safe_ways": known.ways, "safe_note": known.note, **facts, **stretches}


class SettleForm(forms.Form):
    """What was done instead of what was held back."""

    use_required_attribute = False

    words = forms.CharField(
        label="处理情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="改用什么方式、什么时间联系，结果如何；不要写她的现住址和号码",
        error_messages={"required": "请写明改用什么方式、什么时间联系，结果如何。"},
    )


class ReachForm(forms.Form):
    """By which way she is to be reached now."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label="联系方式",
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择联系方式。"},
    )


class SenderForm(forms.Form):
    """The name under which the unit shows itself outside."""

    use_required_attribute = False

    name = forms.CharField(
        label="对外署名",
        max_length=40,
        help_text="写在信封、短信上，如“滨城区便民服务”；不出现妇联、维权、信访等字样",
        error_messages={"required": "请填写对外署名。"},
    )
    callback = forms.RegexField(
        r"^[0-9][0-9\-转 ]{2,39}$",
        label="回电号码",
        required=False,
        max_length=40,
        help_text="一个查不出是妇联的号码；没有的不填",
        error_messages={"invalid": "请填写电话号码，只能有数字、连字符和“转”字。"},
    )
    return_address = forms.CharField(
        label="回信地址", required=False, max_length=120, help_text="只写路名、门牌和信箱号；没有的不填"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name in ("name", "return_address"):
            if words := telling_words(given.get(name, "")):
                self.add_error(name, f"不能出现“{'”“'.join(words)}”等能看出来意的字样。")
        return given

    def sender(self) -> Sender:
        return Sender(**self.cleaned_data)
