"""The pages of a request to look at a line again: asking, reading, answering."""

from core.days import last_day
from reports import reconsidering
from reports.enums import Outcome, RequestKind
from reports.explanations import AskView, figures_text
from reports.forms.reconsiderations import NUMBERS, AnswerForm
from reports.models import Reconsideration, SelfReport
from reports.presenters import Row, asked_figures
from reports.selectors import rows as selectors
from units.enums import Role
from units.selectors import names_of

TITLES = {RequestKind.APPEAL: "Đề nghị phúc tra", RequestKind.OFFICIAL: "Gửi số chính thức thay số ước"}


def ask_page(report: SelfReport, row: Row, kind: str, form, refused: str) -> dict:
    windows = reconsidering.windows_of(report)
    return {
        "report": report,
        "row": row,
        "kind": kind,
        "title": TITLES[RequestKind(kind)],
        "form": form,
        "refused": refused,
        "until": last_day(windows.closes(kind)) if windows else None,
        "days": report.period.appeal_days if kind == RequestKind.APPEAL else None,
        "counted": figures_text(row, row.appraised),
        "reported": figures_text(row, row.own),
        "awards_note": reconsidering.awards_note(report.period),
    }


def detail_page(ask: Reconsideration, user) -> dict:
    """The request with the line as the unit reported it, as the review left it and as it counts now."""
    report = ask.entry.report
    row = selectors.row_of(report, ask.entry.indicator.code)
    names = names_of([ask.sent_by, ask.decided_by, ask.entry.reviewed_by])
    may = ask.outcome == Outcome.OPEN and Role.REVIEWER in user.roles
    return {
        "ask": ask,
        "view": AskView(ask, row, names[ask.sent_by], names[ask.decided_by]),
        "row": row,
        "report": report,
        "reported": figures_text(row, row.own),
        "reviewed": figures_text(row, row.reviewed),
        "reviewer": names[ask.entry.reviewed_by],
        "counted": figures_text(row, row.appraised),
        "awards_note": reconsidering.awards_note(report.period),
        "form": AnswerForm(row, initial=answer_initial(row, ask)) if may else None,
    }


def answer_initial(row: Row, ask: Reconsideration) -> dict:
    """What the unit proposes, else what counts now."""
    proposed = asked_figures(ask)
    figures = proposed if proposed.answered else row.appraised
    return {name: getattr(figures, name) for name in NUMBERS}
