"""Who chaired, who wrote, who signs; and what was confirmed before it changed, or not signed yet."""

from awards.consistency.nearly import near
from awards.consistency.reading import Attendee, attendees_in, bare, key_of, same_name
from awards.consistency.types import BAO_CAO, BIEN_BAN, Dossier, Finding, Paper, Place, Severity, Where
from core.text import fold

CHAIR_WORDS = ("chu tich", "chu tri", "chu toa", "truong ban")
SECRETARY_WORDS = ("thu ky",)
ROLES = (
    ("meeting_chair", "người chủ trì", "chair", CHAIR_WORDS),
    ("meeting_secretary", "thư ký cuộc họp", "secretary", SECRETARY_WORDS),
)


def people(dossier: Dossier) -> list[Finding]:
    minutes = dossier.paper(BIEN_BAN)
    roster = attendees_in(minutes.text("attendees")) if minutes else []
    if minutes is None or not roster:
        return []
    found = _twice(minutes, roster)
    for field, word, attribute, duties in ROLES:
        if name := str(getattr(dossier, attribute)):
            found += _officer(name, word, duties, roster, (dossier.at(field, word), minutes.at("attendees")))
    if dossier.chair and same_name(dossier.chair, dossier.secretary):
        text = f"Người chủ trì “{dossier.chair}” cũng được ghi là thư ký cuộc họp. Xem lại một trong hai."
        places = dossier.at("meeting_chair", "người chủ trì"), dossier.at("meeting_secretary", "thư ký cuộc họp")
        found.append(Finding("chair_is_secretary", Severity.SHOULD, text, places))
    return found


def _twice(minutes: Paper, roster: list[Attendee]) -> list[Finding]:
    named = [one for one in roster if any(char.isalpha() for char in one.name)]  # a draft still has "…"
    met: set[tuple[str, str]] = set()  # not each with each: a roster may have thousands of lines
    for one in named:
        if (who := (key_of(bare(one.name)), one.post)) in met:
            text = f"Thành phần Hội đồng ghi “{one.name}” hai lần. Bỏ bớt một dòng, hoặc ghi rõ nếu là hai người."
            return [Finding("attendee_twice", Severity.SHOULD, text, (minutes.at("attendees"), minutes.at("")))]
        met.add(who)
    return []


def _officer(
    name: str, word: str, duties: tuple[str, ...], roster: list[Attendee], places: tuple[Place, Place]
) -> list[Finding]:
    there = next((one for one in roster if same_name(one.name, name)), None)
    if there is None:
        like = next((one.name for one in roster if near(one.name, name) is not None), "")
        text = f"{word.capitalize()} “{name}” không có trong thành phần Hội đồng của biên bản"
        text += f", ở đó ghi “{like}”. Sửa cho đúng một tên." if like else ". Thêm vào biên bản hoặc sửa tên."
        return [Finding("not_in_roster", Severity.MUST, text, places)]
    if there.absent:
        text = f"{word.capitalize()} “{name}” được ghi là vắng trong thành phần Hội đồng. Sửa một trong hai."
        return [Finding("officer_absent", Severity.MUST, text, places)]
    if not any(duty in fold(f"{there.post} {there.duty}") for duty in duties):
        text = f"{word.capitalize()} “{name}” được ghi nhiệm vụ “{there.duty}” trong thành phần Hội đồng. Xem lại cho khớp."
        return [Finding("officer_duty", Severity.SHOULD, text, places)]
    return []


# --- confirmations and signed copies -------------------------------------------------------------


def unconfirmed(dossier: Dossier) -> list[Finding]:
    """IV.3: "có xác nhận của cấp trình khen", of every paper that the round asks for."""
    return [
        Finding(
            "paper_unconfirmed",
            Severity.MUST,
            f"{paper.label} chưa được xác nhận. Đọc lại rồi bấm “Lưu và xác nhận”.",
            (paper.at(""), _subject(dossier, paper)),
        )
        for paper in dossier.papers
        if paper.confirmed_at is None and paper.kind in dossier.required
    ]


def _subject(dossier: Dossier, paper: Paper) -> Place:
    nominee = dossier.nominee(paper.nominee)
    return nominee.at("", "") if nominee else dossier.list_place


def stale(dossier: Dossier) -> list[Finding]:
    """Confirmed, and changed afterwards: what is printed now is not what was confirmed.

    A report prints the signer and the day of the tờ trình, so it grows stale by those alone.
    """
    found = []
    for paper in dossier.papers:
        report = paper.kind == BAO_CAO
        changed = dossier.signer_changed_at if report else dossier.changed_at
        if paper.confirmed_at is None or changed is None or changed <= paper.confirmed_at:
            continue
        word = "người ký hoặc ngày tờ trình" if report else "thông tin tờ trình, biên bản"
        text = f"{paper.label} được xác nhận trước khi {word} thay đổi. Đọc lại bản in rồi xác nhận lại."
        place = dossier.at("signer_name", "người ký") if report else dossier.at("to_trinh_number", "thông tin tờ trình")
        found.append(Finding("confirmed_before_change", Severity.MUST, text, (paper.at(""), place)))
    return found


def unsigned(dossier: Dossier) -> list[Finding]:
    """One line, however many signed copies are not there."""
    missing = [paper for paper in dossier.papers if paper.confirmed_at and not paper.scanned]
    if not missing:
        return []
    first = missing[0].label[0].lower() + missing[0].label[1:]
    more = f" và {len(missing) - 1} giấy tờ khác" if len(missing) > 1 else ""
    text = f"Chưa có bản đã ký, đóng dấu của {first}{more}. Gửi bản quét nếu có."
    places = missing[0].at(""), Place(Where.PAPERS, dossier.key, "", "giấy tờ của hồ sơ")
    return [Finding("scan_missing", Severity.SHOULD, text, places)]
