"""What both papers of Phòng Nội vụ say the same way: the office, the movement, the award, counts, minutes, signer."""

from django.utils import timezone

from awards.enums import AwardKind, SessionState
from awards.models import AwardRound, CouncilSession
from awards.papers.drafts import AWARD_NAMES
from awards.papers.fields import BLANK
from core.text import clean_lines, date_long
from units.enums import Role
from units.selectors import heads_of


def office_name(award_round: AwardRound) -> str:
    return award_round.period.campaign.appraising_office


def award_name(award_round: AwardRound) -> str:
    """As a sentence names it: "Giấy khen của Chủ tịch Ủy ban nhân dân huyện Đắk Song"."""
    if award_round.kind == AwardKind.GIAY_KHEN_HUYEN:
        return f"Giấy khen của {award_round.period.campaign.authority}"
    return AWARD_NAMES[AwardKind(award_round.kind)]


def signer(by) -> dict[str, str]:
    """The head of the office that writes; an office without one in the portal signs by hand."""
    post = next((one for one in by.appointments_now if one.role == Role.APPRAISER), None)
    heads = heads_of(post.unit) if post else []
    return {"signer_title": "Trưởng phòng", "signer_name": heads[0].full_name if heads else ""}


def typed(texts: dict[str, str]) -> dict[str, str]:
    """As a person would have typed them: saving the same words again is no edit."""
    return {key: clean_lines(text) for key, text in texts.items()}


def closed_sessions(award_round: AwardRound) -> list[CouncilSession]:
    rows = award_round.sessions.filter(state=SessionState.CLOSED).order_by("held_at", "id")
    return list(rows.prefetch_related("seats"))


def day_of(session: CouncilSession) -> str:
    return date_long(timezone.localdate(session.held_at))


def minutes_bases(award_round: AwardRound) -> list[str]:
    council = award_round.period.campaign.council_name
    return [
        f"Căn cứ Biên bản họp {council} số {session.minutes_number or BLANK} {day_of(session)}"
        for session in closed_sessions(award_round)
    ]
