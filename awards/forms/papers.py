"""The texts of a paper of IV.3, and its signed copy."""

from django import forms

from awards.forms.fields import SentenceForm, say_what_is_needed
from awards.forms.marked import MarkedForm, text_field
from awards.papers.fields import PAPER_FIELDS


class PaperForm(MarkedForm):
    """The texts of one kind of paper; a “…” may stay while drafting, confirming asks for it."""

    def __init__(self, kind: str, *args, **kwargs):
        self.paper_kind = kind
        super().__init__(*args, **kwargs)
        for one in PAPER_FIELDS[kind]:
            self.fields[one.key] = text_field(one)
        self.mark(PAPER_FIELDS[kind], self.initial)
        say_what_is_needed(self)


class WordForm(SentenceForm):
    file = forms.FileField(
        label="Tệp Word đã sửa",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text="Tệp .docx tải từ trang này, sửa bằng Word rồi lưu lại.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_file(self.fields["file"], "Chọn tệp Word đã sửa rồi gửi.")


class ScanForm(SentenceForm):
    file = forms.FileField(
        label="Bản đã ký, đóng dấu (quét)",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text="PDF, PNG hoặc JPG.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_what_file(self.fields["file"], "Chọn tệp bản quét rồi gửi.")


def say_what_file(field: forms.FileField, sentence: str) -> None:
    words = dict.fromkeys(("required", "missing", "invalid"), sentence)
    field.error_messages.update(words | {"empty": "Tệp vừa gửi trống. Chọn lại tệp."})
