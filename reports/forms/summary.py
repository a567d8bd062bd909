"""The words that Phòng VH-TT adds to the figures of a year."""

from django import forms

from core.fields import DayField
from reports.models import YearSummary


class SummaryForm(forms.ModelForm):
    signed_on = DayField(label="Ngày ký", required=False)

    class Meta:
        model = YearSummary
        fields = ["achievements", "shortcomings", "proposals", "number", "signed_on", "signer_title", "signer_name"]
        widgets = {
            "achievements": forms.Textarea(attrs={"rows": 5}),
            "shortcomings": forms.Textarea(attrs={"rows": 4}),
            "proposals": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "achievements": "Vài câu; các con số đã có sẵn ở trên.",
            "number": "Để trống nếu văn thư chưa cho số.",
        }

    def clean_number(self):
        number = self.cleaned_data["number"].strip()
        if number and not number.isdigit():
            raise forms.ValidationError("Số văn bản chỉ gồm chữ số, ví dụ 125.")
        return number
