"""The plan as data says what the plan says: word for word, nothing left out, nothing added."""

import hashlib
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from criteria.plans.checks import words
from criteria.plans.reader import read_plan_file

PLANS = Path(__file__).resolve().parents[2] / "criteria" / "plans"
TEXT_FILE = PLANS / "dak_song_2023_2025.txt"
TEXT = TEXT_FILE.read_text(encoding="utf-8")
PLAN = read_plan_file(PLANS / "dak_song_2023_2025.toml")
ORIGINAL_DIGEST = "23b880c3e637fd77ddd5ea5422491ad9d843aa0bc0b252c96b5e619fc6c8f951"
SHARED = PLANS.parents[2] / "shared" / "plan" / "ke_hoach_2023_2025.txt"


def test_copy_of_the_plan_is_the_plan():
    """Beside a checkout that has the original: byte for byte; everywhere: the digest of that original."""
    assert hashlib.sha256(TEXT_FILE.read_bytes()).hexdigest() == ORIGINAL_DIGEST
    if SHARED.exists():
        assert TEXT_FILE.read_bytes() == SHARED.read_bytes()


@pytest.mark.parametrize("clause", PLAN.clauses, ids=lambda clause: clause.code)
def test_clause_stands_in_the_plan_word_for_word(clause):
    assert f" {words(clause.text)} " in f" {words(TEXT)} "
    assert unicodedata.is_normalized("NFC", clause.text)


def test_clauses_together_are_the_whole_plan_in_order():
    """Markers and texts one after the other give every word of the plan, once, in its place."""
    assert words(" ".join(f"{clause.marker} {clause.text}" for clause in PLAN.clauses)) == words(TEXT)


def test_every_chapter_is_there():
    tops = list(dict.fromkeys(clause.code.split(".")[0] for clause in PLAN.clauses))
    assert tops == ["MD", "I", "II", "III", "IV", "V", "VI", "KT"]


def bullets(start: str, end: str) -> list[str]:
    """Bullets between two headings of the text, read without the TOML: wrapped lines and page breaks joined."""
    part = TEXT[TEXT.index(start) : TEXT.index(end)]
    found: list[str] = []
    open_bullet = False
    for line in (line.strip() for line in part.splitlines()):
        if line.startswith("- "):
            found.append(line[2:])
            open_bullet = True
        elif re.match(r"(\d+\.)*\d+\.? \D", line):
            open_bullet = False
        elif line and open_bullet:
            found[-1] += f" {line}"
    return found


SECTION_III = ("III. CHỈ TIÊU", "IV. TIÊU CHUẨN THI ĐUA VÀ")
SECTION_IV1 = ("1.1.1 Đối với phòng", "2. Hình thức khen thưởng")


def test_section_iii_has_23_bullets_and_every_one_has_a_target():
    """10 + 5 + 8; bullets with several parts are several targets, 30 in all."""
    found = bullets(*SECTION_III)
    assert len(found) == 23
    by_clause = {words(clause.text): clause.code for clause in PLAN.clauses if clause.code.startswith("III.")}
    aimed_at = Counter(target.clause for target in PLAN.targets)
    assert [aimed_at[by_clause[words(bullet)]] >= 1 for bullet in found] == [True] * 23
    assert len(PLAN.targets) == 30


def test_every_bullet_of_iv1_has_a_standard():
    found = bullets(*SECTION_IV1)
    assert len(found) == 13
    by_clause = {words(clause.text): clause.code for clause in PLAN.clauses if clause.code.startswith("IV.1")}
    covered = {standard.clause for standard in PLAN.standards}
    assert {by_clause[words(bullet)] for bullet in found} <= covered
    assert {"IV.1.1", "IV.1.1.3.a", "IV.1.1.3.b"} <= covered  # the running text: tập thể, doanh nghiệp


def test_codes_of_targets():
    assert [target.code for target in PLAN.targets] == [
        "CQS-01",
        "CQS-02",
        "CQS-03",
        "CQS-04",
        "CQS-05a",
        "CQS-05b",
        "CQS-06",
        "CQS-07",
        "CQS-08",
        "CQS-09",
        "CQS-10",
        "KTS-01",
        "KTS-02",
        "KTS-03",
        "KTS-04",
        "KTS-05",
        "XHS-01",
        "XHS-02",
        "XHS-03a",
        "XHS-03b",
        "XHS-03c",
        "XHS-03d",
        "XHS-04a",
        "XHS-04b",
        "XHS-05a",
        "XHS-05b",
        "XHS-06a",
        "XHS-06b",
        "XHS-07",
        "XHS-08",
    ]


def test_codes_of_standards():
    assert [standard.code for standard in PLAN.standards] == [
        "TT-01",
        "TT-02",
        "TT-03",
        "PB-01",
        "PB-02",
        "PB-03",
        "PB-04",
        "PB-05a",
        "PB-05b",
        "PB-06",
        "X-01",
        "X-02",
        "X-03a",
        "X-03b",
        "X-04",
        "DN-01",
        "DN-02",
        "CN-01",
        "CN-02",
        "CN-03",
        "BC-01",
    ]


THRESHOLDS = {
    "CQS-05a": ("ge", 80, "Tối thiểu 80%"),
    "CQS-09": ("ge", 50, "50% hoạt động kiểm tra"),
    "CQS-08": ("eq", 100, "100% văn bản trao đổi"),
    "KTS-02": ("ge", 80, "đạt 80%"),
    "KTS-03": ("eq", 100, "đạt 100%"),
    "KTS-04": ("ge", 80, "đạt 80%"),
    "KTS-05": ("gt", 10, "đạt trên 10%"),
    "XHS-03a": ("eq", 100, "đều có lắp đặt"),
    "XHS-04a": ("ge", 80, "Phấn đấu 80%"),
    "XHS-05a": ("gt", 80, "phủ trên 80% hộ gia đình"),
    "XHS-05b": ("eq", 100, "100% xã"),
    "XHS-07": ("gt", 50, "trên 50%"),
    "XHS-08": ("range", 65, "từ 65 - 70%"),
    "PB-04": ("ge", 90, "90% hồ sơ công việc"),
    "PB-05a": ("eq", 100, "100% chế độ báo cáo định kỳ"),
    "X-02": ("ge", 70, "70% hồ sơ công việc tại cấp xã"),
    "X-04": ("eq", 100, "100% báo cáo định kỳ về chỉ tiêu"),
}


@pytest.mark.parametrize("code", THRESHOLDS)
def test_threshold_is_that_of_the_words(code):
    comparator, threshold, said = THRESHOLDS[code]
    rule = next(one for one in PLAN.rules if one.code == code)
    text = next(clause.text for clause in PLAN.clauses if clause.code == rule.clause)
    assert (rule.comparator, rule.threshold, said in text) == (comparator, threshold, True)


def test_pb06_is_the_districts_share_and_fails_no_unit():
    rule = next(one for one in PLAN.standards if one.code == "PB-06")
    assert (rule.requirement, rule.district_comparator, rule.district_threshold) == ("optional", "ge", 70)


def test_contents_and_fields_of_ii3():
    assert [row.clause for row in PLAN.contents] == [f"II.3.{n}" for n in range(1, 9)]
    assert [row.clause for row in PLAN.fields] == [f"II.3.9.{n}" for n in range(1, 10)]


def test_tasks_cover_vi1_to_vi8():
    assert {task.clause.split(".")[1] for task in PLAN.tasks} == set("12345678")


def test_quotas_are_those_of_iv21_and_no_others():
    quotas = {(row.round, row.award_kind): (row.collectives, row.individuals, row.bound) for row in PLAN.quotas}
    assert quotas.pop(("so-ket-2023", "giay-khen-huyen")) == (5, 10, "max")
    assert set(quotas.values()) == {(None, None, "max")}


def test_direct_share_papers_and_copies():
    assert (PLAN.direct_share.direct_percent, PLAN.direct_share.leading_percent) == (70, 30)
    assert [paper.clause for paper in PLAN.papers] == ["IV.3.a", "IV.3.b", "IV.3.c"]
    assert PLAN.dossier.copies == 1


def test_periods_and_last_days():
    assert [(p.year, p.kind.value, str(p.report_last_day), str(p.summary_last_day)) for p in PLAN.periods] == [
        (2023, "so_ket", "2023-12-19", "2023-12-30"),
        (2024, "hang_nam", "2024-12-19", "2024-12-30"),
        (2025, "tong_ket", "2025-12-19", "2025-12-30"),
    ]


def test_weights_are_marked_as_proposed_and_give_100_in_every_set():
    totals = Counter()
    for row in PLAN.weights:
        totals[row.set] += row.points
    assert totals == {"PB": 100, "X": 100, "DN": 100}
    assert [(group.code, group.points, group.proposed) for group in PLAN.point_groups] == [
        ("A", 20, True),
        ("B", 50, True),
        ("C", 20, True),
        ("D", 10, True),
    ]
    assert PLAN.scoring.label == "đề xuất"
