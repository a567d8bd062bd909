"""The gallery: every component in each of its states on one page."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.models import Job, JobState
from core.templatetags._states import STATES, TONES
from core.workflow import Transition

WORDS = {
    "neutral": "Đang soạn",
    "info": "Đã nộp",
    "success": "Đạt",
    "warning": "Trả lại",
    "danger": "Chưa đạt",
    "award": "Đã khen thưởng",
}
CHANNELS = [("trang", "Trang thông tin điện tử"), ("zalo", "Nhóm Zalo của đơn vị"), ("loa", "Loa truyền thanh")]


class SampleForm(forms.Form):
    """One field of each kind that our pages use."""

    name = forms.CharField(label="Tên sáng kiến", max_length=200)
    resolved = forms.CharField(
        label="Đã xử lý trên mạng (a)", widget=forms.TextInput({"inputmode": "numeric"}), help_text="Ví dụ: 1.204"
    )
    rate = forms.CharField(label="Tỷ lệ", required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    kind = forms.ChoiceField(label="Loại đơn vị", choices=[("", "Chọn loại đơn vị"), ("xa", "Xã, thị trấn")])
    day = forms.DateField(label="Ngày ban hành", required=False, widget=forms.DateInput({"placeholder": "19/12/2023"}))
    told = forms.MultipleChoiceField(
        label="Đã tuyên truyền qua", choices=CHANNELS, widget=forms.CheckboxSelectMultiple, required=False
    )
    done = forms.ChoiceField(
        label="Có ban hành kế hoạch phát động?", choices=[("co", "Có"), ("khong", "Không")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 3}))
    proof = forms.FileField(label="Minh chứng", required=False, help_text="Tệp PDF, ảnh, Word hoặc Excel, đến 20 MB.")
    agreed = forms.BooleanField(label="Số liệu đã được thủ trưởng đơn vị kiểm tra")

    def clean_resolved(self):
        value = self.cleaned_data["resolved"]
        if not value.replace(".", "").isdigit():
            raise forms.ValidationError("Ô “Đã xử lý trên mạng (a)” cần một số, ví dụ 1.204.")
        return value


def _sample_jobs() -> list[Job]:
    label = "Kết xuất 15 Giấy khen"
    return [
        Job(label=label, state=JobState.QUEUED, total=15),
        Job(label=label, state=JobState.RUNNING, done=6, total=15),
        Job(label=label, state=JobState.RUNNING),
        Job(label=label, state=JobState.DONE, done=15, total=15, result={"url": "#ket-qua"}),
        Job(label=label, state=JobState.FAILED, attempt=5, error="Ổ đĩa đã đầy. Nhờ quản trị dọn bớt rồi chạy lại."),
    ]


def _sample_steps() -> list[dict[str, str]]:
    return [
        {"label": "Đăng ký thi đua", "state": "done", "note": "28/04/2023", "url": "#buoc"},
        {"label": "Báo cáo năm", "state": "done", "note": "18/12/2023"},
        {"label": "Thẩm định", "state": "current", "note": "Phòng VH-TT đang xem"},
        {"label": "Hội đồng", "state": "todo", "note": ""},
        {"label": "Quyết định", "state": "refused", "note": "Chưa đủ điều kiện"},
    ]


def _sample_transitions() -> list[tuple[Transition, str]]:
    submit = Transition("submit", "Nộp báo cáo", ("draft",), "submitted", frozenset({"officer"}))
    give_back = Transition("return", "Trả lại", ("submitted",), "returned", frozenset({"reviewer"}), needs_reason=True)
    return [
        (submit, ""),
        (give_back, ""),
        (submit, "Kỳ báo cáo năm 2023 đã đóng. Cần nộp thêm, anh/chị liên hệ Phòng VH-TT."),
    ]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Draws the samples; stores nothing."""
    for level, sentence in SAMPLE_MESSAGES:
        messages.add_message(request, level, sentence)
    endings = ("pdf", "xlsx", "docx", "jpg")
    files = [SimpleNamespace(name=f"bao-cao-mot-cua.{ending}", size=1_480_000) for ending in endings]
    context = {
        "tones": [(tone, WORDS[tone]) for tone in TONES],
        "states": sorted(STATES),
        "form": SampleForm(),
        "wrong_form": SampleForm({"resolved": "một nghìn", "note": "Số này gồm cả hồ sơ giấy."}, auto_id="sai_%s"),
        "jobs": _sample_jobs(),
        "finished": Job(label="Lập báo cáo tổng hợp", state=JobState.DONE),
        "steps": _sample_steps(),
        "transitions": _sample_transitions(),
        "files": files,
        "rows": SAMPLE_ROWS,
        "page": Paginator(range(1_234), 25).page(3),
        "ribbons": SAMPLE_RIBBONS,
        "number": Decimal("1234.5"),
        "rate": Decimal("79.7351"),
        "money": 1_080_000,
        "moment": datetime(2023, 12, 19, 1, 30, tzinfo=UTC),
    }
    return render(request, "core/gallery.html", context)


SAMPLE_MESSAGES = [
    (messages.SUCCESS, "Đã nộp báo cáo năm 2023 lúc 21:43."),
    (messages.INFO, "Phòng VH-TT đã mở kỳ báo cáo năm 2023."),
    (messages.WARNING, "Còn 2 mục bị hỏi lại, hạn trả lời 22/12/2023."),
    (messages.ERROR, "Số đã xử lý (1.610) lớn hơn tổng số hồ sơ (1.510). Kiểm tra lại một trong hai số."),
]
SAMPLE_RIBBONS = [
    {"tone": "info", "text": "Còn 12 ngày để nộp báo cáo năm 2023 (đến hết 19/12/2023)."},
    {"tone": "warning", "text": "Còn 3 ngày để nộp báo cáo năm 2023 (đến hết 19/12/2023)."},
    {"tone": "danger", "text": "Đã quá hạn nộp báo cáo năm 2023; vẫn nộp được đến hết 31/12/2023, ghi “nộp muộn”."},
]
SAMPLE_ROWS = [
    {"unit": "Xã Nam Bình", "state": "accepted", "word": "Đã nhận", "score": Decimal("81.5"), "rate": Decimal("79.74")},
    {"unit": "Xã Thuận Hạnh", "state": "returned", "word": "Trả lại", "score": Decimal("64.25"), "rate": Decimal("52")},
    {"unit": "Thị trấn Đức An", "state": "draft", "word": "Đang soạn", "score": None, "rate": None},
]
