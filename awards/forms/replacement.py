"""Which words of a Giấy khen are put right, and why."""

from django import forms

from awards.forms.fields import SentenceForm, area
from core.fields import LineField, LinesField
from core.text import REASON_LIMIT


class ReplaceForm(SentenceForm):
    name = LineField(label="Họ tên, tên tập thể", max_length=200)
    position = LineField(label="Chức vụ, đơn vị", max_length=200, required=False)
    achievement = LineField(label="Dòng thành tích", max_length=400, widget=area(3))
    reason = LinesField(
        label="Lý do thay thế",
        max_length=REASON_LIMIT,
        widget=area(3),
        help_text="Ví dụ: in sai tên đệm; tờ cũ bị rách. Lý do được giữ trong hồ sơ, không hiện trên trang kiểm tra.",
    )
    sure = forms.BooleanField(label="Tôi đã đối chiếu từng chữ. Giấy khen cũ hết hiệu lực ngay khi tôi gửi.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sure"].error_messages["required"] = "Cần xác nhận đã đối chiếu rồi mới thay thế được."

    def corrections(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "position", "achievement")}
