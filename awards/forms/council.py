"""A session of the council: when, where and by which rules, its roster, what was said; room.py has what is put down."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from awards import tally
from awards.enums import SeatPosition, VotingMethod
from awards.forms.fields import MomentField
from awards.forms.fractions import QUORUMS, THRESHOLDS, at_least, chosen, fractions
from awards.services.council import SeatChange, SessionRules
from core.fields import LineField, LinesField

FIRST_YEAR, LAST_YEAR = 2023, 2035
PICK = "Chọn một trong các mục có sẵn."
BASES = (
    ("all", "Tổng số thành viên Hội đồng, kể cả người vắng"),
    ("present", "Số thành viên có mặt hoặc gửi ý kiến bằng văn bản"),
)


class SessionForm(forms.Form):
    """What is not sent keeps the rule in force."""

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
    method = forms.ChoiceField(label="Cách biểu quyết", choices=VotingMethod.choices, widget=forms.RadioSelect)
    threshold = forms.ChoiceField(label="Thông qua khi số người đồng ý")
    base = forms.ChoiceField(label="Tỷ lệ tính trên", choices=BASES, widget=forms.RadioSelect)
    quorum = forms.ChoiceField(label="Họp được khi số thành viên có mặt")
    agenda = LinesField(
        label="Chương trình họp",
        help_text="Mỗi dòng một việc. Để trống nếu chưa có.",
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, rules: SessionRules, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules
        thresholds = fractions(THRESHOLDS, rules.threshold_num, rules.threshold_den, tally.passing)
        quorums = fractions(QUORUMS, rules.quorum_num, rules.quorum_den, at_least)
        self.fields["threshold"].choices, self.fields["quorum"].choices = thresholds, quorums
        self.kept = {
            "method": rules.method,
            "threshold": chosen(thresholds, rules.threshold_num, rules.threshold_den),
            "base": "present" if rules.count_present_only else "all",
            "quorum": chosen(quorums, rules.quorum_num, rules.quorum_den),
        }
        self.initial = {**self.kept, "agenda": rules.agenda, **self.initial}
        if self.is_bound:
            self.data = self.data.copy()
            for name in self.kept.keys() - self.data.keys():
                self.data[name] = self.kept[name]
        for name in self.kept:
            self.fields[name].error_messages.update(invalid_choice=PICK, required=PICK)
        self.fields["agenda"].error_messages["max_length"] = "Chương trình họp dài quá 6.000 ký tự. Viết gọn lại."

    def values(self) -> dict:
        """What prepare_session and move_session take."""
        data = self.cleaned_data
        quorum, threshold = (tuple(map(int, data[name].split("/"))) for name in ("quorum", "threshold"))
        rules = SessionRules(
            data["method"], *quorum, *threshold, count_present_only=data["base"] == "present", agenda=data["agenda"]
        )
        return {"held_at": data["held_at"], "place": data["place"], "rules": rules}

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
