"""The office's page of a public comment: the list in force, what came in, what is still to do; and the public's pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from awards.enums import CONCLUDED, NomineeKind, ObjectionState, RoundState
from awards.models import AwardRound, Objection, PublicListing
from awards.selectors import comments as selectors
from awards.services.certificates import grouped
from units.enums import Role
from units.models import User
from units.selectors import names_of

# Giả định: nothing says how long; a month is enough to read an answer, and names of people who may not be awarded
# are not to stay in public while a round waits.
NAMES_STAY = timedelta(days=30)


@dataclass(frozen=True)
class ListingLine:
    """A published list as the list of lists shows it."""

    listing: PublicListing
    today: date

    @property
    def state(self) -> str:
        if self.listing.withdrawn_at:
            return "withdrawn"
        return "open" if self.taking else "closed"

    @property
    def word(self) -> str:
        return {"withdrawn": "Đã rút", "open": "Đang lấy ý kiến", "closed": "Đã hết hạn"}[self.state]

    @property
    def taking(self) -> bool:
        """As the service takes them: in its time, and only until the list goes to the Chairman."""
        return not self.listing.withdrawn_at and self.today <= self.listing.until and self._round_open

    @property
    def _round_open(self) -> bool:
        return self.listing.round.state == RoundState.OPEN

    @property
    def days_left(self) -> int:
        return (self.listing.until - self.today).days + 1

    @property
    def shows_names(self) -> bool:
        """Once it is decided, the results say who was awarded; the rest is nobody's business any more."""
        return not self.listing.withdrawn_at and not self.concluded and self.today <= self.names_until

    @property
    def names_until(self) -> date:
        return self.listing.until + NAMES_STAY

    @property
    def concluded(self) -> bool:
        return self.listing.round.state in CONCLUDED


@dataclass(frozen=True)
class InboxLine:
    """An objection with the names of the people of Phòng Nội vụ who handled it."""

    objection: Objection
    entered_by: str
    answered_by: str


def line_of(listing: PublicListing) -> ListingLine:
    return ListingLine(listing, timezone.localdate())


def listing_page(listing: PublicListing) -> dict:
    rows = listing.content["rows"]
    return {
        "listing": listing,
        "line": line_of(listing),
        "content": listing.content,
        "form_of_award": rows[0]["form"],
        "collectives": [row for row in rows if row["kind"] == NomineeKind.COLLECTIVE],
        "people": [row for row in rows if row["kind"] == NomineeKind.INDIVIDUAL],
    }


def round_comments(award_round: AwardRound, user: User) -> dict:
    """Everything of one round; the sender is shown to those who handle or inspect it."""
    listings = list(award_round.listings.order_by("-published_at", "-id"))
    objections = selectors.objections_of(award_round)
    current = next((one for one in listings if not one.withdrawn_at), None)
    acting = Role.APPRAISER in user.roles and award_round.state == RoundState.OPEN
    names = names_of(_handlers(current, objections))
    return {
        "award_round": award_round,
        "line": line_of(current) if current else None,
        "rows": current.content["rows"] if current else [],
        "past": [line_of(one) for one in listings if one.withdrawn_at],
        "published_by": names[current.published_by] if current else "",
        "inbox": [InboxLine(one, names[one.entered_by], names[one.answered_by]) for one in objections],
        "counts": _counts(objections),
        "sees_sender": bool({Role.APPRAISER, Role.INSPECTOR} & user.roles),
        "can_answer": Role.APPRAISER in user.roles,
        "can_act": acting,
        "can_publish": acting and current is None and award_round.comment_days is not None,
        "refusal": selectors.comment_refusal(award_round, today=timezone.localdate())
        if award_round.state == RoundState.OPEN
        else None,
    }


def _handlers(current: PublicListing | None, objections: list[Objection]) -> set[str]:
    handled = {name for one in objections for name in (one.entered_by, one.answered_by)}
    return handled | ({current.published_by} if current else set())


def _counts(objections: list[Objection]) -> dict[str, int]:
    return {state.value: sum(one.state == state for one in objections) for state in ObjectionState}


def answer_page(objection: Objection) -> dict:
    return {"objection": objection, "award_round": objection.listing.round, "code": grouped(objection.code)}
