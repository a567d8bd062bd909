"""Which colour and icon a state wears; the word beside them is given by the page."""

TONES = {
    "neutral": "circle-dashed",
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-circle",
    "award": "award",
}

STATES = {
    "draft": ("neutral", "pencil"),
    "new": ("neutral", "circle-dashed"),
    "todo": ("neutral", "circle-dashed"),
    "planned": ("neutral", "calendar"),
    "not_applicable": ("neutral", "minus"),
    "closed": ("neutral", "lock"),
    "archived": ("neutral", "archive"),
    "withdrawn": ("neutral", "x"),
    "queued": ("info", "hourglass"),
    "running": ("info", "progress-check"),
    "open": ("info", "lock-open"),
    "voting": ("info", "gavel"),
    "submitted": ("info", "send"),
    "proposed": ("info", "send"),
    "in_review": ("info", "eye"),
    "appraising": ("info", "eye"),
    "pending": ("info", "hourglass"),
    "accepted": ("success", "circle-check"),
    "appraised": ("success", "clipboard-check"),
    "approved": ("success", "shield-check"),
    "passed": ("success", "circle-check"),
    "met": ("success", "circle-check"),
    "valid": ("success", "shield-check"),
    "done": ("success", "circle-check"),
    "returned": ("warning", "arrow-back-up"),
    "late": ("warning", "clock"),
    "reserve": ("warning", "hourglass"),
    "near": ("warning", "alert-triangle"),
    "missing": ("warning", "alert-triangle"),
    "rejected": ("danger", "circle-x"),
    "refused": ("danger", "circle-x"),
    "not_met": ("danger", "circle-x"),
    "failed": ("danger", "alert-circle"),
    "overdue": ("danger", "alert-circle"),
    "revoked": ("danger", "circle-x"),
    "awarded": ("award", "award"),
    "decided": ("award", "rosette"),
    "issued": ("award", "certificate"),
}


def look_of(state: str) -> tuple[str, str]:
    """Tone and icon of a state; a state nobody listed is plain grey, never an error."""
    return STATES.get(state.lower().replace("-", "_"), ("neutral", TONES["neutral"]))
