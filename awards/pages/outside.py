"""Pages of what another level decides: the nominees of a round with what was recorded, and the letter up."""

from awards import access
from awards.enums import BY_UNITS, RoundState
from awards.models import AwardRound
from awards.pages.rounds import round_more
from awards.selectors.outside import OutsideRow, nominees_of, outside_rows
from awards.services.decision_paper import counted
from awards.services.decisions import listed
from awards.services.outside import may_record
from awards.workflow import ROUND
from units.enums import Role


def outside_page(award_round: AwardRound, user) -> dict:
    nominees = nominees_of(award_round)
    reader = bool(access.READERS & user.roles)
    if not reader:
        nominees = nominees.filter(unit__in=user.units)
    rows = outside_rows(nominees)
    return {
        "award_round": award_round,
        "rows": [(row, _may_act(row, user)) for row in rows],
        "recorded": sum(row.award is not None for row in rows),
        "total": len(rows),
        "reader": reader,
        "office": Role.APPRAISER in user.roles,
        "ready": award_round.kind in BY_UNITS or award_round.state == RoundState.FORWARDED,
        **round_more(award_round),
    }


def _may_act(row: OutsideRow, user) -> bool:
    """Records, or takes back what is recorded; what Phòng Nội vụ has recorded only it takes back."""
    if row.award and row.award.by_office and Role.APPRAISER not in user.roles:
        return False
    return may_record(row.nominee.round.kind, row.nominee.unit_id, user)


def forward_page(award_round: AwardRound, user) -> dict:
    people = [one.is_individual for one in listed(award_round)]
    return {
        "award_round": award_round,
        "counted": counted(people.count(False), people.count(True)),
        "refusal": ROUND.refusal(award_round, "forward", user.roles),
        **round_more(award_round),
    }
