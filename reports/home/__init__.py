""" "Việc của tôi": what each person has to do now, in order of need, each with the one button that does it."""

from datetime import datetime

from reports.home import offices, reconsiderations
from reports.home.deadlines import Ribbon, ribbon_for
from reports.home.head import head
from reports.home.officer import officer
from reports.home.task import Task
from units.enums import Role

__all__ = ["Ribbon", "Task", "ribbon_for", "tasks_for"]

_URGENCY = {"danger": 0, "warning": 1, "info": 2, "success": 3}


def tasks_for(user, *, now: datetime) -> list[Task]:
    """Everything the roles of this person ask for today; the number of queries does not grow with the units."""
    makers = {
        Role.OFFICER: officer,
        Role.HEAD: head,
        Role.REVIEWER: offices.reviewer,
        Role.APPRAISER: offices.appraiser,
        Role.COUNCIL: offices.council,
        Role.CHAIRMAN: offices.chairman,
        Role.ADMIN: offices.admin,
    }
    found = [task for role, maker in makers.items() if role in user.roles for task in maker(user, now)]
    asking = {Role.OFFICER: reconsiderations.officer, Role.REVIEWER: reconsiderations.reviewer}
    found += [task for role, maker in asking.items() if role in user.roles for task in maker(user, now)]
    return sorted(found, key=lambda task: (_URGENCY[task.tone], task.due or now.max.replace(tzinfo=now.tzinfo)))
