"""One word in the talk about a line, from either side."""

from django import forms

from reports.forms.fields import LongText
from reports.rules import REASON_LIMIT


class CommentForm(forms.Form):
    """What is written about one line; ids and names carry the code, because a page shows many of them."""

    use_required_attribute = False

    text = LongText(
        REASON_LIMIT,
        rows=3,
        label="Nội dung",
        required=True,
        error_messages={"required": "Ghi nội dung trước khi gửi."},
    )

    def __init__(self, code: str, *args, **kwargs):
        super().__init__(*args, prefix=f"trao-doi-{code}", **kwargs)
        self.code = code
