"""A session of the council: when and where, its roster, what was said."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from awards.enums import SeatPosition
from awards.forms.fields import MomentField
from awards.services.council import SeatChange
from core.fields import LineField, LinesField

FIRST_YEAR, LAST_YEAR = 2023, 2035


class SessionForm(forms.Form):
    held_at = MomentField(
        label="Thời gian họp",
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
    notes = LinesField(
        label="Ý kiến thảo luận ghi vào biên bản",
        help_text="Mỗi dòng là một ý kiến. Để trống nếu không có.",
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
