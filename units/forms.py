"""Forms of units, people and appointments; they clean, the services decide."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.fields import DayField, LineField
from units.enums import Role, UnitKind
from units.models import Appointment, Unit, User
from units.validators import CODE, PHONE, STATE_CODE, USERNAME


def posted(request):
    """The data of a POST, even an empty one; None shows an empty form."""
    return request.POST if request.method == "POST" else None


def posted_files(request) -> tuple:
    return posted(request), request.FILES if request.method == "POST" else None


def attach(form: forms.BaseForm, fault: ValidationError) -> None:
    """Puts a refusal of a service on the fields it names, or on top of the form."""
    for field, messages in getattr(fault, "message_dict", {None: fault.messages}).items():
        form.add_error(field if field in form.fields else None, messages)


class UnitForm(forms.ModelForm):
    successor = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị kế thừa",
        required=False,
        empty_label="Không có",
        help_text="Đơn vị nhận nhiệm vụ sau khi đơn vị này kết thúc hoạt động. Báo cáo cũ vẫn thuộc đơn vị cũ.",
    )

    class Meta:
        model = Unit
        fields = (
            "code", "name", "short_name", "kind", "aliases", "state_code", "email", "is_it_enterprise",
            "valid_from", "valid_to", "successor",
        )  # fmt: skip
        field_classes = {
            "code": LineField, "name": LineField, "short_name": LineField, "aliases": LineField,
            "valid_from": DayField, "valid_to": DayField,
        }  # fmt: skip
        help_texts = {
            "code": "Dùng trong địa chỉ trang và tệp Excel; không đổi được sau khi thêm.",
            "aliases": "Cách viết khác, để tìm kiếm.",
            "is_it_enterprise": "Áp dụng yêu cầu “Make in Việt Nam” của mục IV.1.1.3.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].validators.append(CODE)
        self.fields["state_code"].validators.append(STATE_CODE)
        self.fields["kind"].choices = [("", "Chọn loại đơn vị"), *UnitKind.choices]
        self.fields["successor"].queryset = Unit.objects.exclude(pk=self.instance.pk)
        if self.instance.pk:
            self.fields["code"].disabled = True


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone")
        field_classes = {"username": LineField, "full_name": LineField, "phone": LineField}
        labels = {"email": "Thư điện tử", "username": "Tên đăng nhập"}
        help_texts = {"username": "Chữ thường không dấu, chữ số, dấu chấm hoặc gạch, ví dụ nambinh.lan."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators.append(USERNAME)
        self.fields["phone"].validators.append(PHONE)
        self.fields["username"].widget.attrs.pop("autofocus", None)


class AppointmentForm(forms.ModelForm):
    class Meta:
        model = Appointment
        fields = ("unit", "role", "title", "valid_from", "valid_to")
        field_classes = {"title": LineField, "valid_from": DayField, "valid_to": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].empty_label = "Chọn đơn vị"
        self.fields["role"].choices = [("", "Chọn vai trò"), *Role.choices]
        self.fields["valid_from"].initial = timezone.localdate

    def validate_constraints(self):
        """Left to the service, which says who holds what since when."""


class EndAppointmentForm(forms.Form):
    on = DayField(label="Ngày cuối giữ vai trò")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        error_messages={"required": "Hãy chọn tệp Excel cần nhập.", "empty": "Tệp này trống. Hãy chọn lại tệp."},
    )


class ListFilter(forms.Form):
    """What a list is filtered by; an unknown choice shows everything rather than an error."""

    q = LineField(label="Tìm", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"

    def values(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class FilterForm(ListFilter):
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Tất cả các loại"), *UnitKind.choices])
    role = forms.ChoiceField(label="Vai trò", required=False, choices=[("", "Tất cả vai trò"), *Role.choices])
