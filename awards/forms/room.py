"""What is put down at a session: materials, who stands back, opinions in writing, figures of paper ballots."""

from django import forms

from awards.enums import Choice
from awards.forms.fields import NumberField, SentenceForm
from awards.tally import Figures
from core.fields import LineField

FIGURES = {"yes": "Đồng ý", "no": "Không đồng ý", "abstain": "Không có ý kiến", "invalid": "Không hợp lệ"}
NO_FILE = "Chọn tệp rồi gửi."


def _needs_file(field: forms.FileField) -> None:
    field.error_messages.update(
        {"required": NO_FILE, "missing": NO_FILE, "invalid": NO_FILE, "empty": "Tệp vừa gửi trống. Chọn lại tệp."}
    )


class MaterialForm(SentenceForm):
    title = LineField(label="Tên tài liệu", max_length=200, required=False, help_text="Để trống thì lấy tên tệp.")
    file = forms.FileField(
        label="Tệp",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
        help_text="PDF, Word, Excel hoặc ảnh.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _needs_file(self.fields["file"])


class RecusalForm(SentenceForm):
    """For Phòng Nội vụ; a member declares on the ballot."""

    seat = forms.ChoiceField(label="Thành viên")
    nominee = forms.ChoiceField(label="Không biểu quyết về")
    reason = LineField(label="Lý do", max_length=300)

    def __init__(self, *args, seats, nominees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].choices = [("", "Chọn thành viên"), *((seat.pk, seat.name) for seat in seats)]
        self.fields["nominee"].choices = [("", "Chọn tập thể, cá nhân"), *((one.pk, str(one)) for one in nominees)]


class OpinionForm(SentenceForm):
    """One letter of one absent member: its scan, and what it says on each nominee."""

    file = forms.FileField(
        label="Bản quét ý kiến có chữ ký",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text="PDF, PNG hoặc JPG.",
    )

    def __init__(self, *args, nominees, **kwargs):
        super().__init__(*args, **kwargs)
        _needs_file(self.fields["file"])
        self.nominees = nominees
        for nominee in nominees:
            field = forms.ChoiceField(
                label=str(nominee), choices=[("", "Không ghi trong văn bản"), *Choice.choices], required=False
            )
            field.error_messages["invalid_choice"] = "Chọn một trong các mục có sẵn."
            self.fields[f"y_{nominee.pk}"] = field

    def choices(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data.get(f"y_{one.pk}", "") for one in self.nominees}

    @property
    def lines(self):
        return [self[f"y_{one.pk}"] for one in self.nominees]


class PaperCountForm(SentenceForm):
    """The four figures of one nominee; all empty means that this one is not counted yet."""

    yes = NumberField(label="Đồng ý", required=False)
    no = NumberField(label="Không đồng ý", required=False)
    abstain = NumberField(label="Không có ý kiến", required=False)
    invalid = NumberField(label="Không hợp lệ", required=False)

    def __init__(self, *args, nominee, handed_out: int, **kwargs):
        super().__init__(*args, prefix=f"p{nominee.pk}", **kwargs)
        self.nominee, self.handed_out = nominee, handed_out

    def clean(self):
        data = super().clean()
        given = [data.get(name) for name in FIGURES]
        if self.errors or all(value is None for value in given):
            return data
        if missing := next((label for name, label in FIGURES.items() if data.get(name) is None), ""):
            self.add_error(None, f"{self.nominee}: ô “{missing}” còn trống. Không có phiếu nào thì ghi 0.")
        elif sum(given) > self.handed_out:
            self.add_error(None, f"{self.nominee}: tổng {sum(given)} phiếu, nhiều hơn {self.handed_out} phiếu phát ra.")
        return data

    def figures(self) -> Figures | None:
        values = [self.cleaned_data.get(name) for name in FIGURES]
        return None if None in values else Figures(*values)
