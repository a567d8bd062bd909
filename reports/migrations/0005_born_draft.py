from django.db import migrations

from core.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_summary_triggers")]
    operations = [
        refuse("reports_selfreport", "born_draft", "INSERT", "NEW.state <> 'draft' OR NEW.bonus <> 0 OR NEW.minus <> 0",
               "bao cao moi phai la ban dang soan"),
        refuse("reports_entry", "born_pending", "INSERT", "NEW.verdict <> 'pending'",
               "dong moi phai la dong chua tham dinh"),
    ]
