"""What each role may do, as one table to read; the workflows and the views refer to these roles."""

from units.enums import Role

CAPABILITIES: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: (
        "Đăng ký thi đua và gửi kế hoạch phát động của đơn vị mình",
        "Lập báo cáo năm và minh chứng của đơn vị mình, trình lãnh đạo ký nộp",
        "Lập hồ sơ đề nghị khen thưởng của đơn vị mình",
    ),
    Role.HEAD: (
        "Xem báo cáo, điểm của đơn vị mình",
        "Ký nộp báo cáo năm mà cán bộ đã trình, hoặc chuyển lại cán bộ để sửa",
    ),
    Role.REVIEWER: (
        "Tiếp nhận đăng ký thi đua",
        "Thẩm định từng dòng báo cáo: chấp nhận, điều chỉnh có lý do, trả lại",
        "Xem toàn huyện, xếp hạng, tổng hợp năm",
    ),
    Role.APPRAISER: (
        "Thẩm định hồ sơ khen thưởng",
        "Mở và đóng phiên họp Hội đồng, lập biên bản, lập danh sách trình",
        "Phát hành Giấy khen sau quyết định",
    ),
    Role.COUNCIL: ("Biểu quyết trong phiên họp của Hội đồng",),
    Role.CHAIRMAN: ("Xem danh sách trình, quyết định khen thưởng hoặc trả lại",),
    Role.INSPECTOR: ("Xem mọi hồ sơ và nhật ký, không thay đổi gì",),
    Role.ADMIN: ("Đơn vị, tài khoản, cấu hình, xuất dữ liệu; không làm thay nghiệp vụ",),
}
