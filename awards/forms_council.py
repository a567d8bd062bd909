"""Forms of the council room, the Chairman's page and the public check; they clean, they do not decide."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.enums import SeatPosition
from awards.services.council import SeatChange
from core import text

FIRST_YEAR, LAST_YEAR = 2023, 2035


class LineField(forms.CharField):
    """One line of text, kept as NFC without invisible characters."""

    def to_python(self, value):
        return text.clean(super().to_python(value) or "")


class ParagraphField(forms.CharField):
    """Several lines, each of them clean."""

    widget = forms.Textarea

    def to_python(self, value):
        return text.clean_lines(super().to_python(value) or "")


class SessionForm(forms.Form):
    held_at = forms.DateTimeField(
        label="Thời gian họp",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": "Cần ghi thời gian họp.",
            "invalid": "Thời gian họp cần cả ngày và giờ, ví dụ 25/12/2023 08:00.",
        },
    )
    place = LineField(
        label="Địa điểm", max_length=200, error_messages={"required": "Cần ghi địa điểm họp, ví dụ Phòng họp số 1."}
    )

    def clean_held_at(self) -> datetime:
        held_at = self.cleaned_data["held_at"]
        if not FIRST_YEAR <= timezone.localdate(held_at).year <= LAST_YEAR:
            raise ValidationError(f"Năm họp phải từ {FIRST_YEAR} đến {LAST_YEAR}. Kiểm tra lại ngày.")
        return held_at


class SeatForm(forms.Form):
    """One row of the roster."""

    seat_id = forms.IntegerField(widget=forms.HiddenInput)
    title = LineField(label="Chức vụ", max_length=150, required=False)
    position = forms.ChoiceField(
        label="Vai trò",
        choices=SeatPosition.choices,
        error_messages={"invalid_choice": "Hãy chọn vai trò trong danh sách."},
    )
    present = forms.BooleanField(label="Có mặt", required=False)
    absence_reason = LineField(label="Lý do vắng", max_length=200, required=False)

    def change(self) -> SeatChange:
        return SeatChange(**self.cleaned_data)


SeatFormSet = forms.formset_factory(SeatForm, extra=0, max_num=60, absolute_max=60)


class CloseSessionForm(forms.Form):
    notes = ParagraphField(
        label="Ý kiến thảo luận ghi vào biên bản",
        help_text="Mỗi dòng là một ý kiến. Để trống nếu không có.",
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SignForm(forms.Form):
    signed_on = forms.DateField(
        label="Ngày ký",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "required": "Cần chọn ngày ký quyết định.",
            "invalid": "Ngày ký cần viết dạng ngày/tháng/năm, ví dụ 28/12/2023.",
        },
    )


class ReasonForm(forms.Form):
    reason = ParagraphField(
        label="Lý do", max_length=2000, error_messages={"required": "Cần ghi lý do để người nhận biết phải làm gì."}
    )


class CodeForm(forms.Form):
    """The code under the QR, or the whole address pasted from a phone."""

    code = LineField(
        label="Mã kiểm tra hoặc địa chỉ in dưới mã QR",
        max_length=300,
        error_messages={"required": "Hãy nhập mã in dưới mã QR trên Giấy khen."},
    )

    def clean_code(self) -> str:
        return token_of(self.cleaned_data["code"])


_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def token_of(typed: str) -> str:
    """The token in what a person typed or pasted: spaces, dashes, capitals and look-alike letters do not matter."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last.casefold() if sign.isascii() and sign.isalnum()).translate(_MISREAD)[:64]


class CompareForm(forms.Form):
    file = forms.FileField(
        label="Tệp PDF của Giấy khen",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Hãy chọn tệp PDF cần so sánh.",
            "empty": "Tệp vừa gửi trống. Hãy chọn lại tệp.",
            "missing": "Hãy chọn tệp PDF cần so sánh.",
            "invalid": "Hãy chọn tệp PDF cần so sánh.",
        },
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        if upload.size > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(f"Tệp lớn hơn {limit} MB nên không phải Giấy khen của cổng. Hãy chọn lại tệp.")
        return upload
