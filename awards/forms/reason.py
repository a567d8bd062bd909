"""Why something goes back or is withdrawn, in the words of whoever does it."""

from awards.forms.fields import SentenceForm
from core.fields import LinesField
from core.text import REASON_LIMIT


class ReasonForm(SentenceForm):
    reason = LinesField(label="Lý do", max_length=REASON_LIMIT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = "Cần ghi lý do để người nhận biết phải làm gì."
