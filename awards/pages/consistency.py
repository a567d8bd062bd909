"""The panel "Rà soát hồ sơ": each finding as a sentence with two links, to the field where this reader may go."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from awards import access
from awards.consistency import Finding, Place, Where
from awards.enums import RoundState
from awards.models import AwardRound, Dossier, Nominee
from awards.selectors import consistency as facts

# said by the rules of IV.3 in "Việc còn lại trước khi nộp" already
SAID_BY_RULES = frozenset({"report_missing", "paper_unconfirmed"})

# what the page of the appraisal shows of a nominee, by field; the name stands at its head
SHOWN = {
    "position": "position",
    "birth_year": "birth_year",
    "involvement": "involvement",
    "votes_for": "votes",
    "votes_total": "votes",
    "initiative": "initiative",
}


@dataclass(frozen=True)
class Line:
    """A finding as the page shows it: the sentence, and a label with an address ("" for none) for each of its places."""

    sentence: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Review:
    """What must be mended, and what is only worth a look."""

    must: tuple[Line, ...]
    should: tuple[Line, ...]
    compared: bool = True  # False while there is nothing to hold against each other


def dossier_review(dossier: Dossier, user) -> Review:
    """For the unit before it submits and for who reads it after; others' dossiers are named to their readers only."""
    own, reader = dossier.unit_id in user.units, bool(access.READERS & user.roles)
    editing = own and dossier.editable and dossier.round.state == RoundState.OPEN
    found = [one for one in facts.findings(dossier, named=reader) if not (editing and one.code in SAID_BY_RULES)]
    papers = frozenset(dossier.papers.values_list("pk", flat=True)) if editing else frozenset()
    return _review(found, _Addresses(dossier, editing=editing, reader=reader, papers=papers))


def nominee_review(nominee: Nominee, user) -> Review:
    """The findings that touch one nominee or its report."""
    dossier = nominee.dossier
    papers = set(dossier.papers.filter(nominee=nominee).values_list("pk", flat=True))

    def touches(place: Place) -> bool:
        return (place.where, place.key) == (Where.NOMINEE, nominee.pk) or (
            place.where is Where.PAPER and place.key in papers
        )

    found = [one for one in facts.findings(dossier, named=True) if any(map(touches, one.places))]
    return _review(found, _Addresses(dossier, editing=False, reader=True))


def round_review(award_round: AwardRound) -> Review:
    found = _review(facts.round_findings(award_round), _Addresses(None, editing=False, reader=True))
    return replace(found, compared=award_round.nominees.filter(listed=True).exists())


def _review(found: list[Finding], address: Callable[[Place], str]) -> Review:
    lines = [
        (one.must, Line(one.sentence, tuple((place.label, address(place)) for place in one.places))) for one in found
    ]
    return Review(tuple(line for must, line in lines if must), tuple(line for must, line in lines if not must))


class _Addresses:
    """Where a place is for this person: the form while the unit may write, the page or the print for a reader."""

    def __init__(self, dossier: Dossier | None, *, editing: bool, reader: bool, papers: frozenset[int] = frozenset()):
        self.dossier, self.editing, self.reader, self.papers = dossier, editing, reader, papers

    def __call__(self, place: Place) -> str:
        return getattr(self, f"_{place.where.value}")(place)

    def _elsewhere(self, place: Place) -> str:
        return ""

    def _page(self, anchor: str) -> str:
        return f"{reverse('awards:dossier-detail', args=[self.dossier.pk])}#{anchor}"

    def _form(self, name: str, place: Place) -> str:
        return reverse(f"awards:{name}", args=[place.key]) + (f"#id_{place.field}" if place.field else "")

    def _dossier(self, place: Place) -> str:
        if self.editing:
            return self._form("dossier-edit", place)
        return f"{reverse('awards:dossier-detail', args=[place.key])}#muc-{place.field}"

    def _submission(self, place: Place) -> str:
        return self._page("buoc-tiep" if self.editing else "thoi-han")

    def _nominees(self, place: Place) -> str:
        return self._page("doi-tuong")

    def _nominee(self, place: Place) -> str:
        if self.editing:
            return self._form("nominee-edit", place)
        if self.reader:
            anchor = f"#muc-{SHOWN[place.field]}" if place.field in SHOWN else ""
            return reverse("awards:nominee-appraise", args=[place.key]) + anchor
        return self._page(f"doi-tuong-{place.key}")

    def _papers(self, place: Place) -> str:
        return self._page("giay-to")

    def _paper(self, place: Place) -> str:
        if place.key in self.papers:
            return self._form("paper-edit", place)
        return reverse("awards:paper-pdf", args=[place.key]) + "?xem=1"

    def _round(self, place: Place) -> str:
        return reverse("awards:round-detail", args=[place.key])

    def _list(self, place: Place) -> str:
        return reverse("awards:list", args=[place.key])

    def _session(self, place: Place) -> str:
        return reverse("awards:session-detail", args=[place.key])

    def _office_paper(self, place: Place) -> str:
        return self._form("office-paper", place)
