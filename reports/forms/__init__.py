"""What people type into a report, its review and the summary: cleaned, with a sentence at the field; nothing is decided."""
