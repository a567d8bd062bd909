"""The file that comes back signed."""

from django import forms

from awards.forms.fields import SentenceForm


class SignedForm(SentenceForm):
    file = forms.FileField(
        label="Tệp PDF đã ký số",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text="Đúng tệp mà phần mềm ký số đã tạo ra từ bản để ký.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentence = "Chọn tệp PDF đã ký số rồi tải lên."
        self.fields["file"].error_messages.update(
            {
                "required": sentence,
                "missing": sentence,
                "invalid": sentence,
                "empty": "Tệp vừa gửi trống. Chọn lại tệp.",
            }
        )
