"""A report as files that travel: the frozen copy as a workbook."""
