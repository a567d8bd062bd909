"""The public check: the code under the QR, or the file itself."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.fields import LineField


class CodeForm(forms.Form):
    """The code under the QR, or the whole address pasted from a phone."""

    code = LineField(
        label="Mã kiểm tra hoặc địa chỉ in dưới mã QR",
        max_length=300,
        error_messages={"required": "Hãy nhập mã in dưới mã QR trên Giấy khen."},
    )

    def clean_code(self) -> str:
        return token_of(self.cleaned_data["code"])


_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1"})


def token_of(typed: str) -> str:
    """The token in what a person typed or pasted: spaces, dashes, capitals and look-alike letters do not matter."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last.casefold() if sign.isascii() and sign.isalnum()).translate(_MISREAD)[:64]


COMPARE_BYTES = 5 * 1024 * 1024  # a Giấy khen, signed too, is far smaller


class CompareForm(forms.Form):
    file = forms.FileField(
        label="Tệp PDF của Giấy khen",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Hãy chọn tệp PDF cần so sánh.",
            "empty": "Tệp vừa gửi trống. Hãy chọn lại tệp.",
            "missing": "Hãy chọn tệp PDF cần so sánh.",
            "invalid": "Hãy chọn tệp PDF cần so sánh.",
        },
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        most = min(settings.MAX_UPLOAD_BYTES, COMPARE_BYTES)
        if upload.size > most:
            raise ValidationError(
                f"Tệp lớn hơn {most // (1024 * 1024)} MB nên không phải Giấy khen của cổng. Hãy chọn lại tệp."
            )
        return upload
