# Made by Django 6.1.3 on 2026-11-26 12:43

import django.db.models.deletion
from django.db import migrations, models

from importlib import import_module

from core.triggers import keeping

# SQLite remakes tables for new constraints, and their triggers go with the old ones
KEPT = [
    trigger
    for name in ("0002_triggers", "0005_born_draft")
    for trigger in import_module(f"reports.migrations.{name}").Migration.operations
]


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0004_extensions_and_reminders'),
        ('core', '0002_triggers'),
        ('criteria', '0003_plan_draft'),
        ('reports', '0005_born_draft'),
        ('units', '0003_notices_and_heads'),
    ]

    operations = keeping(KEPT, [
        migrations.CreateModel(
            name='Anomaly',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('jump', 'Thay đổi đột ngột so với năm trước'), ('identical', 'Trùng số liệu với đơn vị khác'), ('rounding', 'Nhiều số tròn'), ('copied', 'Tường thuật giống nhau'), ('outlier', 'Lệch xa các đơn vị cùng khối'), ('same_file', 'Minh chứng trùng')], max_length=12, verbose_name='loại')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='mức')),
                ('reason', models.TextField(verbose_name='vì sao')),
                ('found_at', models.DateTimeField(verbose_name='thấy lúc')),
                ('seen_by', models.CharField(blank=True, max_length=150, verbose_name='người đã xem')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='xem lúc')),
                ('seen_note', models.TextField(blank=True, max_length=2000, verbose_name='ghi chú khi xem')),
            ],
            options={
                'verbose_name': 'điểm bất thường',
                'verbose_name_plural': 'điểm bất thường',
                'ordering': ['report', '-weight', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CellEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(choices=[('a', 'tử số (a)'), ('b', 'mẫu số (b)'), ('value', 'giá trị'), ('yes', 'có hoặc chưa'), ('text', 'tường thuật'), ('na', 'không phát sinh'), ('note', 'ghi chú'), ('estimate', 'ước thực hiện')], max_length=10, verbose_name='ô')),
                ('number', models.PositiveIntegerField(verbose_name='lần sửa')),
                ('value', models.JSONField(null=True, verbose_name='giá trị')),
                ('by', models.CharField(max_length=150, verbose_name='người sửa')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='sửa lúc')),
            ],
            options={
                'verbose_name': 'lần sửa ô',
                'verbose_name_plural': 'lần sửa ô',
                'ordering': ['entry', 'field', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='nội dung')),
                ('from_unit', models.BooleanField(verbose_name='của đơn vị')),
                ('asks', models.BooleanField(default=False, verbose_name='là câu hỏi cần trả lời')),
                ('by', models.CharField(max_length=150, verbose_name='người viết')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='viết lúc')),
            ],
            options={
                'verbose_name': 'trao đổi',
                'verbose_name_plural': 'trao đổi',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CouncilPoints',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standard_code', models.CharField(max_length=20, verbose_name='mã tiêu chuẩn')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='điểm')),
                ('reason', models.TextField(max_length=2000, verbose_name='lý do')),
                ('by', models.CharField(max_length=150, verbose_name='người ghi')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
            ],
            options={
                'verbose_name': 'điểm của Hội đồng',
                'verbose_name_plural': 'điểm của Hội đồng',
                'ordering': ['report', 'standard_code', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FilledForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('excel', 'Biểu Excel'), ('word', 'Phần lời (Word)')], max_length=5, verbose_name='loại biểu')),
                ('changes', models.JSONField(default=list, verbose_name='thay đổi')),
                ('uploaded_by', models.CharField(max_length=150, verbose_name='người tải lên')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='tải lên lúc')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='nhận lúc')),
            ],
            options={
                'verbose_name': 'biểu đã điền',
                'verbose_name_plural': 'biểu đã điền',
                'ordering': ['-uploaded_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Reconsideration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('appeal', 'Đề nghị phúc tra'), ('official', 'Số chính thức thay số ước')], max_length=10, verbose_name='loại đề nghị')),
                ('a', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='tử số đề nghị')),
                ('b', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='mẫu số đề nghị')),
                ('value', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='giá trị đề nghị')),
                ('yes', models.BooleanField(blank=True, null=True, verbose_name='có (đề nghị)')),
                ('text', models.TextField(max_length=4000, verbose_name='giải trình')),
                ('sent_by', models.CharField(max_length=150, verbose_name='người gửi')),
                ('sent_at', models.DateTimeField(verbose_name='gửi lúc')),
                ('outcome', models.CharField(choices=[('open', 'Chờ trả lời'), ('kept', 'Giữ nguyên'), ('granted', 'Chấp nhận')], default='open', max_length=10, verbose_name='kết quả')),
                ('granted_a', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='tử số được chấp nhận')),
                ('granted_b', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='mẫu số được chấp nhận')),
                ('granted_value', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True, verbose_name='giá trị được chấp nhận')),
                ('granted_yes', models.BooleanField(blank=True, null=True, verbose_name='có (được chấp nhận)')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='trả lời')),
                ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='người trả lời')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
            ],
            options={
                'verbose_name': 'đề nghị xem lại',
                'verbose_name_plural': 'đề nghị xem lại',
                'ordering': ['sent_at', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_part_within_whole',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_na_has_note',
        ),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_na_has_no_figure',
        ),
        migrations.AddField(
            model_name='entry',
            name='estimate',
            field=models.BooleanField(default=False, verbose_name='ước thực hiện'),
        ),
        migrations.AddField(
            model_name='selfreport',
            name='claimed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='nhận thẩm định lúc'),
        ),
        migrations.AddField(
            model_name='selfreport',
            name='claimed_by',
            field=models.CharField(blank=True, max_length=150, verbose_name='người nhận thẩm định'),
        ),
        migrations.AddField(
            model_name='selfreport',
            name='hand_back_reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='lý do lãnh đạo chuyển lại'),
        ),
        migrations.AddField(
            model_name='selfreport',
            name='presented_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='trình ký lúc'),
        ),
        migrations.AddField(
            model_name='selfreport',
            name='presented_by',
            field=models.CharField(blank=True, max_length=150, verbose_name='người trình ký'),
        ),
        migrations.AddField(
            model_name='submission',
            name='prepared_by',
            field=models.CharField(blank=True, max_length=150, verbose_name='người lập'),
        ),
        migrations.AddField(
            model_name='submissionpaper',
            name='workbook',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('adjusted_a__isnull', True), ('adjusted_b__isnull', True), ('adjusted_a__lte', models.F('adjusted_b')), _connector='OR'), name='entry_adjusted_part_within_whole', violation_error_message='Số thực hiện (a) không được lớn hơn tổng số (b).'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('entry', 'file'), name='evidence_once', violation_error_message='Tệp này đã có ở dòng này.'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('presented_at__isnull', True), ('presented_by', '')), models.Q(('presented_at__isnull', False), ('state__in', ['draft', 'returned']), models.Q(('presented_by', ''), _negated=True)), _connector='OR'), name='report_presented_by_someone', violation_error_message='Chỉ báo cáo đang soạn hoặc bị trả lại mới trình ký, và phải rõ ai trình.'),
        ),
        migrations.AddConstraint(
            model_name='selfreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claimed_at__isnull', True), ('claimed_by', '')), models.Q(('claimed_at__isnull', False), models.Q(('claimed_by', ''), _negated=True)), _connector='OR'), name='report_claimed_by_someone', violation_error_message='Nhận thẩm định phải rõ ai nhận, lúc nào.'),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='indicator',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.indicator'),
        ),
        migrations.AddField(
            model_name='anomaly',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anomalies', to='reports.selfreport'),
        ),
        migrations.AddField(
            model_name='celledit',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='edits', to='reports.entry'),
        ),
        migrations.AddField(
            model_name='comment',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='criteria.indicator', verbose_name='chỉ tiêu'),
        ),
        migrations.AddField(
            model_name='comment',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='reports.selfreport'),
        ),
        migrations.AddField(
            model_name='councilpoints',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_points', to='reports.selfreport'),
        ),
        migrations.AddField(
            model_name='filledform',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='tệp'),
        ),
        migrations.AddField(
            model_name='filledform',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filled_forms', to='reports.selfreport'),
        ),
        migrations.AddField(
            model_name='reconsideration',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reconsiderations', to='reports.entry'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.UniqueConstraint(fields=('report', 'indicator', 'kind'), name='anomaly_once_on_a_line'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.UniqueConstraint(condition=models.Q(('indicator__isnull', True)), fields=('report', 'kind'), name='anomaly_once_on_a_report'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['jump', 'identical', 'rounding', 'copied', 'outlier', 'same_file'])), name='anomaly_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 3)), name='anomaly_weight_known'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='anomaly_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='anomaly',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('seen_at__isnull', True), ('seen_by', '')), models.Q(('seen_at__isnull', False), models.Q(('seen_by', ''), _negated=True)), _connector='OR'), name='anomaly_seen_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='celledit',
            constraint=models.UniqueConstraint(fields=('entry', 'field', 'number'), name='cell_edit_number_once'),
        ),
        migrations.AddConstraint(
            model_name='celledit',
            constraint=models.CheckConstraint(condition=models.Q(('field__in', ['a', 'b', 'value', 'yes', 'text', 'na', 'note', 'estimate'])), name='cell_edit_field_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('asks', False), ('from_unit', False), _connector='OR'), name='comment_only_reviewers_ask'),
        ),
        migrations.AddConstraint(
            model_name='councilpoints',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='council_points_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='councilpoints',
            constraint=models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__gte', 0), _connector='OR'), name='council_points_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='filledform',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['excel', 'word'])), name='filled_form_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('entry', 'kind'), name='reconsideration_one_open', violation_error_message='Dòng này đang có một đề nghị chờ trả lời.'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['appeal', 'official'])), name='reconsideration_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reconsideration_explained'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at__isnull', True), ('outcome', 'open')), models.Q(('decided_at__isnull', False), ('outcome__in', ['kept', 'granted']), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='reconsideration_answered', violation_error_message='Trả lời đề nghị phải kèm lý do.'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'granted'), models.Q(('granted_a__isnull', True), ('granted_b__isnull', True), ('granted_value__isnull', True), ('granted_yes__isnull', True)), _connector='OR'), name='reconsideration_figures_only_granted'),
        ),
    ])
