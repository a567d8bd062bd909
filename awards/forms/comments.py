"""What is written about a list put out for comment: by the public, by Phòng Nội vụ from paper, and the answer."""

from django import forms
from django.core.exceptions import ValidationError

from awards.enums import ObjectionState
from awards.forms.fields import DayField, SentenceForm, area
from awards.forms.verify import token_of
from awards.models import Objection
from awards.services.comments import LINE_LIMIT, TEXT_LIMIT
from core.fields import LineField, LinesField
from core.text import date_short

SHOWN = 300  # of an objection, where several stand under each other


class ObjectionForm(SentenceForm):
    """`rows` are those of the published list; `website` is a trap that people never see."""

    nominee = forms.TypedChoiceField(label="Ý kiến về", required=False, coerce=int, empty_value=None)
    text = LinesField(label="Nội dung ý kiến", max_length=TEXT_LIMIT, widget=area(8))
    sender = LineField(label="Họ và tên", max_length=LINE_LIMIT, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact = LineField(
        label="Điện thoại hoặc thư điện tử",
        max_length=LINE_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    website = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, rows: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        named = [(row["nominee"], f"{row['honorific']} {row['name']}, {row['unit']}".strip()) for row in rows]
        self.fields["nominee"].choices = [("", "Cả danh sách"), *named]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Để trống ô này rồi gửi lại; trình duyệt đã tự điền vào.")
        return ""

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("sender", "contact", "text")}


class PaperObjectionForm(ObjectionForm):
    received_on = DayField(label="Ngày nhận văn bản")
    website = None  # for the office no trap

    field_order = ["received_on", "nominee", "text", "sender", "contact"]


class AnswerForm(SentenceForm):
    state = forms.ChoiceField(
        label="Kết luận",
        widget=forms.RadioSelect,
        choices=[(value, ObjectionState(value).label) for value in (ObjectionState.UPHELD, ObjectionState.DISMISSED)],
        help_text="“Có cơ sở” về một người, một tập thể thì đối tượng đó phải ra khỏi danh sách trước khi trình.",
    )
    answer = LinesField(
        label="Trả lời",
        max_length=TEXT_LIMIT,
        widget=area(6),
        help_text="Người gửi đọc được bằng mã tra cứu. Gửi rồi thì không sửa được.",
    )


class SameAnswerForm(AnswerForm):
    """One answer to several; `waiting` are those of the round that have none."""

    chosen = forms.TypedMultipleChoiceField(
        label="Các ý kiến cùng nội dung", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["chosen", "state", "answer"]

    def __init__(self, *args, waiting: list[Objection], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(one.pk, _first_words(one)) for one in waiting]


def _first_words(one: Objection) -> str:
    text = " ".join(one.text.split())
    shown = f"{text[:SHOWN].rstrip()}…" if len(text) > SHOWN else text
    return f"{one.nominee or 'Cả danh sách'}, nhận ngày {date_short(one.received_on)}: {shown}"


class LookUpForm(SentenceForm):
    code = LineField(label="Mã tra cứu", max_length=100, help_text="28 chữ và số; dấu cách, chữ hoa không quan trọng.")

    def clean_code(self) -> str:
        return token_of(self.cleaned_data["code"])
