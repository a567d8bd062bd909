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
    """VI.9: a report says something about every indicator of its unit, be it "không phát sinh"."""
    from reports.selectors.rows import report_rows
    from reports.standing import work_of

    rows = [row for section in report_rows(report) for row in section.rows]
    missing = [row for row in rows if not row.answered]
    if not missing:
        return None
    names = "; ".join(row.indicator.name for row in missing[:3])
    more = f" và {len(missing) - 3} dòng khác" if len(missing) > 3 else ""
    return f"{work_of(rows).sentence}. Cần điền: {names}{more}. Anh/chị điền hết rồi trình ký."


def nothing_wrong(report) -> str | None:
    from reports.selectors.rows import wrong_rows
    from reports.standing import Work

    wrong = wrong_rows(report)
    if not wrong:
        return None
    row, sentence = wrong[0]
    return f"{Work(0, len(wrong)).sentence}. Dòng “{row.indicator.name}” chưa đúng: {sentence}"


def not_presented(report) -> str | None:
    if not report.presented:
        return None
    return "Báo cáo đang chờ lãnh đạo đơn vị ký nộp. Muốn sửa, anh/chị lấy lại từ lãnh đạo trước."


def presented(report) -> str | None:
    if report.presented:
        return None
    return "Cán bộ của đơn vị chưa trình ký báo cáo này."


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
            name="present",
            label="Trình ký nộp",
            sources=(ReportState.DRAFT.value, ReportState.RETURNED.value),
            target="",
            roles=frozenset({Role.OFFICER.value}),
            guards=(not_presented, registered, nothing_missing, nothing_wrong),
        ),
        Transition(
            name="recall",
            label="Lấy lại để sửa",
            sources=(ReportState.DRAFT.value, ReportState.RETURNED.value),
            target="",
            roles=frozenset({Role.OFFICER.value}),
            guards=(presented,),
        ),
        Transition(
            name="hand_back",
            label="Chuyển lại cán bộ",
            sources=(ReportState.DRAFT.value, ReportState.RETURNED.value),
            target="",
            roles=frozenset({Role.HEAD.value}),
            guards=(presented,),
            needs_reason=True,
        ),
        Transition(
            name="submit",
            label="Ký nộp báo cáo",
            sources=(ReportState.DRAFT.value, ReportState.RETURNED.value),
            target=ReportState.SUBMITTED.value,
            roles=frozenset({Role.HEAD.value}),
            guards=(presented, registered, nothing_missing, nothing_wrong),
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
