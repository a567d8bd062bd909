"""The day on which the Chairman signs."""

from django import forms


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
