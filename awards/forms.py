"""Forms of rounds, dossiers, nominees, papers and appraisal; they clean and say what is missing, they do not decide."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from awards.enums import Appraisal, AwardKind, Honorific, Involvement
from awards.forms_council import LineField, ParagraphField
from awards.papers.fields import PAPER_FIELDS
from core.text import format_int, parse_decimal

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2035, 12, 31)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NumberField(forms.Field):
    """A whole number as people write it: 12 or 1.800.000; anything else gets a sentence that names the field."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 0, most: int = 500, **options):
        super().__init__(**options)
        self.least, self.most = least, most
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        raw = str(value if value is not None else "").strip()[:40]
        if not raw:
            return None
        try:
            number = parse_decimal(raw)
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault
        if number != number.to_integral_value() or not self.least <= number <= self.most:
            most = format_int(self.most) if self.most >= 10_000 else self.most  # a year has no dots
            raise ValidationError(f"Ô “{self.label}” cần một số nguyên từ {self.least} đến {most}.")
        return int(number)


class DayField(forms.DateField):
    """A day inside the campaign's years, from the date control or typed dd/mm/yyyy."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options)
        self.error_messages["invalid"] = "Viết ngày dạng ngày/tháng/năm, ví dụ 20/12/2023."
        self.error_messages["required"] = f"Cần nhập {str(self.label).lower()}."

    def to_python(self, value):
        day = super().to_python(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError("Năm phải từ 2023 đến 2035. Kiểm tra lại ngày.")
        return day


def _say_what_is_needed(form: forms.Form) -> None:
    """Django's "required" and "too long" become sentences that name the field."""
    for field in form.fields.values():
        messages = field.error_messages
        messages["required"] = f"Ô “{field.label}” cần được điền."
        if limit := getattr(field, "max_length", None):
            for validator in field.validators:
                if getattr(validator, "code", "") == "max_length":
                    validator.message = f"Ô “{field.label}” dài quá {limit} ký tự. Viết gọn lại."
        if isinstance(field, forms.ChoiceField):
            messages["invalid_choice"] = "Chọn một trong các mục có sẵn."


class SentenceForm(forms.Form):
    """A form whose errors are full sentences."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say_what_is_needed(self)

    def take(self, refusal: ValidationError) -> None:
        """Puts a service's refusal at its field, or on top when the field is not here."""
        by_field = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
        for name, sentences in by_field.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class RoundForm(SentenceForm):
    name = LineField(label="Tên đợt", max_length=200)
    kind = forms.ChoiceField(label="Hình thức khen", choices=AwardKind.choices)
    quota_collective = NumberField(label="Số tập thể tối đa", required=False)
    quota_individual = NumberField(label="Số cá nhân tối đa", required=False)
    direct_percent = NumberField(label="Tỷ lệ người trực tiếp", least=0, most=100)
    nomination_due = DayField(label="Hạn nộp hồ sơ", required=False)
    form_name = LineField(label="Mẫu báo cáo thành tích", max_length=200, required=False)
    legal_basis = ParagraphField(
        label="Căn cứ pháp lý", max_length=4000, widget=_area(6), help_text="Mỗi dòng một căn cứ."
    )
    achievement_text = LineField(label="Dòng thành tích in trên Giấy khen", max_length=400)
    base_salary = NumberField(label="Mức lương cơ sở", least=1_000, most=99_999_999)
    signer_title = LineField(label="Chức vụ người ký", max_length=80)
    signer_name = LineField(label="Họ tên người ký", max_length=120, required=False)

    def clean_legal_basis(self) -> list[str]:
        return [line for line in self.cleaned_data["legal_basis"].splitlines() if line]


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
    achievements = ParagraphField(label="Thành tích đạt được", max_length=6000, widget=_area(8))
    initiative = ParagraphField(label="Sáng kiến, giải pháp", max_length=2000, required=False, widget=_area(3))
    initiative_recognition = LineField(label="Văn bản công nhận sáng kiến", max_length=300, required=False)
    prior_awards = ParagraphField(
        label="Các hình thức đã được khen thưởng",
        max_length=2000,
        required=False,
        widget=_area(3),
        help_text="Mỗi dòng một hình thức: năm; hình thức; số và ngày quyết định; cơ quan ban hành.",
    )


class PersonForm(CollectiveForm):
    honorific = forms.ChoiceField(label="Ông hoặc Bà", choices=Honorific.choices, widget=forms.RadioSelect)
    name = LineField(label="Họ và tên", max_length=200, help_text="Viết đầy đủ; tên này in trên Giấy khen.")
    birth_year = NumberField(label="Năm sinh", least=1930, most=2015)
    distinct_note = LineField(
        label="Xác nhận không phải người trùng tên",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi một người khác cùng tên, cùng năm sinh cũng được đề nghị.",
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
        "not_under_discipline", "achievements", "initiative", "initiative_recognition", "prior_awards",
        "votes_for", "votes_total", "distinct_note",
    )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("cn_02") and not data.get("initiative_recognition"):
            self.add_error(
                "initiative_recognition", "CN-02 cần số, ngày văn bản công nhận sáng kiến và cơ quan công nhận."
            )
        return data


class PaperForm(SentenceForm):
    """The texts of one kind of paper; a “…” may stay while drafting, confirming asks for it."""

    def __init__(self, kind: str, *args, **kwargs):
        self.paper_kind = kind
        super().__init__(*args, **kwargs)
        for one in PAPER_FIELDS[kind]:
            maker = LineField if one.rows == 1 else ParagraphField
            widget = forms.TextInput() if one.rows == 1 else _area(one.rows)
            self.fields[one.key] = maker(
                label=one.label,
                required=one.required,
                help_text=one.help,
                widget=widget,
                max_length=300 if one.rows == 1 else 12_000,
            )
        _say_what_is_needed(self)


class ScanForm(SentenceForm):
    file = forms.FileField(
        label="Bản đã ký, đóng dấu (quét)",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text="PDF, PNG hoặc JPG.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentence = "Chọn tệp bản quét rồi gửi."
        self.fields["file"].error_messages.update(
            {
                "required": sentence,
                "missing": sentence,
                "invalid": sentence,
                "empty": "Tệp vừa gửi trống. Chọn lại tệp.",
            }
        )


class AppraisalForm(SentenceForm):
    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=[(Appraisal.ELIGIBLE, Appraisal.ELIGIBLE.label), (Appraisal.INELIGIBLE, Appraisal.INELIGIBLE.label)],
        widget=forms.RadioSelect,
    )
    reason = ParagraphField(
        label="Ý kiến thẩm định",
        max_length=2000,
        required=False,
        widget=_area(3),
        help_text="Bắt buộc khi không đủ điều kiện; đơn vị đọc được ý kiến này.",
    )


class ReasonForm(SentenceForm):
    reason = ParagraphField(label="Lý do", max_length=2000)


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

    def value(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")
