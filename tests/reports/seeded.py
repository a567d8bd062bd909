"""Invented districts for the anomaly desk: clean ones as real ones are, and what can be planted in them."""

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal

from reports.anomalies import District, FileUse, Kind, Line, Proof, Sheet

PHRASES = (
    """
tổ công nghệ số cộng đồng|hướng dẫn người dân|nộp hồ sơ trực tuyến|tại nhà văn hóa|vào buổi tối|cán bộ một cửa
kiêm nhiệm nhiều việc|đường truyền còn yếu|trang bị thêm máy quét|rà soát quy trình nội bộ|ký số văn bản đi
phối hợp với đoàn thanh niên|tuyên truyền trên loa truyền thanh|mở chín lớp tập huấn|tiểu thương ở chợ
thanh toán bằng mã vạch|camera ở ngã ba|hộ nghèo chưa có điện thoại|bưu điện hỗ trợ chuyển trả
đề nghị cấp thêm kinh phí|số hóa sổ hộ tịch|cập nhật dữ liệu dân cư|trường học dùng sổ điểm điện tử
trạm y tế kê đơn điện tử|hội phụ nữ bán hàng qua mạng|hợp tác xã gắn mã truy xuất|nông dân đưa sầu riêng lên sàn
giảm thời gian đi lại|trả kết quả trước hạn|đối chiếu với báo cáo tháng|họp trực tuyến với huyện
khảo sát ý kiến người dân|thôn vùng sâu|mất điện nhiều lần|thuê đường truyền dự phòng
phân công từng người theo dõi|khen hai cá nhân tiêu biểu|học sinh giúp ông bà cài ứng dụng
chưa có phần mềm dùng chung|chờ hướng dẫn của tỉnh|đặt hai ki-ốt tra cứu|bổ sung chữ ký số cho trưởng thôn
nhập lại số liệu hai lần|thống nhất biểu mẫu|gửi giấy mời qua mạng|lập nhóm trao đổi|thử nghiệm ở ba thôn
nhân rộng trong quý bốn|kiểm tra đột xuất|lưu bản giấy song song|khắc phục lỗi đăng nhập
""".strip()
    .replace("\n", "|")
    .split("|")
)
BOILERPLATE = (
    "Thực hiện kế hoạch của Ủy ban nhân dân huyện về phong trào thi đua chuyển đổi số, "
    "đơn vị đã triển khai đến toàn thể cán bộ."
)
PLAN_WORDS = (
    "Nâng cao nhận thức của người dân, doanh nghiệp về lợi ích của chuyển đổi số "
    "trong đời sống kinh tế xã hội hằng ngày."
)
NAMES = [
    "Nam Bình",
    "Đắk Hòa",
    "Trường Xuân",
    "Thuận Hà",
    "Đắk Môl",
    "Nâm N’Jang",
    "Thuận Hạnh",
    "Đức An",
    "Đắk N’Drung",
]


def text_of(rng: random.Random, name: str) -> str:
    sentences = [f"{name} {', '.join(phrases_of(rng))}." for _ in range(rng.randint(5, 9))]
    return " ".join([BOILERPLATE, *sentences, PLAN_WORDS])


def phrases_of(rng: random.Random) -> list[str]:
    """Set phrases, as offices use them; about every second one with a figure of the unit's own."""
    phrases = rng.sample(PHRASES, rng.randint(3, 5))
    return [f"{phrase} cho {rng.randint(2, 999)} hộ" if rng.random() < 0.5 else phrase for phrase in phrases]


def sha(*parts) -> str:
    return "-".join(str(part) for part in parts).ljust(64, "0")


@dataclass
class Seeded:
    """A district under the hand of a test; `planted` is what the desk must find, `touched` the lines that were changed."""

    rng: random.Random
    now: dict[int, Sheet]
    past: dict[int, Sheet]
    files: list[FileUse] = field(default_factory=list)
    planted: set[tuple[int, str, Kind]] = field(default_factory=set)
    touched: set[tuple[int, str]] = field(default_factory=set)

    @property
    def district(self) -> District:
        sheets, before = list(self.now.values()), list(self.past.values())
        return District(tuple(sheets), tuple(before), tuple(self.files), (PLAN_WORDS,))

    def line(self, unit: int, code: str, *, past: bool = False) -> Line:
        sheet = (self.past if past else self.now)[unit]
        return next(line for line in sheet.lines if line.code == code)

    def change(self, unit: int, code: str, *, past: bool = False, **figures) -> None:
        sheets = self.past if past else self.now
        lines = [replace(line, **figures) if line.code == code else line for line in sheets[unit].lines]
        sheets[unit] = replace(sheets[unit], lines=tuple(lines))
        self.touched.add((unit, code))

    def expect(self, unit: int, code: str, kind: Kind) -> None:
        self.planted.add((unit, code, kind))
        self.touched.add((unit, code))


def clean(seed: int, *, units: int = 60, percents: int = 22) -> Seeded:
    """Two years of a district in which nobody did anything odd: units differ in size and in zeal, and get better."""
    rng = random.Random(seed)
    typical = {n: (rng.choice([0.5, 0.7, 0.85, 0.95, 1.0]), rng.choice([15, 60, 300, 1200])) for n in range(percents)}
    seeded = Seeded(rng, {}, {})
    for unit in range(1, units + 1):
        name = f"Xã {NAMES[unit % len(NAMES)]} {unit}"
        size, zeal = rng.lognormvariate(0, 0.5), rng.gauss(0, 0.06)
        pairs = [_percent(rng, f"P{n:02}", *typical[n], size, zeal) for n in range(percents)]
        pairs += [_count(rng, f"C{n}", size) for n in range(4)] + [_money(rng, f"M{n}", size) for n in range(2)]
        pairs += [(_story(rng, code, name), _story(rng, code, name)) for code in ("N1", "N2")]
        now = [replace(line, proofs=_proofs(unit, line.code, 2024)) for _, line in pairs]
        seeded.past[unit] = Sheet(10_000 + unit, unit, name, f"K{unit % 5}", 2023, tuple(line for line, _ in pairs))
        seeded.now[unit] = Sheet(unit, unit, name, f"K{unit % 5}", 2024, tuple(now))
    return seeded


def _proofs(unit: int, code: str, year: int) -> tuple[Proof, ...]:
    return (Proof(sha(unit, code, year), f"{code}.pdf"), Proof(sha("cong-van-cua-huyen"), "cong-van-huyen.pdf"))


def _percent(rng, code, share, scale, size, zeal) -> tuple[Line, Line]:
    b = max(2, round(scale * size * rng.uniform(0.8, 1.2)))
    p = min(1.0, max(0.03, rng.gauss(share + zeal, 0.05)))
    full = p >= 0.85 and rng.random() < (0.85 if share == 1 else 0.3)  # who is near the whole reaches it
    before = min(1.0, max(0.02, p - rng.uniform(-0.03, 0.12)))
    old_b = max(2, round(b * rng.uniform(0.85, 1.15)))
    return _ratio(rng, code, before, old_b), _ratio(rng, code, 1.0 if full else p, b)


def _ratio(rng, code, p, b) -> Line:
    a = min(b, max(0, round(rng.gauss(b * p, (b * p * (1 - p)) ** 0.5))))
    return Line(code, "percent", "hồ sơ", a=Decimal(a), b=Decimal(b))


def _count(rng, code, size) -> tuple[Line, Line]:
    old = max(0, round(rng.gauss(9 * size, 3)))
    new = max(0, round(old * rng.uniform(0.7, 1.6)))
    return tuple(Line(code, "count", "tin, bài", value=Decimal(n)) for n in (old, new))


def _money(rng, code, size) -> tuple[Line, Line]:
    old = rng.lognormvariate(0, 0.6) * size * 150
    new = old * rng.uniform(0.6, 1.8)
    return tuple(Line(code, "money", "đồng", value=Decimal(round(n * 10) * 100_000)) for n in (old, new))


def _story(rng, code, name) -> Line:
    return Line(code, "narrative", text=text_of(rng, name))


# --- what can be planted ---------------------------------------------------------------------------------------------


def plant_jump(one: Seeded, unit: int) -> None:
    """A percentage that doubles on a large total, and money in thousands of đồng after years in đồng."""
    one.change(unit, "P00", past=True, a=Decimal(388), b=Decimal(1000))
    one.change(unit, "P00", a=Decimal(833), b=Decimal(1021))
    one.expect(unit, "P00", Kind.JUMP)
    one.change(unit, "M0", value=one.line(unit, "M0", past=True).value * 1000)
    one.expect(unit, "M0", Kind.JUMP)


def plant_twins(one: Seeded, unit: int, other: int) -> None:
    """Three lines of middling size taken over, and one very large line shared with a third unit."""
    for code, a, b in (("P01", 217, 263), ("P02", 148, 391), ("P03", 92, 118)):
        for who in (unit, other):
            one.change(who, code, a=Decimal(a), b=Decimal(b))
            one.expect(who, code, Kind.IDENTICAL)
    third = other + 1
    for who in (unit, third):
        one.change(who, "P04", a=Decimal(4831), b=Decimal(7219))
        one.expect(who, "P04", Kind.IDENTICAL)


def plant_rounding(one: Seeded, unit: int) -> None:
    """Every figure of one report to the next ten, or to the next five."""
    for line in one.now[unit].lines:
        if line.kind == "percent":
            step = one.rng.choice([5, 10, 10])
            b = max(60, round(line.b / step) * step)
            a = min(b, max(50, round(line.a / step) * step))
            one.change(unit, line.code, a=Decimal(a), b=Decimal(b))
    one.expect(unit, "", Kind.ROUNDING)


def plant_copies(one: Seeded, unit: int, other: int) -> None:
    """A colleague's story under one's own name, a word changed here and there; another from last year's report."""
    for code, source, past in (("N1", other, False), ("N2", other + 1, True)):
        sheet = (one.past if past else one.now)[source]
        words = one.line(source, code, past=past).text.replace(sheet.name, one.now[unit].name).split()
        for _ in range(len(words) // 60):
            words[one.rng.randrange(len(words))] = "khẩn trương"
        one.change(unit, code, text=" ".join(words))
        one.expect(unit, code, Kind.COPIED)
    one.expect(other, "N1", Kind.COPIED)  # nobody knows who wrote first


def plant_outlier(one: Seeded, unit: int) -> None:
    """A khối that stands near 40 %, and one that says 97 %; the past says so too, so it is no jump."""
    for who, sheet in one.now.items():
        if sheet.group == one.now[unit].group and who != unit:
            b = one.rng.randint(150, 900)
            a = round(b * one.rng.uniform(0.36, 0.45))
            for past in (False, True):
                one.change(who, "P05", past=past, a=Decimal(a), b=Decimal(b))
    for past in (False, True):
        one.change(unit, "P05", past=past, a=Decimal(596), b=Decimal(613))
    one.expect(unit, "P05", Kind.OUTLIER)


def plant_files(one: Seeded, unit: int, other: int) -> None:
    """A neighbour's paper, and one's own of an earlier year."""
    one.change(unit, "P06", proofs=one.line(other, "P06").proofs)
    one.expect(unit, "P06", Kind.SAME_FILE)
    one.expect(other, "P06", Kind.SAME_FILE)
    one.files.append(FileUse(sha(unit, "P07", 2024), unit, one.now[unit].name, 2022))
    one.expect(unit, "P07", Kind.SAME_FILE)


def plant_all(one: Seeded) -> Seeded:
    """Everything at once, in units of its own."""
    plant_jump(one, 3)
    plant_twins(one, 7, 12)
    plant_rounding(one, 20)
    plant_copies(one, 25, 31)
    plant_outlier(one, 40)
    plant_files(one, 45, 50)
    return one
