"""The file that comes back: one field."""

from django import forms

from reports.enums import FormKind

ENDINGS = {FormKind.EXCEL: ".xlsx", FormKind.WORD: ".docx"}


class FormUpload(forms.Form):
    """A filled Excel or Word form."""

    use_required_attribute = False
    file = forms.FileField(
        label="Tệp đã điền",
        error_messages={
            "required": "Chọn tệp đã điền rồi bấm “Tải lên và xem trước”.",
            "empty": "Tệp vừa chọn trống. Hãy chọn lại tệp.",
            "invalid": "Không nhận được tệp. Hãy chọn lại tệp.",
            "missing": "Không nhận được tệp. Hãy chọn lại tệp.",
        },
    )

    def __init__(self, *args, kind: FormKind, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ENDINGS[kind]
        self.fields["file"].help_text = f"Tệp {ENDINGS[kind]} tải về từ trang này, không quá 10 MB."
