"""What another level decided: who, number, day, and the scan of the decision."""

from django import forms

from awards.forms.fields import DayField, SentenceForm
from core.fields import LineField


class OutsideForm(SentenceForm):
    authority = LineField(
        label="Người hoặc cơ quan quyết định",
        max_length=200,
        help_text="Ví dụ Chủ tịch Ủy ban nhân dân tỉnh Đắk Nông, Chủ tịch Ủy ban nhân dân xã Nam Bình.",
    )
    number_text = LineField(label="Số quyết định", max_length=60, help_text="Ví dụ 1520/QĐ-UBND.")
    signed_on = DayField(label="Ngày quyết định")
    file = forms.FileField(
        label="Bản quét quyết định",
        required=False,
        help_text="Tệp PDF, PNG hoặc JPG. Cán bộ đơn vị phải kèm bản quét; Phòng Nội vụ có thể ghi lại để bổ sung sau.",
    )
