"""Every step from every state by every role: what is allowed was written down by hand."""

from contextlib import suppress

import pytest
from django.db import transaction

from core.workflow import TransitionDenied
from reports.enums import ReportState, Verdict
from reports.services import review, sending
from reports.workflow import SELF_REPORT
from tests.factories import make_user
from tests.reports.factories import EARLY, Desk, make_report_at
from units.enums import Role

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("draft", "present", Role.OFFICER),
    ("returned", "present", Role.OFFICER),
    ("draft", "recall", Role.OFFICER),
    ("returned", "recall", Role.OFFICER),
    ("draft", "hand_back", Role.HEAD),
    ("returned", "hand_back", Role.HEAD),
    ("draft", "submit", Role.HEAD),
    ("returned", "submit", Role.HEAD),
    ("submitted", "withdraw", Role.OFFICER),
    ("submitted", "return", Role.REVIEWER),
    ("submitted", "accept", Role.REVIEWER),
}


def test_the_table_lists_nothing_else():
    found = {
        (source, step.name, Role(role))
        for step in SELF_REPORT.transitions
        for source in step.sources
        for role in step.roles
    }
    assert found == ALLOWED
    assert set(SELF_REPORT.states) == {"draft", "submitted", "returned", "accepted"}


class _RewindError(Exception):
    pass


@pytest.mark.parametrize("state", [state.value for state in ReportState])
def test_a_step_is_taken_or_refused(period, state):
    """One report per state; each step of each role is tried on it and undone."""
    desk = make_report_at(state, period)
    people = {role: make_user(role, desk.unit) for role in Role} | {Role.OFFICER: desk.officer, Role.HEAD: desk.head}
    people[Role.REVIEWER] = desk.reviewer  # who has taken the review up
    tried = [(step.name, role) for step in SELF_REPORT.transitions for role in Role]
    taken = {(state, name, role) for name, role in tried if _takes(desk, name, people[role])}
    assert taken == {allowed for allowed in ALLOWED if allowed[0] == state}


def _takes(desk: Desk, name: str, person) -> bool:
    done = False
    with suppress(_RewindError), transaction.atomic():
        prepare(desk, name)
        before = desk.fresh().state
        try:
            assert take(desk, name, person).state == (SELF_REPORT[name].target or before)
            done = True
        except TransitionDenied:
            assert desk.fresh().state == before
        raise _RewindError
    desk.fresh()
    return done


def prepare(desk: Desk, name: str) -> None:
    """What the guards ask for, so that only state and role decide."""
    if desk.report.editable and name in ("recall", "hand_back", "submit"):
        sending.present_report(desk.report, by=desk.officer, now=EARLY)
    if desk.report.state != ReportState.SUBMITTED or name not in ("return", "accept"):
        return
    if name == "return":
        review.decide_entry(desk.entry("X-02"), Verdict.RETURNED, by=desk.reviewer, now=EARLY, reason="Sai số.")
    review.accept_remaining(desk.report, by=desk.reviewer, now=EARLY)


def take(desk: Desk, name: str, person):
    return {
        "present": lambda: sending.present_report(desk.report, by=person, now=EARLY),
        "recall": lambda: sending.recall_report(desk.report, by=person, now=EARLY),
        "hand_back": lambda: sending.hand_back_report(desk.report, by=person, now=EARLY, reason="Xem lại số liệu."),
        "submit": lambda: sending.submit_report(desk.report, by=person, now=EARLY),
        "withdraw": lambda: sending.withdraw_report(desk.report, by=person, now=EARLY),
        "return": lambda: review.return_report(desk.report, by=person, reason="Xem lại."),
        "accept": lambda: review.accept_report(desk.report, by=person, now=EARLY),
    }[name]()


def test_a_superuser_has_no_step(period):
    desk = make_report_at("submitted", period)
    root = make_user()
    root.is_superuser = root.is_staff = True
    root.save()
    with pytest.raises(TransitionDenied):
        review.return_report(desk.report, by=root, reason="Xem lại.")
    with pytest.raises(TransitionDenied):
        sending.withdraw_report(desk.report, by=root, now=EARLY)


def test_people_of_another_unit_have_no_step(period):
    desk, other = make_report_at("draft", period), make_report_at("draft", period)
    with pytest.raises(TransitionDenied, match="Chỉ cán bộ được phân công của đơn vị"):
        sending.present_report(desk.report, by=other.officer, now=EARLY)
    sending.present_report(desk.report, by=desk.officer, now=EARLY)
    for step in (sending.submit_report, sending.hand_back_report):
        more = {} if step is sending.submit_report else {"reason": "Xem lại."}
        with pytest.raises(TransitionDenied, match="Chỉ lãnh đạo của đơn vị"):
            step(desk.report, by=other.head, now=EARLY, **more)
    assert sending.submit_report(desk.report, by=desk.head, now=EARLY).state == "submitted"
