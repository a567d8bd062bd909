"""First texts of the three papers, from the data of the dossier; what only the unit knows is left as “…”."""

from collections.abc import Iterable

from awards import entries
from awards.enums import AwardKind, NomineeKind, PaperKind
from awards.models import AwardRound, Dossier, Nominee
from awards.papers.fields import BLANK
from awards.selectors.scores import UnitFigures, UnitScore
from core.text import date_long, format_decimal, two_digits

AWARD_NAMES = {
    AwardKind.GIAY_KHEN_HUYEN: "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
    AwardKind.BANG_KHEN_TINH: "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
    AwardKind.GIAY_KHEN_XA: "Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã",
    AwardKind.GIAY_KHEN_THU_TRUONG: "Giấy khen của Thủ trưởng cơ quan, đơn vị",
}


def award_name(dossier: Dossier) -> str:
    return AWARD_NAMES[AwardKind(dossier.round.kind)]


def movement(award_round: AwardRound) -> str:
    return f"phong trào thi đua “{award_round.period.campaign.title}”"


def counted(kinds: Iterable[str]) -> str:
    """ "02 tập thể, 03 cá nhân", as papers count; a kind of which there is none is left out."""
    kinds = list(kinds)
    numbers = ((kinds.count(NomineeKind.COLLECTIVE), "tập thể"), (kinds.count(NomineeKind.INDIVIDUAL), "cá nhân"))
    return ", ".join(f"{two_digits(count)} {word}" for count, word in numbers if count)


def _kinds(dossier: Dossier) -> Iterable[str]:
    return dossier.nominees.values_list("kind", flat=True)


def draft_to_trinh(dossier: Dossier) -> dict[str, str]:
    """IV.3: tờ trình đề nghị khen thưởng của đơn vị trình khen."""
    campaign = dossier.round.period.campaign
    met = f" ngày {date_long(dossier.meeting_date).removeprefix('ngày ')}" if dossier.meeting_date else ""
    meeting = f"Căn cứ kết quả biên bản họp Hội đồng Thi đua - Khen thưởng của {dossier.unit.name}{met}"
    return {
        "addressee": campaign.authority,
        "bases": "\n".join([*dossier.round.legal_basis, meeting]),
        "opening": (
            f"{dossier.unit.name} kính đề nghị {campaign.authority} {_asked(dossier)} cho {counted(_kinds(dossier))} "
            f"đã có thành tích xuất sắc trong {movement(dossier.round)} năm {dossier.round.period.year}, gồm:"
        ),
        "closing": f"(Có báo cáo thành tích kèm theo)\nKính trình {campaign.authority} xem xét, quyết định",
        "recipients": f"Như trên\n{campaign.appraising_office}\nLưu: VT",
    }


def _asked(dossier: Dossier) -> str:
    """IV.2.2: what the district does not decide it is asked to pass on."""
    if dossier.round.kind == AwardKind.GIAY_KHEN_HUYEN:
        return "quyết định tặng Giấy khen"
    return f"xem xét, đề nghị cấp có thẩm quyền tặng {award_name(dossier)}"


def draft_bien_ban(dossier: Dossier) -> dict[str, str]:
    """IV.3: biên bản họp Hội đồng Thi đua - Khen thưởng của đơn vị; times and members are for the secretary to fill."""
    day = date_long(dossier.meeting_date) if dossier.meeting_date else BLANK
    others = max(0, (dossier.meeting_members or 2) - 2)
    return {
        "number": "",
        "opened": f"{BLANK} giờ {BLANK}, {day}",
        "attendees": "\n".join(
            [
                f"{dossier.meeting_chair or BLANK}; {BLANK}; Chủ tịch Hội đồng",
                f"{dossier.meeting_secretary or BLANK}; {BLANK}; Thư ký",
                *[f"{BLANK}; {BLANK}; Ủy viên"] * others,
            ]
        ),
        "proceedings": (
            "Chủ tịch Hội đồng quán triệt tiêu chuẩn thi đua tại mục IV của Kế hoạch và tóm tắt thành tích.\n"
            "Các thành viên thảo luận từng trường hợp."
        ),
        "ballot": f"Hội đồng đã biểu quyết về {counted(_kinds(dossier))}, kết quả như sau:",
        "conclusion": f"Hội đồng nhất trí đề nghị tặng {award_name(dossier)} cho các trường hợp được thông qua ở trên.",
        "closed": f"Cuộc họp kết thúc vào {BLANK} giờ {BLANK}, {day}",
        "recipients": f"{dossier.round.period.campaign.appraising_office}\nLưu: VT, Hồ sơ",
    }


def draft_bao_cao(nominee: Nominee, figures: UnitFigures) -> dict:
    """IV.3: báo cáo thành tích. What the portal does not know of a nominee is left as “…”."""
    facts = _person_facts(nominee) if nominee.is_individual else _collective_facts(nominee)
    role = f"Vai trò trong phong trào: {nominee.get_involvement_display().lower()}." if nominee.is_individual else ""
    plain = entries.unrecognised(nominee.initiative, nominee.initiative_recognition)
    tried = f"Sáng kiến, giải pháp đã thực hiện: {'; '.join(plain)}." if plain else ""
    return {
        "facts": "\n".join(f"{label}: {value}" for label, value in facts if value),
        "achievements": "\n".join(filter(None, (role, nominee.achievements or BLANK, tried))),
        "initiatives": entries.in_words(nominee.initiative, nominee.initiative_recognition),
        "prior_awards": nominee.prior_awards,
    } | data_parts(nominee, figures)


def data_parts(nominee: Nominee, figures: UnitFigures) -> dict:
    """What a report takes from the unit's appraised report and registration; the officer does not type it."""
    score = figures.score
    return {
        "results": [] if nominee.is_individual or not score else result_lines(score),
        "figures": {
            "unit": figures.unit,
            "year": figures.year,
            "standing": standing(score) if score else "",
            "plan": figures.plan,
            "commitment": list(figures.commitment),
        },
    }


def _collective_facts(nominee: Nominee) -> list[tuple[str, str]]:
    """NĐ 91/2017, Mẫu số 07, phần I của tập thể."""
    whole = nominee.name == nominee.unit.name
    return [
        ("Tên tập thể", nominee.name),
        ("Loại đơn vị", nominee.unit.get_kind_display() if whole else ""),
        ("Thuộc", "" if whole else nominee.unit.name),
        ("Cơ cấu tổ chức, số cán bộ, công chức, viên chức, người lao động", BLANK),
        ("Chức năng, nhiệm vụ được giao", BLANK),
    ]


def _person_facts(nominee: Nominee) -> list[tuple[str, str]]:
    return [
        ("Họ và tên", f"{nominee.honorific} {nominee.name}"),
        ("Năm sinh", str(nominee.birth_year)),
        ("Quê quán", BLANK),
        ("Nơi thường trú", BLANK),
        ("Chức vụ, nơi công tác", nominee.position or nominee.unit.name),
        ("Mức độ tham gia", nominee.get_involvement_display()),
    ]


def standing(score: UnitScore) -> str:
    """ "92,5% số điểm, xếp thứ 1/9 Khối xã, thị trấn", "(tạm tính)" while others of the group are not appraised."""
    percent = format_decimal(score.sheet.percent)
    so_far = " (tạm tính)" if score.provisional else ""
    place = f", xếp thứ {score.place}/{score.members} {score.league}{so_far}" if score.place else ""
    return f"{percent}% số điểm theo thang đề xuất{place}"


def result_lines(score: UnitScore) -> list[dict[str, str]]:
    """The accepted lines of the score sheet that apply, as the table of Mẫu 07 prints them."""
    return [
        {
            "name": line["name"],
            "target": str(line.get("threshold", "")),
            "reached": str(line.get("value", "")),
            "verdict": "Đạt" if line["met"] else "Chưa đạt",
        }
        for line in score.sheet.lines
        if line.get("applicable", True)
    ]


def draft(kind: str, dossier: Dossier, nominee: Nominee | None, figures: UnitFigures) -> dict:
    if kind == PaperKind.TO_TRINH:
        return draft_to_trinh(dossier)
    if kind == PaperKind.BIEN_BAN:
        return draft_bien_ban(dossier)
    if nominee is None:
        raise ValueError("a report is of one nominee")
    return draft_bao_cao(nominee, figures)
