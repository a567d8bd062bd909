"""The votes of the unit's own council: the list against the roster and the words of the minutes."""

import re
from collections import defaultdict
from decimal import Decimal

from awards.consistency.reading import Attendee, attendees_in, fractions_in, holds, percents_in, sentences
from awards.consistency.types import BIEN_BAN, Dossier, Finding, Nominee, Paper, Severity
from core.text import fold, format_decimal

READ = ("proceedings", "ballot", "conclusion")
_PRESENT = re.compile(r"có mặt\s*:?\s*(?:là\s*)?(\d{1,2})(?!\d|\s*/\s*\d{3})")
_ABSENT = re.compile(r"vắng(?: mặt)?\s*:?\s*(?:là\s*)?(\d{1,2})(?!\d)")


def votes(dossier: Dossier) -> list[Finding]:
    minutes = dossier.paper(BIEN_BAN)
    if minutes is None:
        return []
    roster = attendees_in(minutes.text("attendees"))
    return [
        *_roster_size(dossier, minutes, roster),
        *_more_than_present(dossier, minutes, roster),
        *_presence_in_words(minutes, roster),
        *(found for field in READ for found in _figures(dossier, minutes, field, roster)),
    ]


def _roster_size(dossier: Dossier, minutes: Paper, roster: list[Attendee]) -> list[Finding]:
    if not roster or dossier.members is None or len(roster) == dossier.members:
        return []
    sentence = (
        f"Biên bản ghi {len(roster)} thành viên Hội đồng, thông tin cuộc họp ghi {dossier.members}. Sửa một trong hai."
    )
    places = minutes.at("attendees"), dossier.at("meeting_members", "số thành viên Hội đồng")
    return [Finding("roster_size", Severity.MUST, sentence, places)]


def _more_than_present(dossier: Dossier, minutes: Paper, roster: list[Attendee]) -> list[Finding]:
    """More votes than people in the room are right only where the absent wrote their opinion."""
    present = sum(not one.absent for one in roster)
    if not present or any("van ban" in fold(minutes.text(field)) for field in (*READ, "attendees")):
        return []
    over: dict[int, list[Nominee]] = defaultdict(list)
    for one in dossier.nominees:
        # more than all members is a matter of the rules of IV.3.b, said there
        if one.votes_total is not None and present < one.votes_total <= (dossier.members or len(roster)):
            over[one.votes_total].append(one)
    return [
        Finding(
            "votes_over_present",
            Severity.SHOULD,
            f"Danh sách ghi {total} phiếu về {_and_others(those)}, biên bản ghi {present} người có mặt. Sửa số phiếu; "
            "nếu người vắng gửi ý kiến bằng văn bản thì ghi điều đó vào biên bản.",
            (those[0].at("votes_total", "tổng số phiếu"), minutes.at("attendees")),
        )
        for total, those in over.items()
    ]


def _and_others(those: list[Nominee]) -> str:
    return those[0].label + (f" và {len(those) - 1} trường hợp khác" if len(those) > 1 else "")


def _presence_in_words(minutes: Paper, roster: list[Attendee]) -> list[Finding]:
    if not roster:
        return []
    absent = sum(one.absent for one in roster)
    found = []
    for pattern, word, number in ((_PRESENT, "có mặt", len(roster) - absent), (_ABSENT, "vắng", absent)):
        for field in READ:
            written = [int(hit) for hit in pattern.findall(minutes.text(field).lower())]
            if written and number not in written:
                sentence = (
                    f"Biên bản ghi {word} {written[0]} người, thành phần Hội đồng ghi {number}. Xem lại cho khớp."
                )
                places = minutes.at(field), minutes.at("attendees")
                found.append(Finding("presence_differs", Severity.SHOULD, sentence, places))
    return found


# --- figures in the words ------------------------------------------------------------------------


def _figures(dossier: Dossier, minutes: Paper, field: str, roster: list[Attendee]) -> list[Finding]:
    found = []
    for sentence in sentences(minutes.text(field).replace(";", ";\n")):
        about = [one for one in dossier.nominees if holds(sentence, one.name) and one.votes_for is not None]
        if len(about) == 1:
            found += _about_one(about[0], sentence, dossier.members, minutes, field)
        elif not about:
            found += _about_all(dossier, sentence, roster, minutes, field)
    return found


def ways(one: Nominee, members: int | None) -> list[tuple[int, int]]:
    """The part and the whole as minutes may give them: of the votes, or of all members."""
    if one.votes_for is None or not one.votes_total:
        return []
    return [(one.votes_for, whole) for whole in dict.fromkeys((one.votes_total, members)) if whole]


def fits(written: Decimal, places: int, pair: tuple[int, int]) -> bool:
    """The share as written, rounded or cut to its places: 66,67% and 66% are both 2/3."""
    exact = Decimal(pair[0] * 100) / Decimal(pair[1])
    return abs(exact - written) <= Decimal(1).scaleb(-places)


def _about_one(one: Nominee, sentence: str, members: int | None, minutes: Paper, field: str) -> list[Finding]:
    right = ways(one, members)
    listed = f"{one.votes_for}/{one.votes_total} phiếu"
    places = minutes.at(field), one.at("votes_for", "số phiếu đồng ý")
    if (pairs := fractions_in(sentence)) and not set(pairs) & set(right):
        text = f"Biên bản ghi {pairs[0][0]}/{pairs[0][1]} về {one.label}, danh sách ghi {listed} đồng ý. Sửa một trong hai."
        return [Finding("votes_differ", Severity.MUST, text, places)]
    shares = percents_in(sentence)
    if shares and not any(fits(*share, pair) for share in shares for pair in right):
        text = (
            f"Biên bản ghi {format_decimal(shares[0][0])}% về {one.label}, danh sách ghi {listed} đồng ý. "
            "Sửa một trong hai."
        )
        return [Finding("share_differs", Severity.SHOULD, text, places)]
    return []


def _about_all(dossier: Dossier, sentence: str, roster: list[Attendee], minutes: Paper, field: str) -> list[Finding]:
    """A figure that names nobody is that of some nominee, or of who came."""
    right = [pair for one in dossier.nominees for pair in ways(one, dossier.members)]
    if not right:
        return []
    right += [(sum(not one.absent for one in roster), len(roster))] if roster else []
    wrong = [f"{part}/{whole}" for part, whole in fractions_in(sentence) if (part, whole) not in right]
    wrong += [
        f"{format_decimal(share[0])}%"
        for share in percents_in(sentence)
        if not any(fits(*share, pair) for pair in right)
    ]
    if not wrong:
        return []
    text = f"Biên bản ghi {wrong[0]}, không trùng số phiếu của đối tượng nào trong danh sách. Xem lại cho khớp."
    return [Finding("share_differs", Severity.SHOULD, text, (minutes.at(field), dossier.list_place))]
