"""However much and whatever an officer writes, comparing names costs a page no more than its ceiling."""

import random
from collections import Counter
from itertools import permutations

import pytest

from awards.consistency import Dossier, Nominee, Paper, nearly
from awards.consistency.names import MOST_TOLD, names
from awards.consistency.nearly import CEILING, MOST_WINDOWS, MOST_WORDS, Work, names_like
from awards.consistency.people import people
from awards.consistency.types import BAO_CAO, BIEN_BAN, TO_TRINH
from tests.awards.consistent import dossier as consistent

LETTERS = "abeghiklmnoptuxy"


@pytest.fixture
def compared(monkeypatch) -> Counter:
    """How often two names are compared letter by letter; the comparison itself is the real one."""
    calls, real = Counter(), nearly.distance

    def counted(one, other, *rest):
        calls["distance"] += 1
        return real(one, other, *rest)

    monkeypatch.setattr(nearly, "distance", counted)
    return calls


def dossier_of(nominees: list[Nominee], texts: dict[str, str]) -> Dossier:
    told = [
        Paper(key=one.key, kind=BAO_CAO, label=f"Báo cáo {one.key}", texts=texts, nominee=one.key) for one in nominees
    ]
    return Dossier(
        key=1, round=1, year=2023, today=consistent(1).today, required=frozenset(), nominees=tuple(nominees),
        papers=tuple(told),
    )  # fmt: skip


def hostile(count: int) -> Dossier:
    """Names of the same letters as all the words of every report, in runs as long as are read."""
    rng = random.Random(7)
    words = ["".join(letters).capitalize() for letters in permutations("anhk")]
    nominees = [Nominee(key=n, individual=True, name=" ".join(rng.choices(words, k=3))) for n in range(1, count + 1)]
    runs = [" ".join(rng.choices(words, k=MOST_WORDS)) for _ in range(190)]
    text = ", ".join(runs)
    assert 11_000 < len(text) <= 12_000
    return dossier_of(nominees, {"achievements": text, "initiatives": text[::-1].title()})


def test_comparing_has_a_ceiling_that_more_nominees_do_not_raise(compared):
    spent = []
    for count in (20, 40):
        compared.clear()
        names(hostile(count))
        spent.append(compared["distance"])
    assert max(spent) < CEILING // 20 < 20 * 20 * 2 * MOST_WINDOWS // 10
    assert min(spent) > 1_000  # the text does make work


def test_a_long_row_of_capitals_is_no_name(compared):
    text = " ".join(["Nguyễn", "Văn", "Ân"] * 1_000)
    assert list(names_like(text, "Nguyễn Văn An")) == []
    assert compared["distance"] == 0
    assert list(names_like("Nguyễn Văn Ân " * 4, "Nguyễn Văn An")) == ["Nguyễn Văn Ân"]


def test_one_text_has_a_ceiling_of_windows():
    rng = random.Random(3)
    runs = [
        " ".join("".join(rng.choices(LETTERS, k=4)).capitalize() for _ in range(3)) for _ in range(3 * MOST_WINDOWS)
    ]
    work = Work()
    assert sum(map(len, work.windows(", ".join(runs), 3).values())) == MOST_WINDOWS
    before = work.left
    work.windows("Lê Văn An", 3)
    assert before - work.left == 1


def test_nothing_is_found_with_nothing_left_to_spend():
    assert list(names_like("Lê Văn Ân", "Lê Văn An", work=Work(0))) == []
    assert list(names_like("to thôn 1", "Tổ Thôn 1", person=False, work=Work(0))) == []


def test_a_hundred_honest_reports_stay_below_the_ceiling():
    """The slip in the last report of the largest dossier is still found."""
    rng = random.Random(5)
    family, middle = ("Nguyễn", "Trần", "Phạm", "Điểu"), ("Văn", "Thị", "Minh", "Ngọc")
    given = ["".join(rng.choices(LETTERS, k=5)).capitalize() for _ in range(100)]
    nominees = [
        Nominee(key=n, individual=True, name=f"{rng.choice(family)} {rng.choice(middle)} {one}")
        for n, one in enumerate(given, 1)
    ]
    papers = []
    for one in nominees:
        told = [one, *rng.sample(nominees, 10)]
        text = " ".join(
            f"Trong năm đã cùng {other.name} và Tổ công nghệ số của Ủy ban nhân dân xã Nam Bình mở lớp cho người cao tuổi."
            for other in told
        )
        texts = {"achievements": f"{text} {text}", "initiatives": text}
        papers.append(Paper(key=one.key, kind=BAO_CAO, label=f"Báo cáo {one.key}", texts=texts, nominee=one.key))
    slip = nominees[-1].name + "z"
    texts = {"initiatives": f"Đã cùng {slip} mở lớp."}
    slipped = Paper(key=100, kind=BAO_CAO, label="Báo cáo 100", texts=texts, nominee=100)
    found = names(Dossier(**{**vars(dossier_of(nominees, {})), "papers": (*papers[:-1], slipped)}))
    assert [finding.code for finding in found if slip in finding.sentence] == ["name_differs"]


def test_the_letters_are_read_before_the_reports_and_slips_of_one_name_are_few():
    nominee = Nominee(key=1, individual=True, name="Nguyễn Văn Thành")
    slips = ", ".join(f"Nguyễn Văn Thành{letter}" for letter in LETTERS)
    report = Paper(key=1, kind=BAO_CAO, label="Báo cáo", texts={"achievements": slips}, nominee=1)
    letter = Paper(key=2, kind=TO_TRINH, label="Tờ trình", texts={"opening": "Nguyễn Văn Thanh"})
    told = dossier_of([nominee], {})
    found = names(Dossier(**{**vars(told), "papers": (report, letter)}))
    assert [finding.must for finding in found] == [True] + [False] * MOST_TOLD


def test_a_collective_is_found_wherever_it_stands():
    text = "Ngày vui; đã tặng Thôn 1 (to thon 1), sau đó tổ Thôn 1 và Tỗ Thôn 1\nTỔ THÔN 1 đạt, tố-Thôn 1."
    assert list(names_like(text, "Tổ Thôn 1", person=False)) == ["to thon 1", "Tỗ Thôn 1"]


def test_a_roster_of_thousands_is_read_line_by_line(monkeypatch):
    from awards.consistency import people as module

    calls, real = Counter(), module.key_of

    def counted(name):
        calls["key"] += 1
        return real(name)

    monkeypatch.setattr(module, "key_of", counted)
    lines = [f"N{number}" for number in range(2_000)]
    minutes = Paper(key=1, kind=BIEN_BAN, label="Biên bản", texts={"attendees": "\n".join([*lines, "N0"])})
    told = dossier_of([], {})
    found = people(Dossier(**{**vars(told), "papers": (minutes,)}))
    assert [finding.code for finding in found] == ["attendee_twice"]
    assert calls["key"] == 2_001
