"""The same bytes as evidence in another unit or an earlier year."""

from collections import defaultdict

from reports.anomalies.limits import Limits
from reports.anomalies.steps import everybodys
from reports.anomalies.types import District, FileUse, Finding, Kind, Line, Sheet
from reports.anomalies.wording import names


def same_files(district: District, limits: Limits) -> list[Finding]:
    """One file for several lines of one report is meant; what very many units hold is a paper of the district."""
    uses: dict[str, set[FileUse]] = defaultdict(set)
    for use in district.files:
        uses[use.sha256].add(use)
    for sheet in district.sheets:
        for line in sheet.lines:
            for proof in line.proofs:
                uses[proof.sha256].add(FileUse(proof.sha256, sheet.unit, sheet.name, sheet.year))
    limit = everybodys(len(district.sheets), limits.shared_most)
    told = {sha256: those for sha256, those in uses.items() if len(those) > 1}
    told = {sha256: those for sha256, those in told.items() if len({use.unit for use in those}) <= limit}
    return [
        finding
        for sheet in district.sheets
        for line in sheet.lines
        if line.proofs and (finding := _on_line(sheet, line, told))
    ]


def _on_line(sheet: Sheet, line: Line, told: dict[str, set[FileUse]]) -> Finding | None:
    weight, reasons = 0, []
    for proof in sorted(line.proofs, key=lambda proof: (proof.name, proof.sha256)):
        others = [use for use in told.get(proof.sha256, ()) if (use.unit, use.year) != (sheet.unit, sheet.year)]
        foreign = [use for use in others if use.unit != sheet.unit]
        if foreign:
            weight = 2
            where = names(f"{use.name} năm {use.year}" if use.year != sheet.year else use.name for use in foreign)
            reasons.append(f"Tệp “{proof.name}” cũng là minh chứng của {where}.")
        elif others:
            weight = max(weight, 1)
            years = ", ".join(str(year) for year in sorted({use.year for use in others}))
            reasons.append(f"Tệp “{proof.name}” đã là minh chứng của chính đơn vị năm {years}.")
    return Finding(sheet.key, line.code, Kind.SAME_FILE, weight, " ".join(reasons)) if weight else None
