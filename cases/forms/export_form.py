"""Why a ledger leaves the portal."""

from django import forms


class ExportForm(forms.Form):
    """The reason, which stands in the file and in the audit."""

    use_required_attribute = False

    reason = forms.CharField(
        label="导出事由",
        max_length=200,
        help_text="写明用途，如“向市妇联报送三季度重点事项”。事由写入文件和审计记录，不要写当事人姓名。",
        error_messages={"required": "请填写导出事由。", "max_length": "事由最多 200 个字。"},
    )
