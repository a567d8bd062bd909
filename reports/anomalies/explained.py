"""What the desk looks for and where odd begins, in the words of the page; each figure is one of the limits."""

from reports.anomalies.limits import LIMITS, Limits
from reports.anomalies.types import Kind
from reports.anomalies.wording import figure


def explain(limits: Limits = LIMITS) -> dict[Kind, str]:
    """Kind -> how it is found."""
    return {
        Kind.JUMP: (
            f"Tỷ lệ khác năm trước từ {limits.jump_points[0]} điểm phần trăm trở lên và không thể chỉ do tổng số nhỏ; "
            f"tổng số (b) gấp hoặc giảm từ {limits.total_ratio} lần; số lượng từ {limits.count_floor} trở lên, số tiền từ "
            f"{figure(limits.money_floor, 'đồng')} trở lên gấp hoặc giảm từ {limits.amount_ratio[0]} lần."
        ),
        Kind.IDENTICAL: (
            "Số liệu trùng với đơn vị khác đến mức khó là ngẫu nhiên: một dòng có số rất lớn, hoặc nhiều dòng trùng nhau. "
            "Không xét 0%, 100%, câu có hoặc chưa và các số nhỏ."
        ),
        Kind.ROUNDING: (
            f"Ít nhất {limits.round_least} số khác nhau từ {limits.round_from} trở lên, trong đó số tận cùng là 0 hoặc 5 "
            "nhiều hơn hẳn mức một phần năm. Không xét số tiền."
        ),
        Kind.COPIED: (
            f"Từ {limits.copied_percent[0]}% phần lời riêng của một dòng (theo các cụm {limits.words} từ liền nhau) có trong "
            f"báo cáo của đơn vị khác, năm nay hoặc năm trước; hoặc từ {limits.own_past_percent}% giống năm trước của chính "
            "đơn vị. Câu chữ của kế hoạch và câu chữ mà trên một phần năm số đơn vị cùng dùng không tính."
        ),
        Kind.OUTLIER: (
            f"Khối có từ {limits.group_least} đơn vị báo cáo dòng đó, và số của đơn vị cách mức giữa của khối hơn "
            f"{figure_of(limits.outlier_spreads[0])} lần độ lệch thường gặp (ít nhất {limits.spread_points} điểm phần trăm). "
            "Nếu nhiều đơn vị cùng lệch thì không nêu."
        ),
        Kind.SAME_FILE: (
            "Cùng một tệp (giống từng byte) là minh chứng ở đơn vị khác hoặc ở năm trước. Tệp mà trên một phần năm số đơn vị "
            "cùng gửi được coi là văn bản chung."
        ),
    }


def figure_of(number: float) -> str:
    return f"{number:g}".replace(".", ",")
