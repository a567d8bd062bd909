"""Export columns of what came after the review: figures that count now, and the requests to look at a line again."""

from collections.abc import Iterator

from campaign.models import Period
from reports.models import Entry, Reconsideration
from reports.presenters import Row

COUNTED_TITLES = ("Ước thực hiện", "Tử số được tính", "Mẫu số được tính", "Giá trị được tính", "Có/Không được tính")
ASKED_TITLES = (
    "Mã đơn vị", "Tên đơn vị", "Mã chỉ tiêu", "Chỉ tiêu", "Loại đề nghị", "Tử số đề nghị", "Mẫu số đề nghị",
    "Giá trị đề nghị", "Có/Không đề nghị", "Giải trình", "Người gửi", "Gửi lúc", "Kết quả", "Tử số chấp nhận",
    "Mẫu số chấp nhận", "Giá trị chấp nhận", "Có/Không chấp nhận", "Trả lời", "Người trả lời", "Trả lời lúc",
)  # fmt: skip
ASKED_WIDE = ("Tên đơn vị", "Chỉ tiêu", "Giải trình", "Trả lời")


def counting_figures(entry: Entry) -> tuple:
    """The figures that count after review and requests; `entry` comes with its report and reconsiderations."""
    figures = Row(entry.indicator, entry).appraised
    return (entry.estimate, figures.a, figures.b, figures.value, figures.yes)


def asked_rows(period: Period) -> Iterator[tuple]:
    asks = Reconsideration.objects.filter(entry__report__period=period).select_related(
        "entry__report__unit", "entry__indicator"
    )
    for one in asks.order_by("entry__report__unit__sort", "entry__report__unit__sort_key", "sent_at", "id"):
        unit, indicator = one.entry.report.unit, one.entry.indicator
        yield (
            unit.code, unit.name, indicator.code, indicator.name, one.get_kind_display(), one.a, one.b, one.value,
            one.yes, one.text, one.sent_by, one.sent_at, one.get_outcome_display(), one.granted_a, one.granted_b,
            one.granted_value, one.granted_yes, one.answer, one.decided_by, one.decided_at,
        )  # fmt: skip
