"""The life of a self-report (VI.9): who may move it, when, and the sentence that refuses."""

from campaign.enums import RegistrationState
from core.workflow import Transition, Workflow
from reports.enums import ReportState, Verdict
from units.enums import Role


def registered(report) -> str | None:
    """IV.1.1: "có đăng ký thi đua" – a unit that did not register is not judged."""
    if report.period.registrations.filter(
        unit=report.unit_id, state__in=[RegistrationState.SUBMITTED, RegistrationState.ACCEPTED]
    ).exists():
        return None
    return (
        f"Đơn vị chưa gửi đăng ký thi đua năm {report.period.year} (mục IV.1.1). "
        "Anh/chị gửi đăng ký trước, rồi nộp báo cáo."
    )


def nothing_missing(report) -> str | None:
    from reports.selectors import missing_rows

    missing = missing_rows(report)
    if not missing:
        return None
    names = "; ".join(row.indicator.name for row in missing[:3])
    more = f" và {len(missing) - 3} dòng khác" if len(missing) > 3 else ""
    return f"Báo cáo còn thiếu {len(missing)} dòng: {names}{more}. Anh/chị điền hết rồi nộp."


def nothing_reviewed(report) -> str | None:
    if report.entries.exclude(verdict=Verdict.PENDING).exists():
        return "Phòng VH-TT đã bắt đầu thẩm định nên không rút lại được. Anh/chị chờ kết quả hoặc đề nghị trả lại."
    return None


def something_returned(report) -> str | None:
    if report.entries.filter(verdict=Verdict.RETURNED).exists():
        return None
    return "Chưa có dòng nào được trả lại. Hãy trả lại ít nhất một dòng, kèm lý do, để đơn vị biết cần sửa gì."


def all_decided(report) -> str | None:
    waiting = report.entries.filter(verdict=Verdict.PENDING).count()
    if not waiting:
        return None
    return f"Còn {waiting} dòng chưa thẩm định. Hãy quyết định từng dòng trước khi chấp nhận báo cáo."


def none_returned(report) -> str | None:
    returned = report.entries.filter(verdict=Verdict.RETURNED).count()
    if not returned:
        return None
    return f"Có {returned} dòng đang trả lại. Hãy trả lại báo cáo, hoặc chấp nhận các dòng đó trước."


SELF_REPORT = Workflow(
    name="self_report",
    states={str(state.value): str(state.label) for state in ReportState},
    initial=ReportState.DRAFT.value,
    transitions=(
        Transition(
            name="submit",
            label="Nộp báo cáo",
            sources=(ReportState.DRAFT.value, ReportState.RETURNED.value),
            target=ReportState.SUBMITTED.value,
            roles=frozenset({Role.OFFICER.value}),
            guards=(registered, nothing_missing),
        ),
        Transition(
            name="withdraw",
            label="Rút lại để sửa",
            sources=(ReportState.SUBMITTED.value,),
            target=ReportState.DRAFT.value,
            roles=frozenset({Role.OFFICER.value}),
            guards=(nothing_reviewed,),
        ),
        Transition(
            name="return",
            label="Trả lại báo cáo",
            sources=(ReportState.SUBMITTED.value,),
            target=ReportState.RETURNED.value,
            roles=frozenset({Role.REVIEWER.value}),
            guards=(something_returned,),
            needs_reason=True,
        ),
        Transition(
            name="accept",
            label="Chấp nhận báo cáo",
            sources=(ReportState.SUBMITTED.value,),
            target=ReportState.ACCEPTED.value,
            roles=frozenset({Role.REVIEWER.value}),
            guards=(all_decided, none_returned),
        ),
    ),
)
