"""Numbers and days as people write them, and a form whose errors are full sentences."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from core import fields
from core.text import format_int, input_decimal, parse_decimal

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2035, 12, 31)


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NumberField(forms.Field):
    """A whole number as people write it: 12 or 1.800.000; anything else gets a sentence that names the field."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 0, most: int = 500, **options):
        super().__init__(**options)
        self.least, self.most = least, most
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def prepare_value(self, value):
        return format_int(value) if isinstance(value, int) and value >= 10_000 else value

    def to_python(self, value):
        raw = str(value if value is not None else "").strip()[:40]
        if not raw:
            return None
        try:
            number = parse_decimal(raw)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault
        if number != number.to_integral_value() or not self.least <= number <= self.most:
            most = format_int(self.most) if self.most >= 10_000 else self.most  # a year has no dots
            raise ValidationError(f"Ô “{self.label}” cần một số nguyên từ {self.least} đến {most}.")
        return int(number)


class FactorField(forms.Field):
    """A coefficient with at most two decimals as people write it: 0,3 or 1,5."""

    widget = forms.TextInput
    most = Decimal(100)

    def __init__(self, **options):
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value):
        return input_decimal(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        if isinstance(value, Decimal):
            return value
        raw = str(value if value is not None else "").strip()[:40]
        if not raw:
            return None
        try:
            number = parse_decimal(raw)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault
        if number != round(number, 2) or number > self.most:
            raise ValidationError(f"Ô “{self.label}” cần một số từ 0 đến 100, nhiều nhất hai chữ số lẻ, ví dụ 0,15.")
        return number


class DayField(fields.DayField):
    """A day inside the campaign's years, typed dd/mm/yyyy in any browser."""

    def __init__(self, **options):
        super().__init__(**options)
        self.error_messages["invalid"] = "Viết ngày dạng ngày/tháng/năm, ví dụ 20/12/2023."
        self.error_messages["required"] = f"Cần nhập {str(self.label).lower()}."

    def to_python(self, value):
        day = super().to_python(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("Năm phải từ 2023 đến 2035. Kiểm tra lại ngày.")
        return day


class MomentField(forms.DateTimeField):
    """A day and an hour typed dd/mm/yyyy hh:mm, local time; ISO is read too."""

    widget = forms.DateTimeInput(
        attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}, format="%d/%m/%Y %H:%M"
    )

    def __init__(self, **options):
        formats = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(input_formats=formats, help_text="Ví dụ 25/12/2023 08:00.", **options)


def say_what_is_needed(form: forms.Form) -> None:
    """Django's "required" and "too long" become sentences that name the field."""
    for field in form.fields.values():
        messages = field.error_messages
        messages["required"] = f"Ô “{field.label}” cần được điền."
        if limit := getattr(field, "max_length", None):
            for validator in field.validators:
                if getattr(validator, "code", "") == "max_length":
                    validator.message = f"Ô “{field.label}” dài quá {format_int(limit)} ký tự. Viết gọn lại."
        if isinstance(field, forms.ChoiceField):
            messages["invalid_choice"] = "Chọn một trong các mục có sẵn."


class SentenceForm(forms.Form):
    """A form whose errors are full sentences."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_is_needed(self)

    def take(self, refusal: ValidationError) -> None:
        """Puts a service's refusal at its field, or on top when the field is not here."""
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
        for name, sentences in by_field.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
