"""What an entry of the knowledge base says, what somebody makes of it, and which phrases are not used."""

import re
from typing import Any

from django import forms

from hotline.actions.knowledge import Said
from hotline.knowledge_facts import Category
from hotline.models import KnowledgeVersion
from hotline.models.knowledge import ANSWER_LENGTH, ARTICLE_LENGTH, QUESTION_LENGTH

ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+条")
MOST_ARTICLES = 12


class KnowledgeForm(forms.Form):
    """One version, new or on the basis of the last."""

    use_required_attribute = False

    category = forms.ChoiceField(label="类别", choices=Category.choices, error_messages={"required": "请选择类别。"})
    question = forms.CharField(
        label="问题",
        max_length=QUESTION_LENGTH,
        help_text="像来电人那样问，一句话",
        error_messages={"required": "请填写问题。"},
    )
    answer = forms.CharField(
        label="答复",
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一句一个意思，以句号结束；接线员逐句插入答复",
        error_messages={"required": "请填写答复。"},
    )
    articles = forms.CharField(
        label="法律依据",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一条，精确到条，如“反家庭暴力法第二十三条”",
        error_messages={"required": "请写明法律依据。"},
    )
    reason = forms.CharField(label="修改说明", max_length=200, required=False, help_text="改了什么、为什么改")

    def __init__(self, data: Any = None, *, version: KnowledgeVersion | None = None) -> None:
        super().__init__(data, initial=_standing(version) if version else {})
        if version is None:
            del self.fields["reason"]
        else:
            del self.fields["category"]

    def clean_articles(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["articles"].splitlines() if line.strip())
        for line in lines:
            if not ARTICLE.search(line) or len(line) > ARTICLE_LENGTH:
                raise forms.ValidationError(f"“{line[:20]}”没有写到条，请写成“反家庭暴力法第二十三条”。")
        if len(lines) > MOST_ARTICLES:
            raise forms.ValidationError(f"法律依据不超过 {MOST_ARTICLES} 条。")
        return lines

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["question"], given["answer"], given["articles"], given.get("reason", ""))


def _standing(version: KnowledgeVersion) -> dict[str, Any]:
    return {"question": version.question, "answer": version.answer, "articles": "\n".join(version.articles)}


class JudgeForm(forms.Form):
    """What a reader makes of the version that she has before her."""

    use_required_attribute = False

    number = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)
    note = forms.CharField(label="意见", max_length=200, required=False, help_text="退回、停用的写明理由")


class PhraseForm(forms.Form):
    """A phrase that is not used."""

    use_required_attribute = False

    phrase = forms.CharField(label="禁语", max_length=40, error_messages={"required": "请填写禁语。"})
    why = forms.CharField(label="为什么不能说", max_length=100, error_messages={"required": "请写明为什么不能说。"})
    instead = forms.CharField(label="可以这样说", max_length=200, required=False)
