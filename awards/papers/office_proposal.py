"""The tờ trình of Phòng Nội vụ to the Chairman: its first texts from the round as it stands (VI.2)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from awards import entries, tally
from awards.enums import HANDED_IN, ROLE_WORDS, Appraisal, AwardKind, Involvement, NomineeKind
from awards.models import AwardRound, CouncilSession, Nominee
from awards.papers.drafts import counted, movement
from awards.papers.fields import BLANK
from awards.papers.office_fields import line_key
from awards.papers.office_words import (
    award_name,
    closed_sessions,
    day_of,
    minutes_bases,
    office_name,
    signer,
    typed,
)
from awards.selectors.lists import council_results
from awards.selectors.outcomes import Refusal, refusals
from awards.selectors.room import place_of
from awards.services.decisions import listed, reward_of
from core.text import format_money, format_percent, number_in_words, two_digits

SUMMARY_LENGTH = 240
SHOWN = 3  # names without a reason in one sentence; the rest is a number


@dataclass(frozen=True)
class Basis:
    """What a tờ trình says of the round; when it has changed since the draft, the paper is out of date."""

    lines: list[dict]
    left_out: list[list]
    minutes: list[str]
    money: int


def summary(nominee: Nominee) -> str:
    """The first paragraph of the merit, cut where a sentence or a part of one ends."""
    text = (nominee.achievements or entries.names(nominee.initiative)).strip().partition("\n")[0]
    if len(text) <= SUMMARY_LENGTH:
        return text.rstrip(".")
    head = text[:SUMMARY_LENGTH]
    cut = max(head.rfind(sign) for sign in (". ", "; ", ", "))
    return (head[:cut] if cut > SUMMARY_LENGTH // 3 else head.rsplit(" ", 1)[0]).rstrip(".,; ")


def basis_of(award_round: AwardRound) -> Basis:
    """The list with its votes, who is left out, the minutes and the money: everything the texts are made from."""
    results = council_results(award_round)
    nominees = listed(award_round)
    sessions = closed_sessions(award_round)
    return Basis(
        lines=[_list_line(nominee, results.get(nominee.pk)) for nominee in nominees],
        left_out=[[row.nominee.pk, row.stage, row.reason] for row in refusals(award_round)],
        minutes=[session.minutes_number for session in sessions],
        money=sum(reward_of(award_round, nominee.kind) for nominee in nominees) if _pays(award_round) else 0,
    )


def _list_line(nominee: Nominee, result) -> dict:
    role = nominee.role_word
    return {
        "nominee": nominee.pk,
        "kind": nominee.kind,
        "honorific": nominee.honorific,
        "name": nominee.name,
        "position": place_of(nominee),
        "role": role,
        "yes": result.yes if result else None,
        "base": result.base if result else None,
    }


def _pays(award_round: AwardRound) -> bool:
    """The money of an award of another level is not the district's."""
    return award_round.kind == AwardKind.GIAY_KHEN_HUYEN


def draft_proposal(award_round: AwardRound, basis: Basis, by) -> dict:
    """VI.2: Phòng Nội vụ to the Chairman: what was examined, how the council voted, who is asked for and who is not."""
    campaign = award_round.period.campaign
    kinds = [line["kind"] for line in basis.lines]
    texts = {
        "addressee": campaign.authority,
        "bases": "\n".join([*award_round.legal_basis, *minutes_bases(award_round)]),
        "opening": "\n".join([_examined(award_round), *_voted(award_round), _ask(award_round, counted(kinds))]),
        "closing": "\n".join(filter(None, _after_list(award_round, basis))),
        "recipients": f"Như trên\n{campaign.council_name}\nLưu: VT",
        **signer(by),
    }
    merits = {nominee.pk: summary(nominee) for nominee in listed(award_round)}
    texts |= {line_key(line): merits[line["nominee"]] for line in basis.lines}
    return typed(texts) | {"lines": basis.lines, "basis": asdict(basis), "edited": False}


def _after_list(award_round: AwardRound, basis: Basis) -> list[str]:
    return [
        _share(basis.lines, award_round.direct_percent),
        _left_out(refusals(award_round)),
        _money(award_round, basis),
        _attached(award_round, basis),
        f"Kính trình {award_round.period.campaign.authority} xem xét, quyết định",
    ]


def _examined(award_round: AwardRound) -> str:
    rows = award_round.nominees.filter(dossier__state__in=HANDED_IN).values_list("kind", "appraisal", "dossier_id")
    found = list(rows)
    fit = counted(kind for kind, verdict, _ in found if verdict == Appraisal.ELIGIBLE)
    unfit = counted(kind for kind, verdict, _ in found if verdict == Appraisal.INELIGIBLE)
    dossiers = two_digits(len({dossier for _, _, dossier in found}))
    asked = counted(kind for kind, _, _ in found)
    judged = [f"{fit} đủ điều kiện"] if fit else []
    judged += [f"{unfit} không đủ điều kiện"] if unfit else []
    return (
        f"{office_name(award_round)} đã tiếp nhận, thẩm định {dossiers} bộ hồ sơ đề nghị khen thưởng {asked} trong "
        f"{movement(award_round)} năm {award_round.period.year}: {', '.join(judged)}."
    )


def _voted(award_round: AwardRound) -> list[str]:
    council = award_round.period.campaign.council_name
    results = list(council_results(award_round).values())
    kinds = dict(award_round.nominees.values_list("pk", "kind"))
    return [_meeting(session, council, results, kinds) for session in closed_sessions(award_round)]


def _meeting(session: CouncilSession, council: str, results: Sequence, kinds: dict[int, str]) -> str:
    """One meeting in a sentence; counts only, of a secret ballot too."""
    seats = list(session.seats.all())
    own = [result for result in results if result.session_id == session.pk]
    there = f"{two_digits(sum(seat.present for seat in seats))}/{two_digits(len(seats))}"
    return (
        f"{_upper(day_of(session))}, {council} họp, có mặt {there} thành viên; {session.get_method_display().lower()}: "
        f"{_results(own, kinds)} (Biên bản số {session.minutes_number or BLANK})."
    )


def _results(results: Sequence, kinds: dict[int, str]) -> str:
    passed = [result for result in results if result.passed]
    failed = counted(kinds[result.nominee_id] for result in results if not result.passed)
    if not passed:
        return "không thông qua trường hợp nào"
    shares = sorted(tally.share(result.yes, result.base) for result in passed)
    low, high = format_percent(shares[0]), format_percent(shares[-1])
    reached = f"tỷ lệ đồng ý {high}" if low == high else f"tỷ lệ đồng ý từ {low} đến {high}"
    told = f"thông qua {counted(kinds[result.nominee_id] for result in passed)} với {reached}"
    return f"{told}; không thông qua {failed}" if failed else told


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ask(award_round: AwardRound, number: str) -> str:
    campaign = award_round.period.campaign
    head = f"{office_name(award_round)} kính đề nghị {campaign.authority}"
    merit = f"đã có thành tích xuất sắc trong {movement(award_round)} năm {award_round.period.year}, gồm:"
    if award_round.kind == AwardKind.GIAY_KHEN_HUYEN:
        return f"{head} quyết định tặng Giấy khen cho {number} {merit}"
    return f"{head} xem xét, đề nghị cấp có thẩm quyền tặng {award_name(award_round)} cho {number} {merit}"


def _share(lines: list[dict], percent: int) -> str:
    """IV.2 Lưu ý, as it stands on this list."""
    people = [line for line in lines if line["kind"] == NomineeKind.INDIVIDUAL]
    if not people:
        return ""
    direct = sum(line["role"] == ROLE_WORDS[Involvement.DIRECT] for line in people)
    leaders = len(people) - direct
    shown = format_percent(tally.share(direct, len(people)))
    led = two_digits(leaders) if leaders else "không có"
    return (
        f"Trong {two_digits(len(people))} cá nhân có {two_digits(direct)} người trực tiếp thực hiện ({shown}), "
        f"{led} người lãnh đạo, phối hợp, tuyên truyền (Kế hoạch quy định tỷ lệ "
        f"{percent}/{100 - percent}, mục IV.2, Lưu ý)."
    )


OUT_WORDS = {
    "ineligible": "không đủ điều kiện khi thẩm định",
    "waiting": "chưa thẩm định xong",
    "not_voted": "Hội đồng chưa biểu quyết",
    "not_passed": "không được Hội đồng thông qua",
    "rewarded": "đã được khen thưởng trong năm",
    "left_out": "được Hội đồng thông qua nhưng không có trong danh sách",
}
OWN_REASON = ("ineligible", "not_passed", "rewarded")


def _left_out(found: list[Refusal]) -> str:
    """A line a stage and rule: how many, the names, and the reason where it is the nominee's own or nobody's yet."""
    if not found:
        return ""
    told = [f"Không đề nghị khen thưởng {counted(row.nominee.kind for row in found)}:"]
    for stage, words in OUT_WORDS.items():
        rows = [row for row in found if row.stage == stage]
        for rule in dict.fromkeys(row.rule for row in rows):
            same = [row for row in rows if row.rule == rule]
            names = "; ".join(_named(row) for row in same)
            because = f", do {rule}" if rule else ""
            told.append(f"- {counted(row.nominee.kind for row in same)} {words}{because}: {names}.")
    return "\n".join(told)


def _named(row: Refusal) -> str:
    nominee = row.nominee
    unit = "" if nominee.unit.name in nominee.name else f", {nominee.unit.short_name}"
    why = f" ({row.reason[:1].lower()}{row.reason[1:]})" if row.stage in OWN_REASON else ""
    why = f" (vì {BLANK})" if row.unexplained else why
    return f"{nominee}{unit}{why}"


def reasons_wanted(award_round: AwardRound) -> str:
    """Whom the council agreed to, who has room on the list and is not on it: the office has to write why (VI.2)."""
    names = [str(row.nominee) for row in refusals(award_round) if row.unexplained]
    if not names:
        return ""
    shown = ", ".join(names[:SHOWN]) + (f" và {len(names) - SHOWN} trường hợp khác" if len(names) > SHOWN else "")
    return (
        f"Tờ trình phải nêu lý do không đề nghị {shown}: Hội đồng đã thông qua, danh sách còn chỗ. "
        f"Soạn tờ trình, viết lý do vào chỗ “{BLANK}”, xác nhận rồi trình."
    )


def _money(award_round: AwardRound, basis: Basis) -> str:
    """By the coefficients of the round; from which fund is left to the rules on emulation funds."""
    if not _pays(award_round) or not basis.lines:
        return ""
    kinds = [line["kind"] for line in basis.lines]
    each = [
        f"mỗi {kind.label.lower()} {format_money(reward_of(award_round, kind))}"
        for kind in NomineeKind
        if kind in kinds
    ]
    words = _upper(number_in_words(basis.money, "đồng"))
    return (
        f"Tiền thưởng dự kiến: {', '.join(each)}; tổng cộng {format_money(basis.money)} ({words}), "
        "chi từ quỹ thi đua, khen thưởng theo quy định."
    )


def _attached(award_round: AwardRound, basis: Basis) -> str:
    minutes = ", ".join(number or BLANK for number in basis.minutes) or BLANK
    dossiers = len(set(award_round.nominees.filter(listed=True).values_list("dossier_id", flat=True)))
    draft = ["dự thảo Quyết định và danh sách"] if _pays(award_round) else ["danh sách đề nghị"]
    papers = [
        f"Biên bản họp Hội đồng số {minutes}",
        f"{two_digits(dossiers)} bộ hồ sơ của các đơn vị có tập thể, cá nhân được đề nghị",
        *draft,
    ]
    return f"Kèm theo: {'; '.join(papers)}."
