"""The reader tells every fault of a plan file: the line where it stands and a sentence that says what to do."""

import dataclasses
import json
import unicodedata
from pathlib import Path

import pytest

from criteria.plans.reader import PlanError, from_data, read_plan, read_plan_file, to_data
from criteria.plans.schema import Plan

FILE = Path(__file__).resolve().parents[2] / "criteria" / "plans" / "dak_song_2023_2025.toml"
TEXT = FILE.read_text(encoding="utf-8")
SOURCE = FILE.with_suffix(".txt").read_text(encoding="utf-8")


def faults(text: str, source: str | None = SOURCE) -> list[tuple[int, str]]:
    with pytest.raises(PlanError) as caught:
        read_plan(text, source=source)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def at(text: str, table: str, code: str = "", key: str = "", by: str = "code") -> int:
    """The line of a key of one row, or of the row's header; found in the text itself, not by the reader."""
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if line in (f"[[{table}]]", f"[{table}]")]
    for head in heads:
        end = next((n for n in range(head + 1, len(lines)) if not lines[n] or lines[n].startswith("[")), len(lines))
        row = lines[head + 1 : end]
        if not code or f'{by} = "{code}"' in row:
            return head + 1 + (next(n for n, line in enumerate(row, 1) if line.startswith(f"{key} =")) if key else 0)
    raise LookupError((table, code))


def changed(table: str, code: str, old: str, new: str, by: str = "code") -> str:
    """The plan with one spot of one row replaced."""
    lines = TEXT.split("\n")
    start = at(TEXT, table, code, by=by) - 1
    end = next(n for n in range(start + 1, len(lines)) if not lines[n])
    row = "\n".join(lines[start:end]) + "\n"
    assert row.count(old) == 1, (row, old)
    return "\n".join(lines[:start]) + "\n" + row.replace(old, new) + "\n".join(lines[end:])


def test_the_real_plan_has_no_fault():
    plan = read_plan(TEXT, source=SOURCE)
    assert (len(plan.clauses), len(plan.targets), plan.plan.code) == (160, 30, "dak-song-2023-2025")


def test_rows_know_their_lines():
    plan = read_plan(TEXT)
    lines = TEXT.split("\n")
    for table in dataclasses.fields(plan):
        rows = getattr(plan, table.name)
        for one in rows if isinstance(rows, tuple) else (rows,):
            assert lines[one.line - 1].strip("[]") == table.name


def test_plain_data_gives_the_same_plan_back():
    plan = read_plan(TEXT)
    again = from_data(json.loads(json.dumps(to_data(plan))))
    assert to_data(again) == to_data(plan)
    assert dataclasses.replace(again.targets[0], line=0) == dataclasses.replace(plan.targets[0], line=0)


# name: (table, row, what is replaced, by what, the key that is blamed ("" = the header of the row), the sentence)
ONE_FAULT = {
    "unknown key": (
        *("targets", "CQS-09", "threshold = 50", "nguong = 50\nthreshold = 50", "nguong"),
        "Không có khóa “nguong” trong bảng targets. Các khóa: code, clause, indicator, comparator, year, threshold, "
        "upper, assumption.",
    ),
    "missing key": (
        *("assumptions", "GD-14", 'question = "Đơn vị sáp nhập, đổi tên từ 01/7/2025?"\n', "", ""),
        "Thiếu khóa “question” trong bảng assumptions.",
    ),
    "empty key": (
        *("fields", "LV-6", 'name = "Du lịch"', 'name = ""', "name"),
        "Khóa “name” của bảng fields không được để trống.",
    ),
    "wrong type": (
        *("choices", "CN-TC", "at_least = 1", 'at_least = "1"', "at_least"),
        "Khóa “at_least” của bảng choices phải là số nguyên.",
    ),
    "true for a number": (
        *("targets", "CQS-09", "threshold = 50", "threshold = true", "threshold"),
        "Khóa “threshold” của bảng targets phải là số.",
    ),
    "infinity": (
        *("targets", "CQS-09", "threshold = 50", "threshold = inf", "threshold"),
        "Khóa “threshold” của bảng targets phải là một số hữu hạn.",
    ),
    "not a list": (
        *("sets", "X", 'kinds = ["CAP_XA"]', 'kinds = "CAP_XA"', "kinds"),
        "Khóa “kinds” của bảng sets phải là danh sách trong ngoặc vuông.",
    ),
    "not a date": (
        *("legal_bases", "nd-98", "issued_on = 2023-12-31", 'issued_on = "31/12/2023"', "issued_on"),
        "Khóa “issued_on” của bảng legal_bases phải là ngày dạng năm-tháng-ngày, ví dụ 2023-12-19.",
    ),
    "bad comparator": (
        *("targets", "XHS-07", 'comparator = "gt"', 'comparator = ">"', "comparator"),
        "Khóa “comparator” của bảng targets là “>” không hợp lệ; chọn một trong: ge, gt, eq, range, yes, count_ge, "
        "qualitative.",
    ),
    "comparator that does not fit": (
        *("standards", "TT-01", 'comparator = "yes"', 'comparator = "gt"\nthreshold = 1', "comparator"),
        "Cách so “gt” của “TT-01” không hợp với cách đo “yes_no”; chọn: qualitative, yes.",
    ),
    "threshold missing": (
        *("targets", "XHS-07", "threshold = 50\n", "", ""),
        "“XHS-07” so bằng “gt” nên phải có ngưỡng (threshold).",
    ),
    "threshold of a yes": (
        *("standards", "TT-01", 'comparator = "yes"', 'comparator = "yes"\nthreshold = 1', "threshold"),
        "“TT-01” chỉ hỏi có hoặc chưa nên không có ngưỡng.",
    ),
    "threshold above 100": (
        *("targets", "XHS-07", "threshold = 50", "threshold = 150", "threshold"),
        "Ngưỡng phần trăm của “XHS-07” phải từ 0 đến 100.",
    ),
    "range upside down": (
        *("targets", "XHS-08", "upper = 70", "upper = 60", "upper"),
        "Mức trên của “XHS-08” không được nhỏ hơn ngưỡng.",
    ),
    "range without upper": (
        *("targets", "XHS-08", "upper = 70\n", "", ""),
        "“XHS-08”: chỉ cách so “range” có mức trên (upper), và phải có.",
    ),
    "half a district threshold": (
        *("standards", "PB-06", "district_threshold = 70\n", "", ""),
        "“PB-06”: district_comparator và district_threshold phải đi cùng nhau.",
    ),
    "unknown clause": (
        *("targets", "XHS-08", 'clause = "III.3.8"', 'clause = "III.3.9"', "clause"),
        "Không có mục của kế hoạch nào mang mã “III.3.9”.",
    ),
    "unknown indicator": (
        *("targets", "XHS-08", 'indicator = "XHS-08"', 'indicator = "XHS-09"', "indicator"),
        "Không có chỉ tiêu đo nào mang mã “XHS-09”.",
    ),
    "unknown assumption": (
        *("targets", "XHS-08", 'assumption = "GD-05"', 'assumption = "GD-99"', "assumption"),
        "Không có giả định nào mang mã “GD-99”.",
    ),
    "unknown deadline": (
        *("tasks", "VI.5", 'deadline = "TH-03"', 'deadline = "TH-33"', "deadline"),
        "Không có thời hạn nào mang mã “TH-33”.",
    ),
    "unknown kind of unit": (
        *("tasks", "VI.6", '"CAP_XA"', '"XA"', "kinds"),
        "Không có loại đơn vị “XA”; chọn trong: PHONG_BAN, DOAN_THE, SU_NGHIEP, NGANH_DOC, CAP_XA, DOANH_NGHIEP.",
    ),
    "kind of unit in two groups": (
        *("leagues", "K2", '["DOAN_THE"]', '["DOAN_THE", "PHONG_BAN"]', "kinds"),
        "Loại đơn vị PHONG_BAN đã thuộc “K1”; mỗi loại chỉ ở một chỗ.",
    ),
    "parent behind": (
        *("clauses", "I.1.a", 'parent = "I.1"', 'parent = "I.2"', "parent"),
        "Mục cha “I.2” phải đứng trước mục “I.1.a”.",
    ),
    "text changed": (
        *("clauses", "III.3.7", "trên 50%", "trên 55%", "text"),
        "Nguyên văn mục “III.3.7” không có trong văn bản kế hoạch; chép lại đúng từng chữ.",
    ),
    "text not NFC": (
        *("point_groups", "D", "Chế độ", unicodedata.normalize("NFD", "Chế độ"), "name"),
        "Khóa “name” của bảng point_groups có chữ chưa ở dạng Unicode dựng sẵn (NFC); gõ lại bằng bộ gõ Unicode dựng sẵn.",
    ),
    "percentage without numerator": (
        *("indicators", "CQS-10", 'a = "Số người đã được tập huấn"\n', "", ""),
        "Chỉ tiêu “CQS-10” đo bằng tỷ lệ nên phải ghi cả tử số (a) và mẫu số (b).",
    ),
    "numerator without percentage": (
        *("indicators", "TT-01", 'kind = "yes_no"', 'kind = "yes_no"\na = "Số kế hoạch"', "a"),
        "Chỉ tiêu “TT-01” không đo bằng tỷ lệ nên không có tử số, mẫu số.",
    ),
    "grades of a count": (
        *("indicators", "PB-03", 'kind = "count"', 'kind = "count"\ngrades = ["Chưa", "Tốt"]', "grades"),
        "Chỉ tiêu “PB-03”: chỉ cách đo theo mức (graded) có grades, và phải từ hai mức.",
    ),
    "figure of nobody": (
        *("indicators", "KTS-05", 'owners = ["phong-kt-ht"]\n', "", ""),
        "Chỉ tiêu “KTS-05” lấy số của một cơ quan nên phải ghi đúng một cơ quan.",
    ),
    "district figure that cannot be formed": (
        *("indicators", "PB-06", 'district = "share"', 'district = "sum"', "district"),
        "Chỉ tiêu “PB-06”: số của huyện không hình thành được theo cách “sum”.",
    ),
    "choice without group": (
        *("standards", "CN-02", 'choice = "CN-TC"\n', "", "requirement"),
        "“CN-02”: chỉ yêu cầu “choice” thuộc một nhóm lựa chọn (choice), và phải thuộc.",
    ),
    "period that closes too early": (
        *("periods", "V.2.a", "closes_last_day = 2024-12-31", "closes_last_day = 2024-12-01", "closes_last_day"),
        "Ngày đóng kỳ 2024 không được trước hạn nộp báo cáo.",
    ),
    "year outside the campaign": (
        *("periods", "V.2.a", "year = 2024", "year = 2030", "year"),
        "Năm 2030 nằm ngoài thời gian của phong trào.",
    ),
    "law that ends before it starts": (
        *("legal_bases", "nd-98", "valid_to = 2025-06-30", "valid_to = 2023-06-30", "valid_to"),
        "Căn cứ “nd-98” hết hiệu lực trước khi có hiệu lực.",
    ),
    "steps that fall": (
        *("weights", "DN-01", 'scale = "full"', 'scale = "steps"\nsteps = [[1, 80], [2, 60]]', "scale"),
        "“DN-01”: nhiều hơn thì điểm không được ít đi.",
    ),
    "steps out of order": (
        *("weights", "DN-01", 'scale = "full"', 'scale = "steps"\nsteps = [[2, 80], [1, 60]]', "scale"),
        "“DN-01”: các bậc phải tăng dần, phần trăm từ 0 đến 100.",
    ),
    "steps of one number": (
        *("weights", "DN-01", 'scale = "full"', 'scale = "steps"\nsteps = [[1]]', "steps"),
        "Khóa “steps” của bảng weights phải gồm các nhóm 2 số.",
    ),
    "steps of a yes": (
        *("weights", "KTS-03", 'scale = "full"', 'scale = "steps"\nsteps = [[1, 100]]', "scale"),
        "“KTS-03”: thang theo bậc chỉ dùng cho số lượng.",
    ),
    "steps without steps": (
        *("weights", "DN-01", 'scale = "full"', 'scale = "steps"', "scale"),
        "“DN-01”: chỉ thang “steps” có steps, và phải có.",
    ),
    "grade scale for a count": (
        *("weights", "DN-01", 'scale = "full"', 'scale = "grade"', "scale"),
        "“DN-01”: thang “grade” dùng cho, và chỉ cho, cách đo theo mức.",
    ),
    "weight whose measure does not fit": (
        *("weights", "KTS-03", 'comparator = "yes"', 'comparator = "eq"', "scale"),
        "“KTS-03” trong bộ “DN”: cách so “eq” không hợp với cách đo “yes_no”.",
    ),
    "weight that nobody reports": (
        *("weights", "KTS-03", 'indicator = "KTS-03-DN"', 'indicator = "CQS-06"', "scale"),
        "“KTS-03”: không đơn vị nào của bộ “DN” báo cáo chỉ tiêu “CQS-06”.",
    ),
    "share that is not 100": (
        *("direct_share", "", "direct_percent = 70", "direct_percent = 60", "direct_percent"),
        "Tỷ lệ người trực tiếp và lãnh đạo cộng lại phải đúng bằng 100.",
    ),
    "negative quota": (
        *("quotas", "so-ket-2023", "collectives = 5", "collectives = -5", "collectives"),
        "Số lượng khen thưởng không được âm.",
    ),
    "campaign that ends before it starts": (
        *("campaign", "", "ends_on = 2025-12-31", "ends_on = 2022-12-31", "ends_on"),
        "Ngày kết thúc phong trào phải sau ngày bắt đầu.",
    ),
    "schema of the future": (
        *("plan", "", "schema = 1", "schema = 2", "schema"),
        "Phần mềm này đọc tệp có schema = 1.",
    ),
}
BY = {"weights": "rule", "quotas": "round", "periods": "clause"}


@pytest.mark.parametrize("name", ONE_FAULT)
def test_fault_has_its_line_and_sentence(name):
    table, code, old, new, key, sentence = ONE_FAULT[name]
    by = BY.get(table, "code")
    text = changed(table, code, old, new, by)
    assert (at(text, table, code, key, by), sentence) in faults(text)


def test_weights_that_do_not_give_100():
    """The set, and the group whose sum is off; both at their first row."""
    text = changed("weights", "PB-01", "points = 8", "points = 9.5", "rule")
    assert faults(text) == [
        (at(text, "weights", "PB", by="set"), "Trọng số của bộ “PB” cộng lại là 101,5, phải đúng bằng 100."),
        (
            at(text, "weights", "PB-01", by="rule"),
            "Trọng số nhóm B của bộ “PB” cộng lại là 51,5, phải đúng bằng 50.",
        ),
    ]


def test_weight_of_zero_and_set_without_weights():
    text = changed("weights", "KTS-03", "points = 20", "points = 0", "rule")
    assert (at(text, "weights", "KTS-03", "points", "rule"), "Số điểm phải lớn hơn 0.") in faults(text)
    text = TEXT.replace('set = "DN"', 'set = "X"')
    assert (at(text, "sets", "DN"), "Bộ “DN” chưa có trọng số nào trong bảng weights.") in faults(text)


def test_groups_that_do_not_give_100():
    text = changed("point_groups", "A", "points = 20", "points = 30")
    assert (
        at(text, "point_groups", "A"),
        "Điểm của các nhóm cộng lại là 110, phải đúng bằng 100.",
    ) in faults(text)


def test_standard_of_another_set_and_unknown_rule():
    text = changed("standards", "PB-03", 'sets = ["PB"]', 'sets = ["X"]')
    assert (at(text, "weights", "PB-03", "set", "rule"), "Tiêu chuẩn “PB-03” không thuộc bộ “PB”.") in faults(text)
    text = changed("weights", "PB-03", 'rule = "PB-03"', 'rule = "PB-33"', "rule")
    assert (at(text, "weights", "PB-33", "rule", "rule"), "Không có tiêu chuẩn, chỉ tiêu “PB-33”.") in faults(text)


def test_same_code_twice():
    text = changed("clauses", "VI.3", 'code = "VI.3"', 'code = "VI.2"')
    first = at(text, "clauses", "VI.2")
    second = 1 + text[: text.index('[[clauses]]\ncode = "VI.2"', text.index('code = "VI.2"\nparent'))].count("\n") + 1
    assert (second, f"Mã “VI.2” của bảng clauses đã có ở dòng {first}; mỗi mã chỉ dùng một lần.") in faults(text)


def test_all_faults_at_once_in_the_order_of_the_file():
    text = changed("targets", "XHS-07", 'comparator = "gt"', 'comparator = ">"')
    text = text.replace("at_least = 1", 'at_least = "1"').replace("direct_percent = 70", "direct_percent = 60")
    text = text.replace("trên 50%.", "trên 55%.", 1).replace('code = "LV-9"', 'code = "LV-8"\nmau = "đỏ"')
    found = faults(text)
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert {line for line, _ in found} == {
        at(text, "clauses", "III.3.7", "text"),
        at(text, "fields", "II.3.9.9", "code", by="clause"),
        at(text, "fields", "II.3.9.9", "mau", by="clause"),
        at(text, "targets", "XHS-07", "comparator"),
        at(text, "choices", "CN-TC", "at_least"),
        at(text, "direct_share", "", "direct_percent"),
    }


def test_faulty_row_is_not_told_again_by_those_who_refer_to_it():
    text = changed("indicators", "X-02", 'kind = "percent"', 'kind = "phan-tram"')
    assert [line for line, _ in faults(text)] == [at(text, "indicators", "X-02", "kind")]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "GD-05"', 'code = "GD-05', "Sai cú pháp TOML"),
        ('code = "GD-05"', "code = GD-05", "Sai cú pháp TOML"),
        ('code = "GD-05"', 'code = "GD-05"\ncode = "GD-05"', "Một khóa hoặc một bảng được viết hai lần; giữ lại một."),
    ],
)
def test_syntax_error_has_its_line(old, new, sentence):
    text = TEXT.replace(old, new, 1)
    wrong = TEXT[: TEXT.index(old)].count("\n") + 1 + new.count("\n")
    ((line, message),) = faults(text)
    assert message.startswith(sentence)
    assert line in (wrong, wrong + 1)  # tomllib points at the end of the value


def test_syntax_error_at_the_end_of_the_file():
    ((line, message),) = faults('[plan]\nname = """chưa đóng')
    assert (line, message.startswith("Sai cú pháp TOML ở cuối tệp")) == (2, True)


def test_unknown_and_missing_and_wrongly_written_tables():
    found = faults(TEXT.replace("[[leagues]]", "[[khoi]]").replace("[dossier]", "[[dossier]]"))
    assert (1, "Thiếu bảng [[leagues]].") in found
    assert any(message.startswith("Không có bảng “khoi”.") for _, message in found)
    assert any(message == "Bảng “dossier” phải viết là [dossier]." for _, message in found)


def test_empty_file_names_every_missing_table():
    assert len(faults("")) == len(dataclasses.fields(Plan))


def test_headers_inside_long_strings_are_no_tables():
    text = changed("assumptions", "GD-14", 'clause = "II.2.1"', "clause = '''II.2.1'''  # [[weights]]")
    text = text.replace("[[targets]]", "# [[targets]]\n[[targets]]", 1)
    text = text.replace("threshold = 50\nyear", "threshold = 500\nyear", 1)
    assert [line for line, _ in faults(text)] == [at(text, "targets", "CQS-09", "threshold")]


def test_long_strings_and_lists_of_several_lines_keep_the_count():
    text = changed("assumptions", "GD-14", 'code = "GD-14"', 'code = "GD-14"\n# ba dòng:')
    text = text.replace('["phong-vhtt"]', '[\n  "phong-vhtt",\n]', 1)
    text = text.replace('question = "Đơn vị sáp nhập', 'question = """\n[[weights]]\ncode = 1\nĐơn vị sáp nhập', 1)
    text = text.replace('từ 01/7/2025?"', 'từ 01/7/2025?"""', 1)
    text = text.replace("at_least = 1", 'at_least = "1"')
    assert [line for line, _ in faults(text)] == [at(text, "choices", "CN-TC", "at_least")]


def test_rows_written_as_one_list_are_read():
    """Inline tables have no lines of their own: a fault in them is told at the list."""
    start = TEXT.index("[[leagues]]")
    end = TEXT.index("# ---", start)
    rows = 'leagues = [{code = "K1", name = "Khối", kinds = ["XA"], proposed = true}]\n'
    text = rows + TEXT[:start] + TEXT[end:]
    assert [line for line, _ in faults(text)] == [1]


def test_windows_line_ends_and_bom_are_read():
    assert read_plan("\ufeff" + TEXT.replace("\n", "\r\n"), source=SOURCE) == read_plan(TEXT, source=SOURCE)


def test_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "ke-hoach.toml"
    path.write_bytes(b'[plan]\nname = "\xff"\n')
    with pytest.raises(PlanError) as caught:
        read_plan_file(path)
    assert str(caught.value) == "Dòng 2: Tệp phải lưu ở dạng UTF-8; dòng này có ký tự không đọc được."


def test_plan_of_another_district_needs_no_text_beside_it(tmp_path):
    path = tmp_path / "huyen-khac.toml"
    path.write_text(changed("clauses", "III.3.7", "trên 50%", "trên 55%"), encoding="utf-8")
    assert read_plan_file(path).plan.code == "dak-song-2023-2025"
