"""What people type into a report and its review: cleaned, with a sentence at the field; nothing is decided here."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from core.text import clean, clean_lines, format_decimal, input_decimal, parse_decimal
from criteria.enums import IndicatorKind
from criteria.models import Indicator
from reports.enums import Verdict
from reports.rules import NOTE_LIMIT, REASON_LIMIT, TEXT_LIMIT, Figures, problems

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


def _problems(indicator: Indicator, figures: Figures) -> dict[str, str]:
    return problems(indicator.kind, figures, grades=len(indicator.choices), unit=indicator.unit_label)


class EntryForm(forms.Form):
    """One line of the report, its note, "không phát sinh", and a file beside it."""

    use_required_attribute = False

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, prefix=row.indicator.code, **kwargs)
        self.row, self.indicator = row, row.indicator
        self.fields.update(figure_fields(self.indicator))
        if self.indicator.kind != IndicatorKind.NARRATIVE:
            self.fields["na"] = forms.BooleanField(label="Không phát sinh", required=False)
        self.fields["note"] = LongText(NOTE_LIMIT, rows=2, label="Ghi chú")
        self.fields["file"] = forms.FileField(
            label="Thêm tệp minh chứng",
            required=False,
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
            error_messages={
                "empty": "Tệp vừa chọn trống. Hãy chọn lại tệp.",
                "invalid": "Không nhận được tệp. Hãy chọn lại tệp.",
                "missing": "Không nhận được tệp. Hãy chọn lại tệp.",
            },
        )
        self.fields["reference"] = forms.CharField(
            label="Trang hoặc mục cần xem",
            required=False,
            max_length=200,
            error_messages={"max_length": "Chỉ ghi tối đa 200 ký tự, ví dụ “tr. 3” hoặc “mục II”."},
        )
        self.fields["remove"] = forms.TypedMultipleChoiceField(
            label="Gỡ tệp",
            required=False,
            coerce=int,
            choices=[(str(item.pk), item.file.name) for item in row.evidence],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Tệp này không còn ở dòng này. Hãy tải lại trang."},
        )
        self.initial = {name: getattr(row.own, name) for name in self.figure_names if name in self.fields}

    figure_names = ("a", "b", "value", "yes", "text", "na", "note")

    @property
    def inputs(self):
        """The bound figure fields, for the template."""
        return [self[name] for name in ("a", "b", "value", "yes", "text") if name in self.fields]

    @property
    def more_open(self) -> bool:
        """Whether note, "không phát sinh" and evidence need to be seen: something stands there, or is wrong."""
        own = self.row.own
        filled = own.na or own.note or self.row.evidence
        return bool(filled or {"na", "note", "file", "reference", "remove"} & set(self.errors) or self._typed_more())

    def _typed_more(self) -> bool:
        return self.is_bound and any(self[name].value() for name in ("na", "note") if name in self.fields)

    @property
    def suffix(self) -> str:
        return self.indicator.unit_label

    def clean_reference(self):
        return clean(self.cleaned_data["reference"])

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        figures = self.figures()
        for name, sentence in _problems(self.indicator, figures).items():
            self.add_error(name, sentence)
        return data

    def figures(self) -> Figures:
        return Figures(**{name: self.cleaned_data[name] for name in self.figure_names if name in self.fields})

    @property
    def upload(self) -> tuple | None:
        """(file, reference) when a file was chosen."""
        chosen = self.cleaned_data.get("file")
        return (chosen, self.cleaned_data.get("reference", "")) if chosen else None

    def refuse(self, found: dict[str, str]) -> None:
        """Shows what the service refused, at its field."""
        for name, sentence in found.items():
            self.add_error(name if name in self.fields else None, sentence)

    def tell_lost_file(self) -> None:
        """A browser cannot hold a chosen file over a refusal; the person must hear it."""
        if self.upload and "file" not in self.errors:
            name = self.cleaned_data["file"].name
            self.add_error("file", f"Tệp “{name}” chưa được giữ vì trang này còn lỗi. Sửa xong, anh/chị chọn lại tệp.")


class DecideForm(forms.Form):
    """The reviewer's word on one line."""

    use_required_attribute = False

    verdict = forms.ChoiceField(choices=[(v.value, v.label) for v in Verdict if v != Verdict.PENDING])
    reason = LongText(REASON_LIMIT, rows=2, label="Lý do", judged_later=True)

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, prefix=row.indicator.code, **kwargs)
        self.row, self.indicator = row, row.indicator
        self.fields.update(figure_fields(self.indicator))
        self.initial = {name: getattr(row.appraised, name) for name in EntryForm.figure_names if name in self.fields}
        if row.entry:
            self.initial |= {"reason": row.entry.reason, "verdict": row.entry.verdict}

    @property
    def inputs(self):
        return [self[name] for name in ("a", "b", "value", "yes", "text") if name in self.fields]

    def figures(self) -> Figures:
        return Figures(**{n: self.cleaned_data[n] for n in EntryForm.figure_names if n in self.fields})

    def refuse(self, found: dict[str, str]) -> None:
        for name, sentence in found.items():
            self.add_error(name if name in self.fields else None, sentence)

    def clean(self):
        data = super().clean()
        verdict = data.get("verdict")
        if verdict in (Verdict.ADJUSTED, Verdict.RETURNED) and not data.get("reason") and "reason" not in self.errors:
            word = "điều chỉnh" if verdict == Verdict.ADJUSTED else "trả lại"
            self.add_error("reason", f"Ghi lý do {word} để đơn vị biết.")
        if verdict != Verdict.ADJUSTED:  # what stands in the figure fields is of no account
            for name in [name for name in self.errors if name not in ("verdict", "reason", "__all__")]:
                del self._errors[name]
        elif not self.errors:
            self.refuse(_problems(self.indicator, self.figures()))
        return data


class ReasonForm(forms.Form):
    reason = LongText(
        REASON_LIMIT, rows=3, label="Lý do", required=True, error_messages={"required": "Ghi lý do trả lại báo cáo."}
    )


class PointsForm(forms.Form):
    """Bonus and minus points of a report, each with its reason; an empty number is 0."""

    use_required_attribute = False

    bonus = NumberField(label="Điểm thưởng (tối đa 10)")
    bonus_reason = LongText(REASON_LIMIT, rows=2, label="Lý do thưởng")
    minus = NumberField(label="Điểm trừ")
    minus_reason = LongText(REASON_LIMIT, rows=2, label="Lý do trừ")

    def points(self) -> dict:
        return {name: value if value is not None else Decimal(0) for name, value in self.cleaned_data.items()}
