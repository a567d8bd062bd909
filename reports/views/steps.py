"""Takes one step of a report and says how it ended; shared by the views whose buttons do just that."""

from django.contrib import messages
from django.shortcuts import redirect

from core.workflow import TransitionDenied


def take_step(request, report, done: str, act, *, then: str):
    """Does `act`; `done` or the refusal is told on the page `then` of the report."""
    try:
        act()
    except TransitionDenied as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(then, report.period.year, report.unit.code)
