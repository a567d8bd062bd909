"""What Phòng Nội vụ concludes about a nominee."""

from django import forms

from awards.enums import Appraisal
from awards.forms.fields import SentenceForm, area
from core.fields import LinesField
from core.text import REASON_LIMIT


class AppraisalForm(SentenceForm):
    verdict = forms.ChoiceField(
        label="Kết luận",
        choices=[(Appraisal.ELIGIBLE, Appraisal.ELIGIBLE.label), (Appraisal.INELIGIBLE, Appraisal.INELIGIBLE.label)],
        widget=forms.RadioSelect,
    )
    reason = LinesField(
        label="Ý kiến thẩm định",
        max_length=REASON_LIMIT,
        required=False,
        widget=area(3),
        help_text="Bắt buộc khi không đủ điều kiện; đơn vị đọc được ý kiến này.",
    )
