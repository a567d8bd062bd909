"""The list of who has reported, as Phòng VH-TT reads it: filters, tiles, progress, one page of rows."""

from campaign.models import Period
from campaign.selectors import extensions_of
from core.days import last_day
from core.text import clean
from reports.enums import ReportState
from reports.selectors import rows as selectors
from reports.selectors.queue import (
    HOLDERS,
    QUEUE_STATES,
    narrowed,
    queue_counts,
    queue_page,
    review_queue,
)
from units.enums import Role, UnitKind

TONES = {"submitted": "info", "accepted": "success", "returned": "warning"}


def queue_of(period: Period, user, asked) -> dict:
    """Everything on the page; `asked` are the parameters of its address. The number of queries is always the same."""
    state, kind, holder = (asked.get(name, "") for name in ("trang_thai", "loai", "nguoi"))
    query = clean(asked.get("q", "")[:100])
    everyone = review_queue(period, kind=kind, query=query)
    page = queue_page(period, narrowed(everyone, state=state, holder=holder, user=user), asked.get("page"))
    counts = queue_counts(everyone)
    sent = sum(counts[name] for name in TONES)
    return {
        "period": period,
        "years": selectors.years(),
        "page_obj": page,
        "rows": page.object_list,
        "tiles": _tiles(counts),
        "sent": sent,
        "accepted": counts[ReportState.ACCEPTED],
        "states": QUEUE_STATES,
        "kinds": UnitKind.choices,
        "holders": HOLDERS if Role.REVIEWER in user.roles else {},
        "state": state,
        "kind": kind,
        "holder": holder,
        "query": query,
        "common": last_day(period.report_due),
        "extended": len(extensions_of(period)),
        "may_extend": Role.REVIEWER in user.roles,
        "sees_reminders": bool({Role.REVIEWER, Role.INSPECTOR, Role.ADMIN} & user.roles),
    }


def _tiles(counts: dict[str, int]) -> list[dict]:
    tiles = [
        {"label": label, "count": counts[state], "url": f"?trang_thai={state}", "tone": TONES.get(state, "")}
        for state, label in QUEUE_STATES.items()
        if state
    ]
    return [*tiles, {"label": "Nộp muộn", "count": counts["late"], "url": "", "tone": ""}]
