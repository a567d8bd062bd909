"""Gia hạn: which units, until which day, why."""

from django import forms

from campaign.models import Period
from core.fields import DayField, LinesField
from core.text import REASON_LIMIT
from reports.selectors.deadlines import ExtendableUnit


class ExtensionForm(forms.Form):
    """The service judges the day and the reason; the form only reads them."""

    units = forms.MultipleChoiceField(
        label="Đơn vị được gia hạn",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị.", "invalid_choice": "Đơn vị này không chọn được nữa."},
    )
    last_day_in_time = DayField(label="Gia hạn đến hết ngày", help_text="Nộp đến hết ngày này là đúng hạn.")
    reason = LinesField(
        label="Lý do",
        max_length=REASON_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: mất điện diện rộng ba ngày từ 17/12, đơn vị có công văn đề nghị.",
    )

    def __init__(self, period: Period, rows: list[ExtendableUnit], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {row.unit.code: row for row in rows}
        self.fields["units"].choices = [(row.unit.code, row.label) for row in rows]
        self.fields["last_day_in_time"].error_messages["required"] = "Ghi ngày cuối được tính là đúng hạn."
        self.fields["reason"].error_messages["required"] = "Ghi lý do gia hạn; đơn vị và thanh tra đều đọc được."

    def chosen(self) -> list:
        return [self.rows[code].unit for code in self.cleaned_data["units"]]
