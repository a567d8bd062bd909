"""The day on which the Chairman signs."""

from django import forms

from awards.forms.fields import DayField


class SignForm(forms.Form):
    signed_on = DayField(label="Ngày ký")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].error_messages.update(
            {
                "required": "Cần nhập ngày ký quyết định.",
                "invalid": "Ngày ký cần viết dạng ngày/tháng/năm, ví dụ 28/12/2023.",
            }
        )
