"""Which colour and icon a state wears, and its usual word when the page gives none."""

TONES = {
    "neutral": "circle-dashed",
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-circle",
    "award": "award",
}

STATES = {
    "draft": ("neutral", "pencil", "Đang soạn"),
    "new": ("neutral", "circle-dashed", "Mới"),
    "todo": ("neutral", "circle-dashed", "Chưa làm"),
    "planned": ("neutral", "calendar", "Dự kiến"),
    "not_applicable": ("neutral", "minus", "Không áp dụng"),
    "closed": ("neutral", "lock", "Đã đóng"),
    "archived": ("neutral", "archive", "Đã lưu trữ"),
    "withdrawn": ("neutral", "x", "Đã rút"),
    "queued": ("info", "hourglass", "Đang chờ"),
    "running": ("info", "progress-check", "Đang chạy"),
    "open": ("info", "lock-open", "Đang mở"),
    "voting": ("info", "gavel", "Đang biểu quyết"),
    "submitted": ("info", "send", "Đã nộp"),
    "proposed": ("info", "send", "Đã trình"),
    "in_review": ("info", "eye", "Đang thẩm định"),
    "appraising": ("info", "eye", "Đang thẩm định"),
    "pending": ("info", "hourglass", "Chờ xử lý"),
    "accepted": ("success", "circle-check", "Đã nhận"),
    "appraised": ("success", "clipboard-check", "Đã thẩm định"),
    "approved": ("success", "shield-check", "Đã duyệt"),
    "passed": ("success", "circle-check", "Thông qua"),
    "met": ("success", "circle-check", "Đạt"),
    "valid": ("success", "shield-check", "Hợp lệ"),
    "done": ("success", "circle-check", "Xong"),
    "returned": ("warning", "arrow-back-up", "Trả lại"),
    "late": ("warning", "clock", "Nộp muộn"),
    "waiting": ("info", "hourglass", "Chờ gửi"),
    "sending": ("info", "send", "Đang gửi"),
    "sent": ("success", "mail", "Đã gửi"),
    "page_only": ("neutral", "bell", "Chỉ hiện trên cổng"),
    "reserve": ("warning", "hourglass", "Dự bị"),
    "near": ("warning", "alert-triangle", "Gần đạt"),
    "missing": ("warning", "alert-triangle", "Còn thiếu"),
    "rejected": ("danger", "circle-x", "Không duyệt"),
    "refused": ("danger", "circle-x", "Không thông qua"),
    "not_met": ("danger", "circle-x", "Chưa đạt"),
    "failed": ("danger", "alert-circle", "Không thành công"),
    "overdue": ("danger", "alert-circle", "Quá hạn"),
    "replaced": ("warning", "refresh", "Đã thay thế"),
    "revoked": ("danger", "circle-x", "Đã thu hồi"),
    "awarded": ("award", "award", "Đã khen thưởng"),
    "decided": ("award", "rubber-stamp", "Đã quyết định"),
    "forwarded": ("award", "send", "Đã chuyển cấp có thẩm quyền"),
    "upheld": ("warning", "alert-triangle", "Có cơ sở"),
    "dismissed": ("neutral", "circle-check", "Không có cơ sở"),
    "issued": ("award", "certificate", "Đã cấp"),
}


def look_of(state: str) -> tuple[str, str, str]:
    """Tone, icon and usual word of a state; a state nobody listed is plain grey, never an error."""
    return STATES.get(state.lower().replace("-", "_"), ("neutral", TONES["neutral"], ""))
