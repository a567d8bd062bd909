"""The log in the words of the office: actions and states as codes in the rows, as Vietnamese on the page."""

from config.workflows import workflows

ACTIONS = {
    "anomaly.seen": "Đã xem một điểm bất thường",
    "anomaly.unseen": "Bỏ dấu đã xem một điểm bất thường",
    "appointment.ended": "Thôi phân công",
    "appointment.given": "Phân công",
    "award_dossier.add_nominee": "Thêm vào hồ sơ",
    "award_dossier.appraise": "Thẩm định một trường hợp",
    "award_dossier.attach_scan": "Gửi bản đã ký",
    "award_dossier.confirm_paper": "Xác nhận giấy tờ",
    "award_dossier.create": "Lập hồ sơ khen thưởng",
    "award_dossier.draft_papers": "Soạn giấy tờ từ dữ liệu",
    "award_dossier.redraft_paper": "Soạn lại giấy tờ",
    "award_dossier.remove_nominee": "Bỏ khỏi hồ sơ",
    "award_dossier.save_paper": "Sửa giấy tờ",
    "award_dossier.take_word": "Nhận giấy tờ sửa bằng Word",
    "award_dossier.refresh_paper": "Cập nhật số liệu trong giấy tờ",
    "award_dossier.update": "Sửa thông tin hồ sơ",
    "award_dossier.update_nominee": "Sửa thông tin người, tập thể",
    "award_round.create": "Lập đợt khen thưởng",
    "award_round.list": "Sửa danh sách trình",
    "award_round.style": "Chọn mẫu in Giấy khen của đợt",
    "award_round.update": "Sửa đợt khen thưởng",
    "campaign.names_changed": "Sửa tên trên văn bản",
    "decision.keep_paper": "Giữ tệp quyết định để ký số",
    "certificate.corrected": "Lập Giấy khen thay thế",
    "certificate_style.create": "Lập mẫu in Giấy khen",
    "certificate_style.update": "Sửa mẫu in Giấy khen",
    "decision.sign": "Ký quyết định khen thưởng",
    "export.made": "Xuất dữ liệu",
    "holiday.added": "Thêm ngày nghỉ",
    "holiday.removed": "Bỏ ngày nghỉ",
    "extension.given": "Gia hạn nộp báo cáo",
    "import.applied": "Nhập từ Excel",
    "job.retried": "Cho làm lại việc nền",
    "office_paper.attach_scan": "Gửi bản đã ký của văn bản Phòng Nội vụ",
    "office_paper.confirm": "Xác nhận văn bản của Phòng Nội vụ",
    "office_paper.draft": "Soạn tờ trình Chủ tịch",
    "office_paper.draft_notices": "Soạn thông báo kết quả",
    "office_paper.number": "Ghi số, ngày thông báo",
    "office_paper.redraft": "Soạn lại văn bản của Phòng Nội vụ",
    "office_paper.reopen": "Mở lại tờ trình Chủ tịch để sửa",
    "office_paper.save": "Sửa văn bản của Phòng Nội vụ",
    "period.deadlines_changed": "Sửa thời hạn của năm",
    "period.demo_deadline": "Dời hạn để dùng thử",
    "plan.load": "Nạp kế hoạch",
    "plan.publish": "Ban hành phiên bản kế hoạch",
    "plan_draft.discard": "Bỏ dự thảo trọng số, tiêu chuẩn",
    "plan_draft.save": "Sửa dự thảo trọng số, tiêu chuẩn",
    "plan_draft.start": "Soạn dự thảo trọng số, tiêu chuẩn",
    "registration.plan_attached": "Gửi tệp kế hoạch phát động",
    "self_report.reconsidered": "Trả lời đề nghị xem lại",
    "self_report.reconsider": "Gửi đề nghị xem lại",
    "self_report.council_points": "Ghi điểm của Hội đồng",
    "reminder.resend": "Gửi lại lời nhắc",
    "self_report.accept_remaining": "Chấp nhận các dòng còn lại",
    "self_report.answer": "Trả lời Phòng VH-TT về một dòng",
    "self_report.ask": "Hỏi đơn vị về một dòng",
    "self_report.claim": "Nhận thẩm định",
    "self_report.comment": "Gửi ý kiến về một dòng",
    "self_report.decide": "Thẩm định một dòng",
    "self_report.form_accepted": "Nhận biểu Excel, Word",
    "self_report.evidence_reference": "Sửa trang, mục của tệp minh chứng",
    "self_report.evidence_removed": "Gỡ một tệp minh chứng",
    "self_report.open": "Lập báo cáo năm",
    "self_report.points": "Ghi điểm thưởng, điểm trừ",
    "self_report.release": "Thôi nhận thẩm định",
    "self_report.save": "Lưu báo cáo",
    "self_report.take_over": "Nhận thay thẩm định",
    "session.cancel": "Hủy phiên họp",
    "session.move": "Sửa phiên họp",
    "session.material": "Thêm tài liệu phiên họp",
    "session.material_removed": "Bỏ tài liệu phiên họp",
    "session.opinion": "Nhập ý kiến bằng văn bản",
    "session.opinion_confirmed": "Xác nhận ý kiến bằng văn bản",
    "session.opinion_dropped": "Bỏ ý kiến bằng văn bản chưa xác nhận",
    "session.paper_count": "Ghi kết quả kiểm phiếu giấy",
    "session.recusal": "Ghi thành viên không tham gia biểu quyết",
    "session.recusal_withdrawn": "Bỏ ghi không tham gia biểu quyết",
    "session.prepare": "Lập phiên họp",
    "session.remove_seat": "Bỏ thành viên khỏi phiên họp",
    "session.roster": "Ghi thành phần dự họp",
    "signed_file.attach": "Nhận bản đã ký số",
    "summary.save": "Soạn tổng hợp năm",
    "unit.added": "Thêm đơn vị",
    "unit.changed": "Sửa đơn vị",
    "unit.loaded": "Nạp danh mục đơn vị",
    "user.added": "Thêm tài khoản",
    "user.changed": "Sửa tài khoản",
    "user.closed": "Ngừng tài khoản",
    "user.opened": "Mở lại tài khoản",
    "user.password_changed": "Tự đổi mật khẩu",
    "user.password_reset": "Cấp lại mật khẩu",
    "user.signed_in": "Đăng nhập",
    "user.signed_out": "Đăng xuất",
}


def action_words(code: str) -> str:
    """What was done; a step of a workflow is told by its button."""
    flow, _, step = code.partition(".")
    table = workflows().get(flow)
    if table and any(one.name == step for one in table.transitions):
        return table[step].label
    return ACTIONS.get(code, code)


def state_words(code: str, data: dict) -> str:
    """ "Đã nộp → Đã chấp nhận" of a step, "" of anything else."""
    table = workflows().get(code.partition(".")[0])
    if not table or "to" not in data:
        return ""
    return f"{table.states.get(data.get('from'), '')} → {table.states.get(data['to'], '')}"
