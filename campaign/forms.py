"""Forms of registration and settings; they clean, the services decide."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaign.enums import RegistrationState
from campaign.models import Campaign, Period, Registration
from campaign.selectors import MISSING, SENT
from campaign.services.settings import NAMES
from core.days import end_of, last_day
from core.fields import DayField, LineField, LinesField
from core.text import date_short
from units.enums import UnitKind
from units.forms import ListFilter
from units.validators import PHONE


class RegistrationForm(forms.ModelForm):
    """The unit's own plan and commitment; `complete` asks for everything, a draft may wait."""

    upload = forms.FileField(
        label="Tệp kế hoạch phát động",
        required=False,
        help_text="Tệp PDF hoặc Word (.docx), bản đã ký thì càng tốt.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        error_messages={"empty": "Tệp này trống. Hãy chọn lại tệp."},
    )

    class Meta:
        model = Registration
        fields = ("plan_number", "plan_date", "commitment", "contact_name", "contact_phone")
        field_classes = {
            "plan_number": LineField, "plan_date": DayField, "commitment": LinesField,
            "contact_name": LineField, "contact_phone": LineField,
        }  # fmt: skip
        help_texts = {
            "plan_number": "Ví dụ 12/KH-UBND.",
            "commitment": "Trong năm, đơn vị đăng ký làm những gì, đạt kết quả nào.",
        }

    NEEDED = {
        "plan_date": "Cần ngày ban hành kế hoạch phát động.",
        "commitment": "Cần ghi nội dung đăng ký thi đua của đơn vị.",
        "upload": "Cần đính kèm kế hoạch phát động của đơn vị (mục VI.5, VI.6).",
    }

    def __init__(self, *args, complete: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].validators.append(PHONE)
        if complete or not self.is_bound:  # shown as needed from the start, asked for when sending
            for name, sentence in self.NEEDED.items():
                self.fields[name].required = not (name == "upload" and self.instance.plan_file_id)
                self.fields[name].error_messages["required"] = sentence

    def clean_plan_date(self) -> date | None:
        day = self.cleaned_data["plan_date"]
        if day and day > timezone.localdate():
            raise ValidationError(f"Ngày ban hành kế hoạch ({date_short(day)}) sau hôm nay. Kiểm tra lại ngày.")
        return day

    def content(self) -> dict:
        return {field: self.cleaned_data[field] for field in self.Meta.fields}


class RegistrationFilterForm(ListFilter):
    kind = forms.ChoiceField(label="Loại đơn vị", required=False, choices=[("", "Tất cả"), *UnitKind.choices])
    trang_thai = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Tất cả"), (MISSING, "Chưa gửi"), *((s.value, RegistrationState(s).label) for s in SENT)],
    )


class NamesForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = NAMES
        field_classes = dict.fromkeys(NAMES, LineField)
        help_texts = {
            "place": "Đứng trước ngày tháng trên văn bản: Đắk Song, ngày …",
            "signer_name": "In dưới chữ ký; bỏ trống nếu để ký và ghi tay.",
            "authority": "In trên quyết định và Giấy khen.",
        }


class HolidayForm(forms.Form):
    use_required_attribute = False

    day = DayField(label="Ngày nghỉ", error_messages={"required": "Ghi ngày nghỉ theo mẫu dd/mm/yyyy."})
    name = LineField(
        label="Tên",
        max_length=120,
        help_text="Ví dụ: Tết Dương lịch.",
        error_messages={
            "required": "Ghi tên ngày nghỉ, ví dụ Quốc khánh.",
            "max_length": "Tên ngày nghỉ có không quá 120 ký tự.",
        },
    )


class DeadlinesForm(forms.ModelForm):
    """Days as people say them: the last day that is still in time; the row keeps the first instant that is not."""

    report_last_day = DayField(
        label="Ngày cuối nộp báo cáo đúng hạn",
        help_text="Đến hết ngày này là đúng hạn; sau đó vẫn nhận và ghi “nộp muộn” cho đến ngày đóng.",
    )
    closes_last_day = DayField(label="Ngày cuối còn nhận", help_text="Sau ngày này, năm được đóng: không nhận thêm.")

    class Meta:
        model = Period
        fields = ("launch_plan_due", "summary_due", "appeal_days")
        field_classes = {"launch_plan_due": DayField, "summary_due": DayField}
        help_texts = {
            "launch_plan_due": "Mục VI.5: trong Quý 2/2023. Bỏ trống nếu năm này không có hạn.",
            "appeal_days": "Tính từ ngày sau khi báo cáo được chấp nhận, trừ thứ bảy, chủ nhật và ngày nghỉ.",
        }

    def __init__(self, *args, instance: Period, **kwargs):
        initial = {
            "report_last_day": last_day(instance.report_due),
            "closes_last_day": last_day(instance.closes_at),
        }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean(self):
        data = super().clean()
        for day, field in (("report_last_day", "report_due"), ("closes_last_day", "closes_at")):
            if day in data and data[day] != last_day(getattr(self.instance, field)):
                setattr(self.instance, field, end_of(data[day]))
        return data

    def validate_constraints(self):
        """Left to the service, which names the field."""

    RENAMED = {"report_due": "report_last_day", "closes_at": "closes_last_day"}
