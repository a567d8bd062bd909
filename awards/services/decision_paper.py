"""Quyết định khen thưởng and its danh sách as a paper, from the frozen content alone (domain §2.3)."""

from datetime import date
from decimal import Decimal

from awards import documents
from awards.enums import NomineeKind
from awards.models import Decision
from awards.papers import word
from core.letterhead import DocumentNumber, Issuer, Letterhead, PlaceDate, Signer
from core.text import date_long, format_money, no_break, number_in_words, two_digits

SYMBOL = "QĐ-UBND"


def render_decision(decision: Decision) -> bytes:
    return documents.render_quyet_dinh(paper_of(decision.content))


def render_draft(content: dict) -> bytes:
    return documents.render_quyet_dinh(paper_of(content))


def word_of(content: dict) -> bytes:
    """The decision, or its draft, as Word."""
    return word.render(paper_of(content))


def paper_of(content: dict) -> documents.QuyetDinh:
    """The paper as values; content without a number is a draft."""
    day = date.fromisoformat(content["signed_on"]) if content["signed_on"] else None
    form = f"Giấy khen của {content['authority']}"
    people = _lines(content, NomineeKind.INDIVIDUAL)
    collectives = _lines(content, NomineeKind.COLLECTIVE)
    return documents.QuyetDinh(
        head=Letterhead(
            Issuer(content["organ"], content["parent_organ"]),
            DocumentNumber(SYMBOL, content["number"]),
            PlaceDate(content["place"], day),
        ),
        about=f"Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc trong {_movement(content)}",
        authority=content["authority"].upper(),
        bases=tuple(content["legal_basis"]),
        proposal=content["proposal"],
        articles=_articles(content, form, len(collectives), len(people)),
        recipients=("Như Điều 3", content["council_name"], f"Lưu: VT, {_initials(content['appraising_office'])}"),
        signers=(Signer(content["signer_title"].upper(), content["signer_name"]),),
        list_heading=f"Tập thể, cá nhân được tặng {form}",
        list_reference=_reference(content, day),
        collectives=collectives,
        individuals=people,
        draft=day is None,
    )


def _movement(content: dict) -> str:
    return f"phong trào thi đua “{content['campaign']}”"


def _initials(office: str) -> str:
    """Phòng Nội vụ keeps its copies under NV."""
    return "".join(word[0].upper() for word in office.split() if word.lower() not in ("phòng", "và"))


def _lines(content: dict, kind: str) -> tuple[documents.AwardLine, ...]:
    return tuple(
        documents.AwardLine(row["name"], row["honorific"], row["position"], Decimal(row["reward"]))
        for row in content["awards"]
        if row["kind"] == kind
    )


def counted(collectives: int, people: int) -> str:
    """05 tập thể và 10 cá nhân; a kind of which there is none is left out."""
    parts = [(collectives, "tập thể"), (people, "cá nhân")]
    return " và ".join(f"{two_digits(number)} {word}" for number, word in parts if number)


def _articles(content: dict, form: str, collectives: int, people: int) -> tuple[str, ...]:
    office = content["appraising_office"]
    return (
        f"Tặng {form} cho {counted(collectives, people)} đã có thành tích xuất sắc trong {_movement(content)} "
        "(có danh sách kèm theo).",
        _money(content, collectives, people),
        "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện, "
        f"Trưởng {office[:1].lower()}{office[1:]}, Thủ trưởng các cơ quan, đơn vị có liên quan và các tập thể, cá nhân "
        "có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
    )


def _money(content: dict, collectives: int, people: int) -> str:
    """Điều 2: the reward for each and in all; from which fund is left to the rules on emulation funds."""
    kinds = [("tập thể", NomineeKind.COLLECTIVE, collectives), ("cá nhân", NomineeKind.INDIVIDUAL, people)]
    each = [f"mỗi {word} được thưởng {format_money(content['reward'][kind])}" for word, kind, number in kinds if number]
    total = sum(row["reward"] for row in content["awards"])
    words = number_in_words(total, "đồng")
    return (
        f"Kèm theo Giấy khen, {', '.join(each)}; tổng số tiền thưởng là {format_money(total)} "
        f"({words[:1].upper()}{words[1:]}). Tiền thưởng chi từ quỹ thi đua, khen thưởng theo quy định."
    )


def _reference(content: dict, day: date | None) -> str:
    number = f"số {content['number_text']}" if content["number_text"] else "số        /" + SYMBOL
    signed = no_break(date_long(day)) if day else "ngày … tháng … năm …"
    return f"Kèm theo Quyết định {number} {signed} của {content['authority']}"
