"""The reviewer's word on a line, and points by hand."""

from decimal import Decimal

from django import forms

from reports.enums import Verdict
from reports.forms.entries import EntryForm
from reports.forms.fields import LongText, NumberField, figure_fields, figure_problems
from reports.rules import REASON_LIMIT, Figures


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
            self.refuse(figure_problems(self.indicator, self.figures()))
        return data


class ReasonForm(forms.Form):
    reason = LongText(
        REASON_LIMIT, rows=3, label="Lý do", required=True, error_messages={"required": "Ghi lý do trả lại báo cáo."}
    )


class PointsForm(forms.Form):
    """Bonus and minus points of a report, each with its reason; an empty number is 0."""

    use_required_attribute = False

    bonus = NumberField(label="Điểm thưởng (tối đa 10)")
    bonus_reason = LongText(REASON_LIMIT, rows=2, label="Lý do thưởng (bắt buộc khi có điểm)", judged_later=True)
    minus = NumberField(label="Điểm trừ")
    minus_reason = LongText(REASON_LIMIT, rows=2, label="Lý do trừ (bắt buộc khi có điểm)", judged_later=True)

    def points(self) -> dict:
        return {name: value if value is not None else Decimal(0) for name, value in self.cleaned_data.items()}
