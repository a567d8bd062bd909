# Made by Django 6.1.3 on 2026-11-26 13:59

import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.db import migrations, models

from importlib import import_module

from core.triggers import keeping

# SQLite remakes tables for new constraints, and their triggers go with the old ones
KEPT = import_module("awards.migrations.0002_triggers").Migration.operations


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0002_triggers'),
        ('campaign', '0005_rules_of_extensions'),
        ('core', '0002_triggers'),
    ]

    operations = keeping(KEPT, [
        migrations.CreateModel(
            name='BallotReceipt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
            options={
                'verbose_name': 'đã bỏ phiếu kín',
                'verbose_name_plural': 'đã bỏ phiếu kín',
            },
        ),
        migrations.CreateModel(
            name='CertificateStyle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='tên mẫu in')),
                ('mode', models.CharField(choices=[('full', 'In cả khung, họa tiết'), ('overlay', 'In chữ lên phôi có sẵn')], default='full', max_length=8, verbose_name='cách in')),
                ('size', models.CharField(choices=[('297x210', 'A4 (297 × 210 mm)'), ('420x297', 'A3 (420 × 297 mm)'), ('360x270', '360 × 270 mm'), ('400x300', '400 × 300 mm')], default='297x210', max_length=8, verbose_name='khổ giấy')),
                ('offset_x', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='lệch ngang (mm)')),
                ('offset_y', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='lệch dọc (mm)')),
                ('fields', models.JSONField(default=dict, verbose_name='vị trí từng ô (mm)')),
                ('changed_by', models.CharField(blank=True, max_length=150, verbose_name='người sửa')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
            ],
            options={
                'verbose_name': 'mẫu in Giấy khen',
                'verbose_name_plural': 'mẫu in Giấy khen',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PaperCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yes', models.PositiveSmallIntegerField(verbose_name='đồng ý')),
                ('no', models.PositiveSmallIntegerField(verbose_name='không đồng ý')),
                ('abstain', models.PositiveSmallIntegerField(verbose_name='không có ý kiến')),
                ('invalid', models.PositiveSmallIntegerField(default=0, verbose_name='không hợp lệ')),
                ('counted_by', models.CharField(max_length=150, verbose_name='người kiểm phiếu')),
                ('counted_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
            ],
            options={
                'verbose_name': 'kết quả kiểm phiếu giấy',
                'verbose_name_plural': 'kết quả kiểm phiếu giấy',
                'ordering': ['session', 'nominee', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('noted_by', models.CharField(max_length=150, verbose_name='người ghi')),
                ('noted_at', models.DateTimeField(auto_now_add=True, verbose_name='ghi lúc')),
            ],
            options={
                'verbose_name': 'không tham gia biểu quyết',
                'verbose_name_plural': 'không tham gia biểu quyết',
                'ordering': ['session', 'nominee', 'seat'],
            },
        ),
        migrations.CreateModel(
            name='SecretBallot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('choice', models.CharField(choices=[('yes', 'Đồng ý'), ('no', 'Không đồng ý'), ('abstain', 'Không có ý kiến')], max_length=8, verbose_name='ý kiến')),
            ],
            options={
                'verbose_name': 'phiếu kín',
                'verbose_name_plural': 'phiếu kín',
            },
        ),
        migrations.CreateModel(
            name='SessionMaterial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='tên tài liệu')),
                ('added_by', models.CharField(max_length=150, verbose_name='người gửi')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='gửi lúc')),
            ],
            options={
                'verbose_name': 'tài liệu phiên họp',
                'verbose_name_plural': 'tài liệu phiên họp',
                'ordering': ['session', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signer', models.CharField(max_length=300, verbose_name='người ký (theo chứng thư)')),
                ('issuer', models.CharField(max_length=300, verbose_name='nơi cấp chứng thư')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='dấu vân tay chứng thư')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='ký lúc (theo chữ ký)')),
                ('uploaded_by', models.CharField(max_length=150, verbose_name='người tải lên')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='tải lên lúc')),
            ],
            options={
                'verbose_name': 'tệp đã ký số',
                'verbose_name_plural': 'tệp đã ký số',
            },
        ),
        migrations.CreateModel(
            name='WrittenOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('yes', 'Đồng ý'), ('no', 'Không đồng ý'), ('abstain', 'Không có ý kiến')], max_length=8, verbose_name='ý kiến')),
                ('entered_by', models.CharField(max_length=150, verbose_name='người nhập')),
                ('entered_at', models.DateTimeField(auto_now_add=True, verbose_name='nhập lúc')),
                ('confirmed_by', models.CharField(blank=True, max_length=150, verbose_name='người xác nhận')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='xác nhận lúc')),
            ],
            options={
                'verbose_name': 'ý kiến bằng văn bản',
                'verbose_name_plural': 'ý kiến bằng văn bản',
                'ordering': ['session', 'nominee', 'seat'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_valid_has_file',
        ),
        migrations.RemoveConstraint(
            model_name='certificate',
            name='certificate_revoked_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='voteresult',
            name='result_fits_base',
        ),
        migrations.AddField(
            model_name='awardround',
            name='voting_method',
            field=models.CharField(choices=[('open', 'Biểu quyết công khai'), ('secret', 'Bỏ phiếu kín trên cổng'), ('paper', 'Bỏ phiếu kín bằng giấy, hai người kiểm phiếu')], default='open', max_length=8, verbose_name='cách biểu quyết'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='corrections',
            field=models.JSONField(default=dict, verbose_name='đính chính'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='awards.certificate'),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='agenda',
            field=models.TextField(blank=True, max_length=6000, verbose_name='chương trình họp'),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='count_present_only',
            field=models.BooleanField(default=False, verbose_name='tính trên số người có mặt'),
        ),
        migrations.AddField(
            model_name='councilsession',
            name='method',
            field=models.CharField(choices=[('open', 'Biểu quyết công khai'), ('secret', 'Bỏ phiếu kín trên cổng'), ('paper', 'Bỏ phiếu kín bằng giấy, hai người kiểm phiếu')], default='open', max_length=8, verbose_name='cách biểu quyết'),
        ),
        migrations.AddField(
            model_name='voteresult',
            name='invalid',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='không hợp lệ'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='award',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='awards.award'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='revoke_reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='lý do thu hồi, thay thế'),
        ),
        migrations.AlterField(
            model_name='certificate',
            name='state',
            field=models.CharField(choices=[('pending', 'Chờ in'), ('valid', 'Có hiệu lực'), ('revoked', 'Đã thu hồi'), ('replaced', 'Đã thay thế')], default='pending', max_length=10, verbose_name='trạng thái'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'valid', 'revoked', 'replaced'])), name='certificate_state_known'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', True), ('issued_at__isnull', True), ('state', 'pending')), models.Q(('file__isnull', False), ('issued_at__isnull', False), ('state__in', ['valid', 'revoked', 'replaced'])), _connector='OR'), name='certificate_valid_has_file'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', False), ('state__in', ['revoked', 'replaced']), models.Q(('revoke_reason', ''), _negated=True)), models.Q(models.Q(('state__in', ['revoked', 'replaced']), _negated=True), ('revoke_reason', ''), ('revoked_at__isnull', True)), _connector='OR'), name='certificate_revoked_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['pending', 'valid'])), fields=('award',), name='certificate_one_in_force', violation_error_message='Giải thưởng này đang có một Giấy khen còn hiệu lực.'),
        ),
        migrations.AddConstraint(
            model_name='councilsession',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['open', 'secret', 'paper'])), name='session_method_known'),
        ),
        migrations.AddConstraint(
            model_name='voteresult',
            constraint=models.CheckConstraint(condition=models.Q(('base__gte', 1), ('base__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '+', models.F('no')), '+', models.F('abstain')), '+', models.F('invalid')))), name='result_fits_base'),
        ),
        migrations.AddField(
            model_name='ballotreceipt',
            name='nominee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='awards.nominee'),
        ),
        migrations.AddField(
            model_name='ballotreceipt',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='awards.councilseat'),
        ),
        migrations.AddField(
            model_name='ballotreceipt',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='awards.councilsession'),
        ),
        migrations.AddField(
            model_name='certificatestyle',
            name='emblem',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='Quốc huy do cơ quan tải lên'),
        ),
        migrations.AddField(
            model_name='awardround',
            name='style',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='awards.certificatestyle', verbose_name='mẫu in'),
        ),
        migrations.AddConstraint(
            model_name='awardround',
            constraint=models.CheckConstraint(condition=models.Q(('voting_method__in', ['open', 'secret', 'paper'])), name='round_voting_known'),
        ),
        migrations.AddField(
            model_name='papercount',
            name='nominee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_counts', to='awards.nominee'),
        ),
        migrations.AddField(
            model_name='papercount',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_counts', to='awards.councilsession'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='nominee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='awards.nominee'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='awards.councilseat'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='awards.councilsession'),
        ),
        migrations.AddField(
            model_name='secretballot',
            name='nominee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='awards.nominee'),
        ),
        migrations.AddField(
            model_name='secretballot',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='awards.councilsession'),
        ),
        migrations.AddField(
            model_name='sessionmaterial',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='tệp'),
        ),
        migrations.AddField(
            model_name='sessionmaterial',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='awards.councilsession'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='certificate',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_file', to='awards.certificate'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='decision',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_file', to='awards.decision'),
        ),
        migrations.AddField(
            model_name='signedfile',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='writtenopinion',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile', verbose_name='bản quét'),
        ),
        migrations.AddField(
            model_name='writtenopinion',
            name='nominee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='written_opinions', to='awards.nominee'),
        ),
        migrations.AddField(
            model_name='writtenopinion',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='written_opinions', to='awards.councilseat'),
        ),
        migrations.AddField(
            model_name='writtenopinion',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='written_opinions', to='awards.councilsession'),
        ),
        migrations.AddConstraint(
            model_name='ballotreceipt',
            constraint=models.UniqueConstraint(fields=('nominee', 'seat'), name='receipt_once'),
        ),
        migrations.AddConstraint(
            model_name='certificatestyle',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['full', 'overlay'])), name='style_mode_known'),
        ),
        migrations.AddConstraint(
            model_name='certificatestyle',
            constraint=models.CheckConstraint(condition=models.Q(('size__in', ['297x210', '420x297', '360x270', '400x300'])), name='style_size_known'),
        ),
        migrations.AddConstraint(
            model_name='certificatestyle',
            constraint=models.CheckConstraint(condition=models.Q(('offset_x__gte', -50), ('offset_x__lte', 50), ('offset_y__gte', -50), ('offset_y__lte', 50)), name='style_offset_small', violation_error_message='Độ lệch từ -50 đến 50 mm.'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(fields=('seat', 'nominee'), name='recusal_once'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='recusal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='secretballot',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['yes', 'no', 'abstain'])), name='ballot_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='signedfile',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certificate__isnull', False), ('decision__isnull', True)), models.Q(('certificate__isnull', True), ('decision__isnull', False)), _connector='OR'), name='signed_file_of_one_paper'),
        ),
        migrations.AddConstraint(
            model_name='writtenopinion',
            constraint=models.UniqueConstraint(fields=('seat', 'nominee'), name='written_opinion_once'),
        ),
        migrations.AddConstraint(
            model_name='writtenopinion',
            constraint=models.CheckConstraint(condition=models.Q(('choice__in', ['yes', 'no', 'abstain'])), name='written_opinion_choice_known'),
        ),
        migrations.AddConstraint(
            model_name='writtenopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by', '')), models.Q(('confirmed_at__isnull', False), models.Q(('confirmed_by', ''), _negated=True), models.Q(('confirmed_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='written_opinion_second_person', violation_error_message='Người xác nhận phải khác người nhập.'),
        ),
    ])
