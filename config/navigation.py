"""The menu as data: who sees which entry, in which order; nothing here decides who may open a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from units.enums import Role

MENU_LENGTH = 7
OVERSEERS = frozenset({Role.REVIEWER, Role.APPRAISER, Role.COUNCIL, Role.CHAIRMAN, Role.INSPECTOR})


@dataclass(frozen=True)
class Entry:
    """One line of the menu; roles None = everyone who is signed in."""

    label: str
    icon: str
    url_name: str
    roles: frozenset[Role] | None = None


@dataclass(frozen=True)
class Link:
    """An entry ready to draw."""

    label: str
    icon: str
    url: str
    current: bool


MENU = (
    Entry("Việc của tôi", "home", "home"),
    Entry("Đăng ký thi đua", "flag", "campaign:registration-list", frozenset({Role.OFFICER, Role.REVIEWER})),
    Entry("Báo cáo năm", "report", "reports:self-report-list", frozenset({Role.OFFICER, Role.HEAD})),
    Entry("Thẩm định báo cáo", "clipboard-check", "reports:review-queue", frozenset({Role.REVIEWER, Role.INSPECTOR})),
    Entry("Xếp hạng", "chart-bar", "reports:ranking", OVERSEERS),
    Entry(
        "Khen thưởng",
        "medal",
        "awards:round-list",
        frozenset({Role.OFFICER, Role.REVIEWER, Role.APPRAISER, Role.CHAIRMAN, Role.INSPECTOR}),
    ),
    Entry("Hội đồng", "gavel", "awards:session-list", frozenset({Role.APPRAISER, Role.COUNCIL, Role.INSPECTOR})),
    Entry("Tổng hợp năm", "report-analytics", "reports:summary", frozenset({Role.REVIEWER, Role.CHAIRMAN})),
    Entry("Đơn vị và tài khoản", "building-community", "units:unit-list", frozenset({Role.ADMIN})),
    Entry("Xuất dữ liệu", "download", "reports:exports", frozenset({Role.ADMIN})),
    Entry("Cấu hình", "settings", "campaign:settings", frozenset({Role.ADMIN})),
    Entry("Việc nền", "hourglass", "job-list", frozenset({Role.ADMIN})),
    Entry("Nhật ký", "history", "audit-log", frozenset({Role.ADMIN, Role.INSPECTOR})),
    Entry("Kế hoạch", "book", "criteria:plan"),
)

PUBLIC_MENU = (
    Entry("Kế hoạch", "book", "criteria:plan"),
    Entry("Lấy ý kiến", "message-circle", "public:comment-list"),
    Entry("Kết quả", "award", "public:results"),
    Entry("Kiểm tra Giấy khen", "qrcode", "public:certificate-check"),
)


def address(url_name: str) -> str:
    """The address of a page, or "" when no application offers that page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def links(entries: Iterable[Entry], path: str) -> list[Link]:
    """Entries with their addresses; the one whose address is the longest start of `path` is the current one."""
    found = [(entry, url) for entry in entries if (url := address(entry.url_name))]
    home = address("home")
    starts = [url for _, url in found if (path.startswith(url) if url != home else path == home)]
    here = max(starts, key=len, default=None)
    return [Link(entry.label, entry.icon, url, url == here) for entry, url in found]


def menu_of(roles: Iterable[str]) -> list[Entry]:
    held = frozenset(roles)
    return [entry for entry in MENU if entry.roles is None or entry.roles & held]
