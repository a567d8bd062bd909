"""What a unit asks after the review, what Phòng VH-TT answers, and the council's points of a line."""

from django import forms

from reports.enums import Outcome, RequestKind
from reports.forms.fields import LongText, NumberField, figure_fields
from reports.presenters import Row
from reports.rules import REASON_LIMIT, TEXT_LIMIT, Figures

NUMBERS = ("a", "b", "value", "yes")


class FiguresForm(forms.Form):
    """The figures of one line beside a text; which are needed is the service's word."""

    use_required_attribute = False

    def __init__(self, row: Row, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields.update(figure_fields(row.indicator))

    @property
    def inputs(self):
        return [self[name] for name in NUMBERS if name in self.fields]

    def figures(self) -> Figures:
        return Figures(**{name: self.cleaned_data.get(name) for name in NUMBERS if name in self.fields})


class AskForm(FiguresForm):
    """Giải trình and, if the unit likes, the figures it proposes; an official figure is always a figure."""

    text = LongText(TEXT_LIMIT, rows=6, judged_later=True, label="Giải trình")

    def __init__(self, row: Row, kind: str, *args, **kwargs):
        super().__init__(row, *args, **kwargs)
        if kind == RequestKind.OFFICIAL:
            self.fields["text"].label = "Căn cứ của số chính thức"


class AnswerForm(FiguresForm):
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[(Outcome.GRANTED.value, "Chấp nhận, tính theo số dưới đây"), (Outcome.KEPT.value, "Giữ nguyên")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Chọn giữ nguyên hoặc chấp nhận.",
            "invalid_choice": "Chọn giữ nguyên hoặc chấp nhận.",
        },
    )
    answer = LongText(REASON_LIMIT, rows=4, judged_later=True, label="Lý do, trả lời đơn vị")

    def clean(self):
        data = super().clean()
        if data.get("outcome") == Outcome.KEPT:  # what stands in the figure fields is of no account
            for name in [name for name in self.errors if name in NUMBERS]:
                del self._errors[name]
        return data


class CouncilForm(forms.Form):
    """An empty number gives the line back to what was appraised."""

    use_required_attribute = False

    points = NumberField(label="Điểm của Hội đồng")
    reason = LongText(REASON_LIMIT, rows=4, judged_later=True, label="Lý do của Hội đồng")
