"""A dossier and the collectives and people in it."""

import re
from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError

from awards import entries
from awards.enums import Honorific, Involvement
from awards.forms.fields import DayField, NumberField, SentenceForm, area
from awards.selectors.dossiers import EVERY_PAPER, facts_asked
from core.fields import LineField, LinesField


class DossierForm(SentenceForm):
    to_trinh_number = LineField(label="Số tờ trình", max_length=60, help_text="Ví dụ 12/TTr-UBND.")
    to_trinh_date = DayField(label="Ngày tờ trình")
    signer_title = LineField(label="Chức vụ người ký", max_length=80, help_text="Ví dụ Chủ tịch, Trưởng phòng.")
    signer_name = LineField(label="Họ tên người ký", max_length=120)
    meeting_date = DayField(label="Ngày họp Hội đồng của đơn vị")
    meeting_place = LineField(label="Nơi họp", max_length=200)
    meeting_members = NumberField(label="Số thành viên Hội đồng", least=1, most=99)
    meeting_chair = LineField(label="Người chủ trì", max_length=120)
    meeting_secretary = LineField(label="Thư ký cuộc họp", max_length=120)

    def __init__(self, *args, required: Collection[str] = EVERY_PAPER, **kwargs):
        """Only what the papers of the round print; the rest stays as it is."""
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {field for field, _ in facts_asked(required)}:
            del self.fields[name]

    def clean_to_trinh_number(self) -> str:
        number = self.cleaned_data["to_trinh_number"]
        if number and not re.fullmatch(r"\d{1,5}/TTr[-\w]*", number):
            raise ValidationError("Số tờ trình viết như 12/TTr-UBND: số, gạch chéo, rồi ký hiệu bắt đầu bằng TTr.")
        return number

    def clean(self):
        met, sent = self.cleaned_data.get("meeting_date"), self.cleaned_data.get("to_trinh_date")
        if met and sent and met > sent:
            self.add_error("to_trinh_date", "Ngày tờ trình phải từ ngày họp Hội đồng trở đi.")
        return self.cleaned_data


class VotesMixin(forms.Form):
    votes_for = NumberField(label="Số phiếu đồng ý của Hội đồng đơn vị", most=99, required=False)
    votes_total = NumberField(label="Tổng số phiếu", most=99, required=False)

    def clean(self):
        data = super().clean() or self.cleaned_data
        agreed, total = data.get("votes_for"), data.get("votes_total")
        if {"votes_for", "votes_total"} & set(self.errors):
            return data
        if (agreed is None) != (total is None):
            missing = "votes_for" if agreed is None else "votes_total"
            self.add_error(missing, "Nhập cả số phiếu đồng ý và tổng số phiếu, hoặc để trống cả hai.")
        elif total == 0:
            self.add_error("votes_total", "Tổng số phiếu phải từ 1 trở lên.")
        elif total is not None and agreed > total:
            text = f"Số phiếu đồng ý ({agreed}) lớn hơn tổng số phiếu ({total}). Kiểm tra lại một trong hai số."
            self.add_error("votes_for", text)
        return data


class CollectiveForm(VotesMixin, SentenceForm):
    name = LineField(
        label="Tên tập thể", max_length=200, help_text="Viết đầy đủ, không viết tắt; tên này in trên Giấy khen."
    )
    achievements = LinesField(label="Thành tích đạt được", max_length=6000, widget=area(8))
    initiative = LinesField(
        label="Sáng kiến, giải pháp",
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=(
            "Mỗi dòng một sáng kiến: tên; số văn bản công nhận; ngày; cơ quan công nhận. "
            f"Ví dụ: {entries.INITIATIVE_EXAMPLE}. Sáng kiến chưa được công nhận chỉ ghi tên."
        ),
    )
    prior_awards = LinesField(
        label="Các hình thức đã được khen thưởng",
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=(
            "Mỗi dòng một lần: năm; hình thức; số và ngày quyết định; cơ quan ban hành. "
            f"Ví dụ: {entries.PRIOR_EXAMPLE}."
        ),
    )

    field_order: tuple[str, ...] | None = None

    @classmethod
    def initial_of(cls, nominee) -> dict:
        """What stands in the row; a recognition that was kept beside the names goes to the end of them."""
        initial = {name: getattr(nominee, name) for name in cls.base_fields}
        apart = nominee.initiative_recognition
        if apart and not entries.recognition(nominee.initiative):
            initial["initiative"] = f"{nominee.initiative}; {apart}".removeprefix("; ")
        return initial

    def clean_initiative(self) -> str:
        return self._checked("initiative", entries.initiative_faults)

    def clean_prior_awards(self) -> str:
        return self._checked("prior_awards", entries.prior_faults)

    def _checked(self, name: str, faults_of) -> str:
        text = self.cleaned_data[name]
        if faults := faults_of(text):
            raise ValidationError(faults)
        return text

    def clean(self):
        data = super().clean()
        data["initiative_recognition"] = entries.recognition(data.get("initiative", ""))
        return data


class PersonForm(CollectiveForm):
    honorific = forms.ChoiceField(label="Ông hoặc Bà", choices=Honorific.choices, widget=forms.RadioSelect)
    name = LineField(label="Họ và tên", max_length=200, help_text="Viết đầy đủ; tên này in trên Giấy khen.")
    birth_year = NumberField(label="Năm sinh", least=1930, most=2015)
    distinct_note = LineField(
        label="Xác nhận không phải người trùng tên",
        max_length=300,
        required=False,
        help_text=(
            "Chỉ ghi khi một người khác cùng tên, cùng năm sinh được đơn vị khác đề nghị: khác ở điểm nào, "
            "ít nhất 20 ký tự."
        ),
    )
    position = LineField(label="Chức vụ, nơi công tác", max_length=200)
    involvement = forms.ChoiceField(
        label="Mức độ tham gia",
        choices=Involvement.choices,
        widget=forms.RadioSelect,
        help_text="Theo mục IV.2 (Lưu ý): người trực tiếp 70%, lãnh đạo, phối hợp, tuyên truyền 30%.",
    )
    cn_01 = forms.BooleanField(label="Tích cực tham gia phong trào thi đua (CN-01)", required=False)
    cn_02 = forms.BooleanField(
        label="Có sáng kiến, giải pháp hữu ích được công nhận và nhân rộng trên địa bàn toàn huyện (CN-02)",
        required=False,
    )
    cn_03 = forms.BooleanField(
        label="Trực tiếp xây dựng, tham mưu, tổ chức thực hiện, kiểm tra cơ chế, chính sách, hướng dẫn (CN-03)",
        required=False,
    )
    not_under_discipline = forms.BooleanField(
        label="Đơn vị xác nhận: người này không trong thời gian bị xem xét kỷ luật", required=False
    )

    field_order = (
        "honorific", "name", "birth_year", "position", "involvement", "cn_01", "cn_02", "cn_03",
        "not_under_discipline", "achievements", "initiative", "prior_awards",
        "votes_for", "votes_total", "distinct_note",
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("cn_02") and not data["initiative_recognition"] and "initiative" not in self.errors:
            text = "CN-02 cần số, ngày văn bản công nhận và cơ quan công nhận của ít nhất một sáng kiến."
            self.add_error("initiative", text)
        return data
