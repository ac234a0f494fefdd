"""The wording of a paper, and the upload of a template."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.actions.documents import REWORDED, words_of
from cases.documents.rendering import LARGEST, WrongTemplate, check
from cases.merging import Seen
from cases.models import Document, Event
from cases.wording import Wording


class WordingForm(forms.Form):
    """What a paper says, for as long as it may still be changed."""

    use_required_attribute = False

    title = forms.CharField(label="标题", max_length=200, error_messages={"required": "请填写标题。"})
    main_to = forms.CharField(label="主送", max_length=300, error_messages={"required": "请填写主送对象。"})
    body = forms.CharField(
        label="正文",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="一段一行；不要写住址、电话和身份证号",
        error_messages={"required": "请填写正文。"},
    )
    copy_to = forms.CharField(label="抄送", max_length=300, required=False)

    # Comes back with a draft: what was typed yesterday is laid over what the page showed yesterday.
    seen = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-draft-keep": ""}))

    def __init__(self, data: Any = None, *, document: Document) -> None:
        self.document, self.standing = document, words_of(document)
        last = Event.objects.filter(petition=document.petition_id).order_by("-pk").values_list("pk", flat=True)
        self.now_seen = Seen.of(self.standing, event=last.first()).sealed(document)
        super().__init__(data, initial=self.standing | {"seen": self.now_seen})

    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in REWORDED})


class TemplateForm(forms.Form):
    """A .docx to make papers from: tried before it is taken."""

    use_required_attribute = False

    file = forms.FileField(
        label="模板文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text="Word 文档（.docx），不大于 2 MB",
        error_messages={"required": "请选择模板文件。", "empty": "文件是空的，请重新选择。"},
    )
    content: bytes
    sample: bytes  # the paper that it makes of invented words

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("模板不能大于 2 MB，请压缩其中的图片。")
        self.content = file.read()
        try:
            self.sample = check(self.content)
        except WrongTemplate as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return file
