"""The fields of reports: numbers as offices write them, long texts, yes or no, grades; and those of one indicator."""

from django import forms
from django.core.exceptions import ValidationError

from core.text import clean_lines, format_decimal, input_decimal, parse_decimal
from criteria.enums import IndicatorKind
from criteria.models import Indicator
from reports.rules import TEXT_LIMIT, Figures, problems

NUMBER_LENGTH = 40


class NumberField(forms.CharField):
    """A number as Vietnamese offices write it; what can be read in two ways is refused with a sentence."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs):
        # "required" only spares the words "(không bắt buộc)": an empty field is a line not answered yet
        super().__init__(required=True, strip=True, **kwargs)

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        if len(str(value)) > NUMBER_LENGTH:
            raise ValidationError(f"Ô này chỉ nhận một số không quá {NUMBER_LENGTH} ký tự, ví dụ 1.510.")
        try:
            return parse_decimal(str(value))
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault

    def validate(self, value):
        return None

    def run_validators(self, value):
        return None  # to_python has said it all

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else input_decimal(value)


class LongText(forms.CharField):
    """Several lines of NFC text, no longer than `limit` characters."""

    def __init__(self, limit: int, rows: int = 4, *, judged_later: bool = False, **kwargs):
        """`judged_later`: shown as required, but the form decides whether it is."""
        self.limit, self.judged_later = limit, judged_later
        required = judged_later or kwargs.pop("required", False)
        super().__init__(required=required, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value):
        return clean_lines(super().to_python(value))

    def validate(self, value):
        if not self.judged_later:
            super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                f"Nội dung dài {format_decimal(len(value))} ký tự, quá mức {format_decimal(self.limit)}. Hãy rút gọn."
            )


class YesNoField(forms.TypedChoiceField):
    """Có, Chưa, or nothing said yet."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("1", "Có"), ("0", "Chưa")],
            coerce=lambda value: value == "1",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "Chọn “Có” hoặc “Chưa”."},
            **kwargs,
        )

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)

    def prepare_value(self, value):
        return {True: "1", False: "0"}.get(value, value) if not isinstance(value, str) else value


class GradeField(forms.TypedChoiceField):
    """A level from the plan; its value is the place of the level, from 0."""

    def __init__(self, grades: list[str], **kwargs):
        super().__init__(
            choices=[("", "– Chọn một mức –"), *((str(place), name) for place, name in enumerate(grades))],
            coerce=parse_decimal,
            empty_value=None,
            error_messages={"invalid_choice": "Chọn một mức trong danh sách."},
            **kwargs,
        )

    def validate(self, value):
        if value not in self.empty_values:
            super().validate(value)

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else str(int(value))


def figure_fields(indicator: Indicator) -> dict[str, forms.Field]:
    """The inputs of one indicator, by kind; the same for the unit and for the reviewer's adjustment."""
    kind = indicator.kind
    if kind == IndicatorKind.PERCENT:
        return {"a": NumberField(label=indicator.a_label), "b": NumberField(label=indicator.b_label)}
    if kind in (IndicatorKind.COUNT, IndicatorKind.MONEY):
        return {"value": NumberField(label=f"Số {indicator.unit_label}".strip().capitalize())}
    if kind == IndicatorKind.YES_NO:
        return {"yes": YesNoField(label="Kết quả")}
    if kind == IndicatorKind.GRADED:
        return {"value": GradeField(indicator.choices, label="Mức độ")}
    return {"text": LongText(TEXT_LIMIT, rows=8, label="Nội dung", judged_later=True)}


def figure_problems(indicator: Indicator, figures: Figures) -> dict[str, str]:
    return problems(indicator.kind, figures, grades=len(indicator.choices), unit=indicator.unit_label)
