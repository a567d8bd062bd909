"""The only door to a change of state: lock, check, save, log, in one transaction."""

from django.db import transaction

from core import audit
from core.workflow import TransitionDenied, Workflow


@transaction.atomic
def apply(workflow: Workflow, subject, name: str, *, by, reason: str = "", **fields):
    """Takes the step `name` and returns the subject, freshly read under a row lock and saved.

    `fields` are stored with the new state. Writes one audit event. Raises TransitionDenied with a sentence.
    Every caller that changes a guarded state goes through here, tests included.
    """
    # related rows are read again: a guard that looks at what the caller holds would judge the past
    locked = type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    step = workflow.check(locked, name, by.roles, reason)
    before = locked.state
    for field, value in fields.items():
        setattr(locked, field, value)
    locked.state = step.target or before
    locked.save(update_fields=["state", *fields])
    audit.append(
        f"{workflow.name}.{name}", locked, by=by, data={"from": before, "to": locked.state, "reason": reason.strip()}
    )
    return locked


__all__ = ["TransitionDenied", "apply"]
