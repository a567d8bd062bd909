from django.db import migrations

from core.triggers import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("campaign", "0004_extensions_and_reminders")]
    operations = [
        *append_only("campaign_extension"),
        refuse("campaign_extension", "later_than_due", "INSERT",
               "NEW.until <= (SELECT p.report_due FROM campaign_period p WHERE p.id = NEW.period_id)",
               "gia han phai sau han nop chung"),
        refuse("campaign_reminder", "sent_once", "UPDATE", "OLD.state IN ('sent', 'page_only')",
               "loi nhac da gui, khong gui lai"),
        refuse("campaign_reminder", "kept", "DELETE", "", "loi nhac khong duoc xoa"),
    ]
