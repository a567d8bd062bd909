"""The settings of a round, its proposal to the Chairman, the letter to another level, and the filter above a list."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from awards import tally
from awards.enums import AwardKind, PaperKind, VotingMethod
from awards.forms.fields import DayField, FactorField, NumberField, SentenceForm, area
from awards.forms.fractions import QUORUMS, THRESHOLDS, at_least, chosen, fractions
from awards.services.rounds import number_fault
from core.fields import LineField, LinesField

PLAIN = (
    "name", "kind", "quota_collective", "quota_individual", "direct_percent", "nomination_due", "form_name",
    "achievement_text", "base_salary", "reward_coefficient_collective", "reward_coefficient_individual",
    "signer_title", "signer_name", "papers_required", "appraisal_days", "comment_days", "voting_method",
)  # fmt: skip
LAW_TEXTS = ("form_name", "base_salary", "reward_coefficient_collective", "reward_coefficient_individual")
FRACTIONS = (("quorum", QUORUMS, at_least, (2, 3)), ("threshold", THRESHOLDS, tally.passing, (1, 2)))


class RoundForm(SentenceForm):
    """All that may differ from round to round; `basis_on` is not kept, it only asks for the law of a day."""

    name = LineField(label="Tên đợt", max_length=200)
    kind = forms.ChoiceField(label="Hình thức khen", choices=AwardKind.choices)
    achievement_text = LineField(label="Dòng thành tích in trên Giấy khen", max_length=400)
    quota_collective = NumberField(label="Số tập thể tối đa", required=False)
    quota_individual = NumberField(label="Số cá nhân tối đa", required=False)
    direct_percent = NumberField(label="Tỷ lệ người trực tiếp", least=0, most=100)
    nomination_due = DayField(label="Hạn nộp hồ sơ", required=False)
    papers_required = forms.MultipleChoiceField(
        label="Giấy tờ phải có", choices=PaperKind.choices, widget=forms.CheckboxSelectMultiple
    )
    appraisal_days = NumberField(label="Thời hạn thẩm định", least=1, most=90)
    comment_days = NumberField(label="Lấy ý kiến công khai", least=1, most=60, required=False)
    voting_method = forms.ChoiceField(label="Cách biểu quyết", choices=VotingMethod.choices, widget=forms.RadioSelect)
    quorum = forms.ChoiceField(label="Họp được khi số thành viên có mặt")
    threshold = forms.ChoiceField(label="Thông qua khi số người đồng ý")
    basis_on = DayField(label="Ngày dự kiến ký tờ trình, quyết định", required=False)
    legal_basis = LinesField(label="Căn cứ pháp lý", max_length=4000, widget=area(8), help_text="Mỗi dòng một căn cứ.")
    form_name = LineField(label="Mẫu báo cáo thành tích", max_length=200, required=False)
    base_salary = NumberField(label="Mức lương cơ sở", least=1_000, most=99_999_999)
    reward_coefficient_collective = FactorField(label="Hệ số tiền thưởng tập thể")
    reward_coefficient_individual = FactorField(label="Hệ số tiền thưởng cá nhân")
    signer_title = LineField(label="Chức vụ người ký", max_length=80)
    signer_name = LineField(label="Họ tên người ký", max_length=120, required=False)

    def __init__(self, *args, initial=None, **kwargs):
        usual = {"papers_required": list(PaperKind.values), "appraisal_days": 10, "voting_method": VotingMethod.OPEN}
        super().__init__(*args, initial=usual | (initial or {}), **kwargs)
        for name, presets, words, most in FRACTIONS:
            num, den = (self.initial.get(f"{name}_{part}", most[n]) for n, part in enumerate(("num", "den")))
            choices = fractions(presets, num, den, words)
            self.fields[name].choices = choices
            self.initial.setdefault(name, chosen(choices, num, den))
        self.fields["papers_required"].error_messages.update(
            required="Chọn ít nhất một loại giấy tờ.", invalid_choice="Chọn trong các loại giấy tờ có sẵn."
        )

    def clean_legal_basis(self) -> list[str]:
        return [line for line in self.cleaned_data["legal_basis"].splitlines() if line]

    def values(self) -> dict:
        """What create_round and update_round take."""
        data = self.cleaned_data
        taken = {name: data[name] for name in PLAIN} | {"legal_basis": data["legal_basis"]}
        for name, *_ in FRACTIONS:
            num, den = data[name].split("/")
            taken |= {f"{name}_num": int(num), f"{name}_den": int(den)}
        return taken

    def law_now(self) -> dict:
        """The settings that the law of a day decides, as far as they can be read; for a preview before saving."""
        lines = [line.strip() for line in (self["legal_basis"].value() or "").splitlines()]
        return {
            "legal_basis": [line for line in lines if line],
            **{name: self.readable(name) for name in LAW_TEXTS},
        }

    def readable(self, name: str):
        """What stands in one field, or None when it is empty or cannot be read."""
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def unchecked(self, changes: dict | None = None) -> "RoundForm":
        """The same form with what was typed, unjudged, and with some settings written over."""
        typed = {name: self[name].value() for name in self.fields}
        return RoundForm(initial=self.initial | typed | (changes or {}))


def initial_of(award_round) -> dict:
    """A round as the form shows it."""
    names = (*PLAIN, "quorum_num", "quorum_den", "threshold_num", "threshold_den")
    return {name: getattr(award_round, name) for name in names} | {"legal_basis": "\n".join(award_round.legal_basis)}


class StartForm(SentenceForm):
    """Year and kind of a new round; the rest is prefilled from them."""

    nam = forms.TypedChoiceField(label="Năm", coerce=int)
    hinh_thuc = forms.ChoiceField(label="Hình thức khen", choices=AwardKind.choices)

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nam"].choices = [(year, f"Năm {year}") for year in years]


class ProposeForm(SentenceForm):
    number = LineField(label="Số tờ trình của Phòng Nội vụ", max_length=60, help_text="Ví dụ 45/TTr-PNV.")
    day = DayField(label="Ngày tờ trình")

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if number and (wrong := number_fault(number)):
            raise ValidationError(wrong)
        return number


class ForwardForm(SentenceForm):
    number = LineField(label="Số văn bản", max_length=60, help_text="Ví dụ 120/TTr-UBND.")
    day = DayField(label="Ngày văn bản")


class SearchForm(forms.Form):
    """The filter above a list; what cannot be read is no filter."""

    q = forms.CharField(label="Tìm", required=False, max_length=100)
    trang_thai = forms.CharField(required=False, max_length=20)
    hinh_thuc = forms.CharField(required=False, max_length=20)
    ngay = DayField(required=False)
    sap_xep = forms.CharField(required=False, max_length=20)

    def value(self, name: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name, "")

    def day(self, name: str) -> date | None:
        return self.value(name) or None
