"""The form that publishes a draft of the plan: which years follow, why, and that one has read what changes."""

from django import forms

from reports.forms.fields import LongText
from reports.rules import REASON_LIMIT


class PublishPlanForm(forms.Form):
    read = forms.CharField(widget=forms.HiddenInput)
    years = forms.TypedMultipleChoiceField(
        label="Năm áp dụng",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Năm không chọn giữ phiên bản đang dùng.",
    )
    reason = LongText(REASON_LIMIT, required=True, label="Lý do ban hành")
    agreed = forms.BooleanField(label="Tôi đã xem các thay đổi và ảnh hưởng tới thứ hạng")

    def __init__(self, offers, *args, **kwargs):
        super().__init__(*args, **kwargs)
        open_years = [offer for offer in offers if not offer.refusal]
        self.fields["years"].choices = [(offer.period.year, _label(offer)) for offer in open_years]
        self.fields["years"].initial = [offer.period.year for offer in open_years if offer.by_default]


def _label(offer) -> str:
    now = f"Năm {offer.period.year} (đang dùng phiên bản {offer.period.plan_version.number}"
    if offer.sent:
        return f"{now}; {offer.sent} báo cáo đã nộp sẽ được chấm lại)"
    return f"{now}; {offer.reports} báo cáo đang soạn)" if offer.reports else f"{now}; chưa có báo cáo)"
