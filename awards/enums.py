"""Kinds and states of rounds, dossiers, nominees, papers, council sessions, votes and certificates."""

from django.db.models import TextChoices


class AwardKind(TextChoices):
    """IV.2: forms of award, with the codes of the plan file; only the district's Giấy khen is decided here."""

    GIAY_KHEN_HUYEN = "giay-khen-huyen", "Giấy khen của Chủ tịch UBND huyện"
    BANG_KHEN_TINH = "bang-khen-tinh", "Bằng khen của Chủ tịch UBND tỉnh (đề nghị)"
    GIAY_KHEN_XA = "giay-khen-xa", "Giấy khen của Chủ tịch UBND cấp xã"
    GIAY_KHEN_THU_TRUONG = "giay-khen-thu-truong", "Giấy khen của Thủ trưởng cơ quan, đơn vị"

    @property
    def full(self) -> str:
        """As a sentence takes it, without the remark that it is only asked for."""
        return self.label.removesuffix(" (đề nghị)")

    @property
    def short(self) -> str:
        """ "Giấy khen" or "Bằng khen"."""
        return self.full.partition(" của ")[0]


class RoundState(TextChoices):
    """A list ends decided here, or forwarded to the level that decides its kind of award."""

    OPEN = "open", "Đang xét"
    PROPOSED = "proposed", "Đã trình Chủ tịch"
    DECIDED = "decided", "Đã có quyết định"
    FORWARDED = "forwarded", "Đã chuyển cấp có thẩm quyền"


BY_UNITS = (AwardKind.GIAY_KHEN_XA, AwardKind.GIAY_KHEN_THU_TRUONG)  # decided by a commune or the head of a unit
CONCLUDED = (RoundState.DECIDED, RoundState.FORWARDED)  # nothing of the round changes any more


class NomineeKind(TextChoices):
    COLLECTIVE = "collective", "Tập thể"
    INDIVIDUAL = "individual", "Cá nhân"


class Involvement(TextChoices):
    """IV.2 Lưu ý: the 70 % and the 30 %."""

    DIRECT = "direct", "Trực tiếp thực hiện"
    LEADER = "leader", "Lãnh đạo, phối hợp, tuyên truyền"


ROLE_WORDS = {Involvement.DIRECT: "Trực tiếp", Involvement.LEADER: "Lãnh đạo, phối hợp"}  # in a column of a paper


class Honorific(TextChoices):
    ONG = "Ông", "Ông"
    BA = "Bà", "Bà"


class DossierState(TextChoices):
    DRAFT = "draft", "Đang lập"
    SUBMITTED = "submitted", "Đã nộp, chờ thẩm định"
    RETURNED = "returned", "Được trả lại"
    APPRAISED = "appraised", "Đã thẩm định"


HANDED_IN = (DossierState.SUBMITTED, DossierState.APPRAISED)  # lies at Phòng Nội vụ


class Appraisal(TextChoices):
    PENDING = "pending", "Chưa thẩm định"
    ELIGIBLE = "eligible", "Đủ điều kiện"
    INELIGIBLE = "ineligible", "Không đủ điều kiện"


class PaperKind(TextChoices):
    """IV.3: the three papers of a dossier."""

    TO_TRINH = "to_trinh", "Tờ trình"
    BIEN_BAN = "bien_ban", "Biên bản họp Hội đồng"
    BAO_CAO = "bao_cao", "Báo cáo thành tích"


class OfficePaperKind(TextChoices):
    """VI.2: what Phòng Nội vụ itself writes: to the Chairman, and to a unit whose nominees were refused."""

    TO_TRINH = "to_trinh", "Tờ trình của Phòng Nội vụ"
    THONG_BAO = "thong_bao", "Thông báo kết quả xét khen thưởng"


class ObjectionState(TextChoices):
    OPEN = "open", "Chờ trả lời"
    UPHELD = "upheld", "Có cơ sở"
    DISMISSED = "dismissed", "Không có cơ sở"


class VotingMethod(TextChoices):
    """How the council votes; what each can and cannot promise is said on the page."""

    OPEN = "open", "Biểu quyết công khai"
    SECRET = "secret", "Bỏ phiếu kín trên cổng"
    PAPER = "paper", "Bỏ phiếu kín bằng giấy, hai người kiểm phiếu"


class SessionState(TextChoices):
    PREPARED = "prepared", "Đang chuẩn bị"
    OPEN = "open", "Đang họp"
    CLOSED = "closed", "Đã kết thúc"


class SeatPosition(TextChoices):
    CHAIR = "chair", "Chủ tịch Hội đồng"
    VICE = "vice", "Phó Chủ tịch Hội đồng"
    MEMBER = "member", "Ủy viên"
    SECRETARY = "secretary", "Ủy viên thư ký"


class Choice(TextChoices):
    YES = "yes", "Đồng ý"
    NO = "no", "Không đồng ý"
    ABSTAIN = "abstain", "Không có ý kiến"


class CertificateState(TextChoices):
    PENDING = "pending", "Chờ in"
    VALID = "valid", "Có hiệu lực"
    REVOKED = "revoked", "Đã thu hồi"
    REPLACED = "replaced", "Đã thay thế"


class PaperMode(TextChoices):
    """How a Giấy khen is painted."""

    FULL = "full", "In cả khung, họa tiết"
    OVERLAY = "overlay", "In chữ lên phôi có sẵn"


class PaperSize(TextChoices):
    """Width × height in millimetres, landscape."""

    A4 = "297x210", "A4 (297 × 210 mm)"
    A3 = "420x297", "A3 (420 × 297 mm)"
    MEDIUM = "360x270", "360 × 270 mm"
    LARGE = "400x300", "400 × 300 mm"
