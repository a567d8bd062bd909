"""What is compared and what is found: frozen values, no rows and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

TO_TRINH, BIEN_BAN, BAO_CAO = "to_trinh", "bien_ban", "bao_cao"  # as awards.enums.PaperKind

FIELD_WORDS = {
    "number": "số biên bản",
    "bases": "phần căn cứ",
    "opening": "đoạn mở đầu",
    "closing": "đoạn kết",
    "opened": "thời gian bắt đầu",
    "attendees": "thành phần Hội đồng",
    "proceedings": "nội dung cuộc họp",
    "ballot": "cách biểu quyết",
    "conclusion": "kết luận",
    "closed": "kết thúc",
    "facts": "thông tin chung",
    "achievements": "thành tích đạt được",
    "initiatives": "sáng kiến",
    "prior_awards": "các hình thức đã được khen thưởng",
}


class Severity(StrEnum):
    """`must` is certain and keeps the dossier from being submitted; `should` is worth a look and keeps nothing."""

    MUST = "must"
    SHOULD = "should"


class Where(StrEnum):
    DOSSIER = "dossier"
    SUBMISSION = "submission"
    NOMINEES = "nominees"
    NOMINEE = "nominee"
    PAPERS = "papers"
    PAPER = "paper"
    ROUND = "round"
    LIST = "list"
    SESSION = "session"
    OFFICE_PAPER = "office_paper"
    ELSEWHERE = "elsewhere"  # in a dossier that this reader may not open


@dataclass(frozen=True)
class Place:
    """One of the two places of a finding: a row by its key, the field in it, and how a person calls it."""

    where: Where
    key: int
    field: str
    label: str


@dataclass(frozen=True)
class Finding:
    """Two places that do not agree, and what to do, as a sentence."""

    code: str
    severity: Severity
    sentence: str
    places: tuple[Place, Place]

    @property
    def must(self) -> bool:
        return self.severity is Severity.MUST


@dataclass(frozen=True, kw_only=True)
class Nominee:
    """A line of the list. `involvement` is the word that papers print; votes are None while not entered."""

    key: int
    individual: bool
    name: str
    honorific: str = ""
    position: str = ""
    birth_year: int | None = None
    involvement: str = ""
    votes_for: int | None = None
    votes_total: int | None = None
    recognition: str = ""

    @property
    def label(self) -> str:
        return f"{self.honorific} {self.name}".strip()

    def at(self, name: str, label: str) -> Place:
        return Place(Where.NOMINEE, self.key, name, f"{label} của {self.label}" if label else self.label)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One of the papers of IV.3 with its texts by field; `label` as in "Báo cáo thành tích của Bà An"."""

    key: int
    kind: str
    label: str
    texts: Mapping[str, str]
    nominee: int | None = None
    confirmed_at: datetime | None = None
    scanned: bool = False

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def at(self, name: str) -> Place:
        return Place(Where.PAPER, self.key, name, f"{self.label}, {FIELD_WORDS[name]}" if name else self.label)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The particulars of a dossier, who is in it, and its papers. `today` is the day of the submission, or now."""

    key: int
    round: int
    year: int
    today: date
    required: frozenset[str]
    to_trinh_number: str = ""
    to_trinh_date: date | None = None
    meeting_date: date | None = None
    members: int | None = None
    chair: str = ""
    secretary: str = ""
    signer: str = ""
    changed_at: datetime | None = None  # the last change of any particular
    signer_changed_at: datetime | None = None  # the last change of what a report prints: the signer and the day
    nominees: tuple[Nominee, ...] = ()
    papers: tuple[Paper, ...] = ()

    def at(self, name: str, label: str) -> Place:
        return Place(Where.DOSSIER, self.key, name, label)

    @property
    def list_place(self) -> Place:
        return Place(Where.NOMINEES, self.key, "", "danh sách đề nghị")

    def paper(self, kind: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.kind == kind), None)

    def nominee(self, key: int | None) -> Nominee | None:
        return next((one for one in self.nominees if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A Mẫu 07 as it is compared with others: whose it is and the words in which it tells the achievements."""

    paper: int
    nominee: str
    individual: bool
    dossier: int
    unit: str
    text: str
    own_words: tuple[str, ...] = ()  # names that stand in every report of this nominee or unit

    def at(self) -> Place:
        return Place(Where.PAPER, self.paper, "achievements", f"Báo cáo thành tích của {self.nominee}")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A line of the list for the Chairman, with what the council said: `yes` of `base`, None while not voted."""

    key: int
    individual: bool
    name: str
    honorific: str = ""
    unit: str = ""
    dossier: int = 0
    to_trinh_date: date | None = None
    session: int | None = None
    yes: int | None = None
    base: int | None = None

    @property
    def label(self) -> str:
        return f"{self.honorific} {self.name}".strip()


@dataclass(frozen=True, kw_only=True)
class Session:
    key: int
    held: date
    minutes_number: str = ""


@dataclass(frozen=True, kw_only=True)
class OfficePaper:
    """The tờ trình of Phòng Nội vụ; its texts are read whatever their names."""

    key: int
    number: str = ""
    day: date | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Round:
    """A round when its list is made: what the council passed, who is listed, and the letters that carry the list."""

    key: int
    number: str = ""
    day: date | None = None
    signer: str = ""
    listed: tuple[Listed, ...] = ()
    sessions: tuple[Session, ...] = ()
    passed_collectives: int = 0
    passed_people: int = 0
    quota_collective: int | None = None
    quota_individual: int | None = None
    paper: OfficePaper | None = None
    answered: date | None = None  # the day of the decision, or of the letter to the level that decides
