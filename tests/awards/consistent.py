"""Dossiers in which everything agrees, each worded another way: seeded, so that a failure can be looked at again."""

import random
from datetime import UTC, date, datetime, timedelta

from awards.consistency import Dossier, Nominee, Paper
from core.text import date_long, date_short, number_in_words, two_digits

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Điểu", "Y", "H’", "Đỗ", "Vũ", "Thị")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Hoà", "Quốc", "Kim")
GIVEN = ("Ẩn", "Bình", "Minh", "Dũng", "Hạnh", "Lợi", "Mỹ", "K’Lượng", "Phượng", "Thuỷ", "Yến", "Oanh")
GROUPS = ("Ủy ban nhân dân xã Nam Bình", "Tổ công nghệ số cộng đồng Thôn 1", "Tổ công nghệ số cộng đồng Thôn 2")
SAID = "Tích cực tham gia phong trào, đạt 100% chỉ tiêu, vượt 12% kế hoạch; trong năm có 30 cá nhân học kỹ năng số."
ALL = frozenset({"to_trinh", "bien_ban", "bao_cao"})


def dossier(seed: int) -> Dossier:
    rng = random.Random(seed)
    people = _people(rng)
    groups = [
        Nominee(key=100 + n, individual=False, name=name, votes_for=0, votes_total=0)
        for n, name in enumerate(GROUPS[: rng.randint(0 if people else 1, 3)])
    ]
    roster, absent = _roster(rng)
    members, present = len(roster), len(roster) - absent
    nominees = tuple(_voted(one, rng, members, present) for one in (*groups, *people))
    met = date(2023, 12, rng.randint(1, 24))
    sent = met + timedelta(days=rng.randint(0, 5))
    chair, secretary = roster[0][0], roster[1][0]
    return Dossier(
        key=1,
        round=7,
        year=2023,
        today=sent + timedelta(days=rng.randint(0, 9)),
        required=ALL,
        to_trinh_number=f"{rng.randint(1, 300)}/TTr-UBND",
        to_trinh_date=sent,
        meeting_date=met,
        members=members,
        chair=chair,
        secretary=secretary,
        signer=rng.choice((chair, "Đặng Văn Ký")),
        changed_at=_moment(met, 8),
        signer_changed_at=_moment(met, 8),
        nominees=nominees,
        papers=_papers(rng, nominees, met, roster, absent, members),
    )


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _people(rng: random.Random) -> list[Nominee]:
    names: dict[str, None] = {}
    for _ in range(rng.randint(0, 6)):
        names[f"{rng.choice(FAMILY[:-1])} {rng.choice(MIDDLE)} {rng.choice(GIVEN)}"] = None
    return [
        Nominee(
            key=200 + n,
            individual=True,
            name=name,
            honorific=rng.choice(("Ông", "Bà")),
            position=rng.choice(("Công chức Văn hóa - Xã hội", "Phó Chủ tịch UBND xã")),
            birth_year=rng.randint(1965, 2000),
            involvement=rng.choice(("Trực tiếp thực hiện", "Lãnh đạo, phối hợp, tuyên truyền")),
            recognition=rng.choice(("", "số 12/QĐ-UBND ngày 05/01/2023")),
        )
        for n, name in enumerate(names)
    ]


def _roster(rng: random.Random) -> tuple[list[tuple[str, str]], int]:
    """Names with their duty, and how many of the last ones are absent."""
    size = rng.randint(5, 11)
    roster = [("Đặng Văn Chủ", "Chủ tịch Hội đồng"), ("Bùi Thị Ký", rng.choice(("Thư ký", "Ủy viên thư ký")))]
    roster += [(f"Hồ {middle} Viên {n}", "Ủy viên") for n, middle in zip(range(size - 2), MIDDLE * 2, strict=False)]
    return roster, rng.randint(0, 2)


def _voted(one: Nominee, rng: random.Random, members: int, present: int) -> Nominee:
    from dataclasses import replace

    total = present - rng.randint(0, 1)
    return replace(
        one, votes_for=rng.randint(members // 2 + 1, total) if total > members // 2 else total, votes_total=total
    )


def counted(rng: random.Random, nominees) -> str:
    """ "02 tập thể và ba cá nhân", in one of the ways in which offices write it."""
    people = sum(one.individual for one in nominees)
    parts = []
    for number, word in ((len(nominees) - people, "tập thể"), (people, "cá nhân")):
        ways = (
            two_digits(number),
            str(number),
            number_in_words(number),
            f"{two_digits(number)} ({number_in_words(number)})",
            f"{number_in_words(number)} ({two_digits(number)})",
        )
        if number:
            parts.append(f"{rng.choice(ways)} {word}")
    return rng.choice((", ", " và ", "; ")).join(parts)


def _papers(rng, nominees, met: date, roster, absent: int, members: int) -> tuple[Paper, ...]:
    confirmed = _moment(met, 9)
    long = rng.choice((date_long, date_short))
    number = rng.choice(("", "05/BB-HĐTĐKT"))
    quoted = f" số {number}" if number else ""
    day = long(met) if long is date_long else f"ngày {long(met)}"
    letter = {
        "bases": f"Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017\nCăn cứ Biên bản{quoted} họp Hội đồng {day}",
        "opening": f"Xã có 12 tập thể, 45 cá nhân đăng ký thi đua. Xã kính đề nghị tặng Giấy khen cho {counted(rng, nominees)} "
        "đã có thành tích trong phong trào thi đua giai đoạn 2023 - 2025 năm 2023, gồm:",
        "closing": "(Có báo cáo thành tích kèm theo)\nKính trình Chủ tịch xem xét, quyết định",
    }
    here = members - absent
    minutes = {
        "number": number,
        "opened": f"08 giờ 00, {day}",
        "attendees": "\n".join(
            f"{rng.choice(('', 'Ông ', 'Đồng chí ')) if n < 2 else ''}{name}; Công chức; {duty}"
            + ("; vắng: đi công tác" if n >= members - absent else "")
            for n, (name, duty) in enumerate(roster)
        ),
        "proceedings": f"Có mặt {here}/{members} thành viên; vắng {absent}.\nĐạt từ 70% số phiếu trở lên mới được đề nghị.",
        "ballot": f"Hội đồng biểu quyết về {counted(rng, nominees)}, kết quả như sau:\n"
        + _results(rng, nominees, members),
        "conclusion": "Hội đồng nhất trí đề nghị các trường hợp trên.",
        "closed": f"Cuộc họp kết thúc vào 10 giờ 30, {rng.choice((day, 'cùng ngày'))}.",
    }
    papers = [
        Paper(key=1, kind="to_trinh", label="Tờ trình", texts=letter, confirmed_at=confirmed, scanned=True),
        Paper(
            key=2, kind="bien_ban", label="Biên bản họp Hội đồng", texts=minutes, confirmed_at=confirmed, scanned=True
        ),
    ]
    return (*papers, *(_report(rng, one, confirmed) for one in nominees))


def _results(rng: random.Random, nominees, members: int) -> str:
    lines = []
    for one in nominees:
        whole = rng.choice((one.votes_total, members))
        share = f"{100 * one.votes_for / whole:.1f}".replace(".", ",").removesuffix(",0")
        words = rng.choice((f"{one.votes_for}/{whole} phiếu ({share}%)", f"{one.votes_for:02d}/{whole:02d} đồng ý", ""))
        lines.append(f"{one.label}: {words}")
    return "\n".join(lines)


def _report(rng: random.Random, one: Nominee, confirmed: datetime) -> Paper:
    if one.individual:
        name = rng.choice((one.label, one.name.upper(), one.name.replace("oà", "òa")))
        facts = [
            f"Họ và tên: {name}",
            f"Năm sinh: {rng.choice((str(one.birth_year), f'05/3/{one.birth_year}'))}",
            f"Chức vụ, nơi công tác: {one.position}{rng.choice(('', ', xã Nam Bình'))}",
            f"Mức độ tham gia: {one.involvement}",
        ]
    else:
        facts = [f"Tên tập thể: {one.name}", "Loại đơn vị: Xã, thị trấn"]
    texts = {
        "facts": "\n".join(facts),
        "achievements": f"{one.label}: {SAID} (mẫu {one.key})",
        "initiatives": f"Giải pháp 5 không ({one.recognition})" if one.recognition else "",
        "prior_awards": rng.choice(("", "2022; Giấy khen; 12/QĐ-UBND ngày 05/01/2023; UBND huyện")),
    }
    label = f"Báo cáo thành tích của {one.label}"
    return Paper(
        key=1000 + one.key,
        kind="bao_cao",
        label=label,
        texts=texts,
        nominee=one.key,
        confirmed_at=confirmed,
        scanned=True,
    )
