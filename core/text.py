"""Vietnamese text: clean input, search keys, sort keys, office numbers and dates. Pure; reads no clock."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
REASON_LIMIT = 2000  # signs of a reason, an answer, a note beside a decision

_LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\s\u00a0]+")
_DROPPED_CATEGORIES = {"Cc", "Cf", "Cs"}  # control, zero-width and bidi, lone surrogates
# default-ignorable code points that Python calls printable or unassigned: fillers, joiners, variation selectors, tags
_IGNORABLE_RANGES = (
    (0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200C, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),
)  # fmt: skip
_IGNORABLE = frozenset(chr(code) for first, last in _IGNORABLE_RANGES for code in range(first, last + 1))
_ZERO_WIDTH_SPACE, _BRAILLE_BLANK = "\u200b", "\u2800"
_BETWEEN_LETTERS = re.compile("(?<=[^\\W\\d_]|[\u0300-\u036f])\u200b+(?=[^\\W\\d_])")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′＇ʹʽ‛"))
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−"), " ")
_LOOK_LIKE_D = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})


def clean(text: str) -> str:
    """One line, NFC, no invisible characters, single blanks; an invisible space between letters becomes a blank."""
    return _clean_line(_LINE_BREAKS.sub(" ", text))


def clean_lines(text: str) -> str:
    """Several lines: each one clean, at most one empty line between paragraphs."""
    lines = "\n".join(_clean_line(line) for line in _LINE_BREAKS.split(text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _clean_line(line: str) -> str:
    line = line.replace("\t", " ").replace(_BRAILLE_BLANK, " ")
    visible = line if line.isprintable() else "".join(char for char in line if _is_visible(char))
    if not _IGNORABLE.isdisjoint(visible):
        visible = "".join(char for char in visible if char not in _IGNORABLE)
    if _ZERO_WIDTH_SPACE in visible:
        visible = _BETWEEN_LETTERS.sub(" ", visible).replace(_ZERO_WIDTH_SPACE, "")
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def _is_visible(char: str) -> bool:
    # U+xFFFE and U+xFFFF are no characters at all: neither XML nor a font can carry them.
    if char == _ZERO_WIDTH_SPACE:  # the line decides, when all else that hides is gone
        return True
    return unicodedata.category(char) not in _DROPPED_CATEGORIES and ord(char) & 0xFFFE != 0xFFFE


# --- keys ------------------------------------------------------------------------------------------------------------

_NEW_TONES = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_TONES = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONE_PAIRS = dict(zip(_NEW_TONES, _OLD_TONES, strict=True))
_NEW_STYLE = re.compile(f"(?<!q)({'|'.join(_TONE_PAIRS)})(?![\\w\u0300-\u036f])")


def fold(text: str) -> str:
    """Search key: "Đắk N’Drung" and "dak ndrung" are one, "hoà" and "hòa" too."""
    decomposed = _stable(lambda s: unicodedata.normalize("NFKD", s).casefold(), text.translate(_APOSTROPHES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_LOOK_LIKE_D)
    return _tidy_key(letters.replace("đ", "d"))


def name_key(text: str) -> str:
    """Duplicate key: marks count, but not case, tone position, apostrophes, dashes, look-alikes of Đ or a last dot."""
    composed = _stable(lambda s: unicodedata.normalize("NFKC", s).casefold(), text.translate(_APOSTROPHES))
    tidy = unicodedata.normalize("NFKC", _tidy_key(composed.translate(_LOOK_LIKE_D)))
    return _NEW_STYLE.sub(lambda match: _TONE_PAIRS[match[0]], tidy.rstrip(". "))


def _stable(step: Callable[[str], str], text: str) -> str:
    while (following := step(text)) != text:
        text = following
    return text


def _tidy_key(text: str) -> str:
    return clean(text.translate(_APOSTROPHES).translate(_DASHES))


_ALPHABET = {letter: f"{20 + place}" for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0301": 5, "\u0323": 6}  # huyền hỏi ngã sắc nặng, after none
_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")


def sort_key(text: str) -> str:
    """Key of digits only, so that every database collation sorts it the Vietnamese way, word by word.

    A letter is two digits from 20 up, a tone 01–06 closes the word (an < anh, ma < mà < mả < mã < má < mạ),
    a number is 10, its length and itself (Thôn 2 < Thôn 10).
    """
    return "".join(_word_key(word) for word in _WORDS.findall(name_key(text)))


def _word_key(word: str) -> str:
    if word.isdigit():
        number = word.lstrip("0")[:99]
        return f"10{len(number):02d}{number}"
    tone = 1
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif unicodedata.combining(char) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
    return "".join(_ALPHABET.get(letter) or f"90{ord(letter[0]):07d}" for letter in letters) + f"{tone:02d}"


def person_sort_key(full_name: str) -> str:
    """Given name, then family name, then middle names: the order of Vietnamese lists of people."""
    words = clean(full_name).split(" ")
    given, family, middle = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    return "00".join(sort_key(part) for part in (given, family, middle))


# --- numbers in ------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_HOW_TO_WRITE = "Viết số theo cách Việt Nam: dấu phẩy cho phần lẻ, dấu chấm cho hàng nghìn, ví dụ 1.234,5."


def parse_decimal(text: str, *, allow_negative: bool = False, max_digits: int = 18) -> Decimal:
    """Reads 87,5, 87.5, 1.234 and 1.234,5; raises ValueError with a sentence for whatever could be read in two ways."""
    raw = clean(unicodedata.normalize("NFKC", text)).replace("\u2212", "-")
    if not raw:
        raise ValueError("Ô này cần một số, ví dụ 1.510.")
    sign, digits = ("-", raw[1:].lstrip()) if raw.startswith("-") else ("", raw)
    if sign and not allow_negative:
        raise ValueError("Số không được âm. Nhập số từ 0 trở lên.")
    if sum(char.isdigit() for char in digits) > max_digits:
        raise ValueError(f"Số quá dài. Nhập số có không quá {max_digits} chữ số.")
    if re.fullmatch(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?", digits):
        digits = digits.replace(" ", ".")
    if not re.fullmatch(r"[0-9.,]+", digits):
        raise ValueError(f"“{_shown(raw)}” không phải là số. Chỉ nhập chữ số, không kèm chữ hay dấu %, ví dụ 87,5.")
    return Decimal(sign + _plain_number(digits))


def _plain_number(digits: str) -> str:
    whole, comma, rest = digits.rpartition(",") if "," in digits else (digits, "", "")
    if not comma:
        return _read_dots(digits)
    if not _PLAIN.fullmatch(rest) or not (_PLAIN.fullmatch(whole) or _GROUPED.fullmatch(whole)):
        raise ValueError(f"Không đọc được số “{_shown(digits)}”. {_HOW_TO_WRITE}")
    if len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        raise ValueError(
            f"Số “{digits}” có thể hiểu hai cách. Nếu là số nguyên, viết {whole}.{rest}; nếu là số lẻ, viết {digits}0."
        )
    return whole.replace(".", "") + "." + rest


def _read_dots(digits: str) -> str:
    whole, dot, rest = digits.partition(".")
    if _PLAIN.fullmatch(digits):
        return digits
    if _GROUPED.fullmatch(digits) and not whole.startswith("0"):
        return digits.replace(".", "")
    if dot and _PLAIN.fullmatch(whole) and _PLAIN.fullmatch(rest):
        return digits  # 87.5, 0.125, 66.6667: no group of three, so the dot can only be a decimal point
    raise ValueError(f"Không đọc được số “{_shown(digits)}”. {_HOW_TO_WRITE}")


def _shown(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"


# --- numbers and dates out -------------------------------------------------------------------------------------------


def format_decimal(value: Decimal | int, places: int | None = None) -> str:
    """1.234,5; rounds half up to `places`, or shows what is there without trailing zeros."""
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, rest = f"{number:,f}".partition(".")
    rest = rest if places is not None else rest.rstrip("0")
    shown = whole.replace(",", ".") + ("," + rest if rest else "")
    return shown.lstrip("-") if number == 0 else shown


def input_decimal(value: Decimal | int) -> str:
    """The text for a form field: parse_decimal reads exactly `value` back from it."""
    shown = format_decimal(value)
    _, comma, rest = shown.partition(",")
    return shown + "0" if comma and len(rest) == 3 else shown


def too_long(what: str, limit: int = REASON_LIMIT) -> str:
    """The sentence for a text of more signs than are kept."""
    return f"{what} dài quá {format_int(limit)} ký tự. Hãy rút gọn."


def format_int(value: int) -> str:
    return f"{value:,d}".replace(",", ".")


def format_money(value: Decimal | int) -> str:
    """Whole đồng: 1.080.000 đồng, not to be broken at the line end."""
    return format_decimal(value, 0) + NBSP + "đồng"


def format_percent(value: Decimal | int, places: int = 2) -> str:
    """`value` is in per cent already: 87.5 gives 87,5%; `places` is the most that is shown."""
    return format_decimal(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + "%"


_DIGIT_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def number_in_words(number: int, unit: str = "") -> str:
    """1080000 gives "một triệu không trăm tám mươi nghìn"; `unit` ("đồng", "phiếu") follows."""
    if abs(number) >= 10**18:
        raise ValueError("Số quá lớn để viết bằng chữ.")
    words = _words_below_billion(number) if 0 <= number < 10**9 else _words_of_large(number)
    return f"{words} {unit}".strip()


def _words_of_large(number: int) -> str:
    if number < 0:
        return "âm " + number_in_words(-number)
    billions, rest = divmod(number, 10**9)
    tail = _words_below_billion(rest, full=True) if rest else ""
    return f"{_words_below_billion(billions)} tỷ {tail}".strip()


def _words_below_billion(number: int, *, full: bool = False) -> str:
    if number == 0:
        return "không"
    parts: list[str] = []
    for size, scale in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            parts.append(f"{_words_of_group(group, full=full or bool(parts))} {scale}".strip())
    return " ".join(parts)


def _words_of_group(group: int, *, full: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [_DIGIT_WORDS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGIT_WORDS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_word_of_ones(ones, tens))
    return " ".join(words)


def _word_of_ones(ones: int, tens: int) -> str:
    if tens and ones == 5:
        return "lăm"
    if tens > 1 and ones in (1, 4):
        return {1: "mốt", 4: "tư"}[ones]
    return _DIGIT_WORDS[ones]


def two_digits(number: int) -> str:
    """NĐ 30/2020: numbers below 10 are written with a leading zero (05 tập thể)."""
    return f"{number:02d}"


def date_long(day: date) -> str:
    """NĐ 30/2020: a leading zero for days below 10 and for months 1 and 2 only."""
    month = two_digits(day.month) if day.month < 3 else str(day.month)
    return f"ngày {two_digits(day.day)} tháng {month} năm {day.year}"


def date_short(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


_UNBROKEN = re.compile(r"\b(ngày|tháng|năm|đoạn|Điều|số) (?=[0-9])|(?<=[0-9]{4}) ([-–]) (?=[0-9]{4})")


def bind(text: str) -> str:
    """A line never ends between "ngày" and 05, or inside 2023 - 2025."""
    return _UNBROKEN.sub(lambda m: f"{m[1]}{NBSP}" if m[1] else f"{NBSP}{m[2]}{NBSP}", text)


def no_break(text: str) -> str:
    """For papers: a date, a number with its unit or a name that must stay on one line."""
    return text.replace(" ", NBSP)
