"""The thông báo of Phòng Nội vụ to a unit whose nominees are not awarded: its first texts, each with the reason (VI.2)."""

from awards.enums import AwardKind
from awards.models import AwardRound, Dossier, Nominee
from awards.papers.drafts import counted, movement
from awards.papers.office_fields import line_key
from awards.papers.office_words import award_name, minutes_bases, office_name, signer, typed
from awards.selectors.outcomes import Refusal
from awards.selectors.room import place_of
from core.text import date_long


def draft_notice(dossier: Dossier, found: list[Refusal], by) -> dict:
    """VI.2: to a unit, on its nominees that are not awarded, each with the reason."""
    award_round = dossier.round
    own = list(dossier.nominees.order_by("kind", "sort_key", "id"))
    won = [nominee for nominee in own if nominee.listed]
    lines = [_refused_line(row) for row in found]
    texts = {
        "bases": "\n".join(_notice_bases(award_round)),
        "opening": _notice_opening(dossier, own, won, lines),
        "closing": (
            f"{office_name(award_round)} thông báo để {dossier.unit.name} biết, thông tin đến các tập thể, cá nhân "
            "có tên nêu trên và tiếp tục thực hiện phong trào thi đua."
        ),
        "recipients": f"{dossier.unit.name}\n{award_round.period.campaign.authority} (để báo cáo)\nLưu: VT",
        **signer(by),
    }
    reasons = {row.nominee.pk: row.reason for row in found}
    texts |= {line_key(line): reasons[line["nominee"]] for line in lines}
    return typed(texts) | {"lines": lines, "edited": False}


def _refused_line(row: Refusal) -> dict:
    nominee = row.nominee
    return {
        "nominee": nominee.pk,
        "kind": nominee.kind,
        "honorific": nominee.honorific,
        "name": nominee.name,
        "position": place_of(nominee),
        "stage": row.stage,
        "outcome": row.outcome,
    }


def _notice_bases(award_round: AwardRound) -> list[str]:
    authority = award_round.period.campaign.authority
    if decision := getattr(award_round, "decision", None):
        paper = f"Quyết định số {decision.number_text} {date_long(decision.signed_on)} của {authority}"
        return [*minutes_bases(award_round), f"Căn cứ {paper} về việc tặng Giấy khen trong {movement(award_round)}"]
    letter = f"Văn bản số {award_round.forwarded_number} {date_long(award_round.forwarded_on)} của {authority}"
    return [*minutes_bases(award_round), f"Căn cứ {letter} về việc đề nghị tặng {award_name(award_round)}"]


def _notice_opening(dossier: Dossier, own: list[Nominee], won: list[Nominee], lines: list[dict]) -> str:
    award_round = dossier.round
    asked = counted(nominee.kind for nominee in own)
    sent = f" tại Tờ trình số {dossier.to_trinh_number}" if dossier.to_trinh_number else ""
    told = (
        f"{office_name(award_round)} thông báo kết quả xét khen thưởng theo đề nghị của {dossier.unit.name}{sent} "
        f"trong {movement(award_round)} năm {award_round.period.year} như sau:"
    )
    got = "được tặng Giấy khen" if award_round.kind == AwardKind.GIAY_KHEN_HUYEN else "được trình cấp có thẩm quyền"
    fared = f"Đơn vị đề nghị {asked}; {counted(nominee.kind for nominee in won) or 'chưa có trường hợp nào'} {got}."
    rest = f"Các trường hợp không được khen thưởng ({counted(line['kind'] for line in lines)}) và lý do:"
    return "\n".join([told, fared, rest])
