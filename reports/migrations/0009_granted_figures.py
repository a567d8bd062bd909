# Made by Django 6.1.3 on 2026-11-26 14:44

from importlib import import_module

from django.db import migrations, models

from core.triggers import Refuse, keeping

# SQLite remakes the table for new constraints, and its triggers go with the old one
KEPT = [
    trigger
    for trigger in import_module("reports.migrations.0007_rules_of_cells_and_requests").Migration.operations
    if isinstance(trigger, Refuse) and trigger.table == "reports_reconsideration"
]


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0008_no_report_version'),
    ]

    operations = keeping(KEPT, [
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'granted'), _negated=True), ('granted_a__isnull', False), ('granted_b__isnull', False), ('granted_value__isnull', False), ('granted_yes__isnull', False), _connector='OR'), name='reconsideration_granted_has_figures', violation_error_message='Chấp nhận đề nghị thì phải ghi số được chấp nhận.'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(('granted_a__isnull', True), ('granted_b__isnull', True), ('granted_a__lte', models.F('granted_b')), _connector='OR'), name='reconsideration_granted_part_within_whole', violation_error_message='Số thực hiện (a) không được lớn hơn tổng số (b).'),
        ),
        migrations.AddConstraint(
            model_name='reconsideration',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'open'), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='reconsideration_answered_by_someone', violation_error_message='Trả lời đề nghị phải rõ ai trả lời.'),
        ),
    ])
