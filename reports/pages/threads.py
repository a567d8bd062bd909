"""The talk with Phòng VH-TT as the unit's people see it on the page of their report."""

from dataclasses import dataclass

from reports.forms.comments import CommentForm
from reports.models import SelfReport
from reports.presenters import Row, Section
from reports.services.comments import may_answer
from reports.threads import Thread, name_all, threads_of, writers
from units.selectors import names_of


@dataclass
class TalkLine:
    """A line that is talked about; `form` while this person may answer."""

    row: Row
    thread: Thread
    form: CommentForm | None


def talk_lines(
    report: SelfReport, sections: list[Section], user, *, wrong: CommentForm | None = None
) -> list[TalkLine]:
    """Lines with a talk or where one may begin, those that wait for an answer first: two queries."""
    rows = [row for section in sections for row in section.rows if row.entry]
    unit = report.unit_id in user.own_units
    threads = threads_of(report, [row.entry for row in rows], unit=unit)
    name_all(threads, names_of(writers(threads)))
    found = []
    for row in rows:
        thread = threads.get(row.indicator.pk, Thread())
        opens = may_answer(report, row.entry, bool(thread.comments))
        if thread.comments or opens:
            form = _form(row.indicator.code, wrong) if opens and report.unit_id in user.units else None
            found.append(TalkLine(row, thread, form))
    return sorted(found, key=lambda line: not line.thread.asking)


def _form(code: str, wrong: CommentForm | None) -> CommentForm:
    return wrong if wrong and wrong.code == code else CommentForm(code)
