"""The settings of a round, its proposal to the Chairman, and the filter above a list of dossiers."""

import re

from django import forms
from django.core.exceptions import ValidationError

from awards.enums import AwardKind
from awards.forms.fields import DayField, NumberField, SentenceForm, area
from core.fields import LineField, LinesField


class RoundForm(SentenceForm):
    name = LineField(label="Tên đợt", max_length=200)
    kind = forms.ChoiceField(label="Hình thức khen", choices=AwardKind.choices)
    quota_collective = NumberField(label="Số tập thể tối đa", required=False)
    quota_individual = NumberField(label="Số cá nhân tối đa", required=False)
    direct_percent = NumberField(label="Tỷ lệ người trực tiếp", least=0, most=100)
    nomination_due = DayField(label="Hạn nộp hồ sơ", required=False)
    form_name = LineField(label="Mẫu báo cáo thành tích", max_length=200, required=False)
    legal_basis = LinesField(label="Căn cứ pháp lý", max_length=4000, widget=area(6), help_text="Mỗi dòng một căn cứ.")
    achievement_text = LineField(label="Dòng thành tích in trên Giấy khen", max_length=400)
    base_salary = NumberField(label="Mức lương cơ sở", least=1_000, most=99_999_999)
    signer_title = LineField(label="Chức vụ người ký", max_length=80)
    signer_name = LineField(label="Họ tên người ký", max_length=120, required=False)

    def clean_legal_basis(self) -> list[str]:
        return [line for line in self.cleaned_data["legal_basis"].splitlines() if line]


class ProposeForm(SentenceForm):
    number = LineField(label="Số tờ trình của Phòng Nội vụ", max_length=60, help_text="Ví dụ 45/TTr-PNV.")
    day = DayField(label="Ngày tờ trình")

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if number and not re.fullmatch(r"\d{1,5}/TTr[-\w]*", number):
            raise ValidationError("Số tờ trình viết như 45/TTr-PNV: số, gạch chéo, rồi ký hiệu bắt đầu bằng TTr.")
        return number


class SearchForm(forms.Form):
    """The filter above a list; what cannot be read is no filter."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    trang_thai = forms.CharField(required=False, max_length=20)
    sap_xep = forms.CharField(required=False, max_length=20)

    def value(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")
