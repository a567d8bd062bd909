"""What a code, a user name and a telephone number look like, each refused with a sentence."""

from django.core.validators import RegexValidator

CODE = RegexValidator(
    r"\A[a-z0-9][a-z0-9-]{1,39}\Z",
    "Mã gồm 2 đến 40 chữ thường không dấu, chữ số và gạch ngang, ví dụ 24721 hoặc phong-noi-vu.",
)
STATE_CODE = RegexValidator(r"\A[0-9]{5}\Z", "Mã hành chính có năm chữ số, ví dụ 24721.")
USERNAME = RegexValidator(
    r"\A[a-z0-9][a-z0-9._-]{2,39}\Z",
    "Tên đăng nhập gồm 3 đến 40 chữ thường không dấu, chữ số, dấu chấm hoặc gạch, ví dụ nambinh.lan.",
)
PHONE = RegexValidator(r"\A\+?[0-9][0-9 .-]{7,18}\Z", "Số điện thoại gồm 8 đến 15 chữ số, ví dụ 0905 123 456.")
