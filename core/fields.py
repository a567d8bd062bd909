"""Form fields of every app: one clean line of text, several lines, a day as dd/mm/yyyy."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from core import text

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


class LineField(forms.CharField):
    """One line: NFC, no invisible characters, single blanks; measured after cleaning, so NFD text is not "too long"."""

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean(value) if value else value


class LinesField(forms.CharField):
    """Several lines, each clean."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean_lines(value) if value else value


class DayField(forms.DateField):
    """A day as Vietnamese offices write it: 05/04/2023; never read the American way."""

    widget = forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": "Cần một ngày viết theo mẫu dd/mm/yyyy, ví dụ 05/04/2023."}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"], **kwargs)

    def prepare_value(self, value):
        return text.date_short(value) if isinstance(value, date) else value

    def to_python(self, value):
        day = super().to_python(text.clean(value) if isinstance(value, str) else value)
        if day and not EARLIEST <= day <= LATEST:
            raise ValidationError(f"Năm {day.year} không hợp lý. Kiểm tra lại ngày.")
        return day
