"""A report as Excel and Word, out and back; and the frozen workbook of what was sent."""
