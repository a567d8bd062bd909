// Numbers of a line as they are typed: read as the portal reads them, and the value, distance and points they make.
// Only for the eye: the portal reads, judges and scores again. Everything is counted in whole hundredths (BigInt).
"use strict";

window.ReportNumbers = (() => {
  const HUNDRED = 100n;

  // "1.204,5" -> 120450n; null for what is empty or cannot be read (the portal will say why)
  function read(text) {
    let digits = text.normalize("NFKC").trim().replace(/\s+/g, " ");
    if (/^\d{1,3}( \d{3})+(,\d+)?$/.test(digits)) digits = digits.replace(/ /g, ".");
    let whole = digits, rest = "";
    if (digits.includes(",")) {
      const place = digits.lastIndexOf(",");
      [whole, rest] = [digits.slice(0, place), digits.slice(place + 1)];
      if (!/^\d+$/.test(rest) || !/^(\d+|\d{1,3}(\.\d{3})+)$/.test(whole)) return null;
      if (rest.length === 3 && whole.length <= 3 && !whole.startsWith("0")) return null;
      whole = whole.replace(/\./g, "");
    } else if (/^[1-9]\d{0,2}(\.\d{3})+$/.test(digits)) {
      whole = digits.replace(/\./g, "");
    } else if (/^\d+\.\d+$/.test(digits)) {
      [whole, rest] = digits.split(".");
    }
    rest = rest.replace(/0+$/, "");
    if (!/^\d{1,18}$/.test(whole) || rest.length > 2) return null;
    return BigInt(whole) * HUNDRED + BigInt(rest.padEnd(2, "0"));
  }

  // 120450n -> "1.204,5"
  function show(hundredths) {
    const whole = String(hundredths / HUNDRED).replace(/\B(?=(\d{3})+$)/g, ".");
    const rest = String(hundredths % HUNDRED).padStart(2, "0").replace(/0+$/, "");
    return rest ? `${whole},${rest}` : whole;
  }

  const half = (top, bottom) => (2n * top + bottom) / (2n * bottom);
  const up = (top, bottom) => (top + bottom - 1n) / bottom;

  // rounded half up, but never onto or over a bar that is not reached, nor down onto one that must be passed
  function share(a, b, bars, above) {
    const exact = a * 10000n;
    let shown = half(exact, b);
    for (const bar of bars) {
      if (exact < bar * b && shown >= bar) shown = exact / b;
      else if (above && exact > bar * b && shown <= bar) shown = up(exact, b);
    }
    return shown;
  }

  function isMet(rule, amount, bar) {
    if (rule.comparator === "gt") return amount > bar;
    if (rule.comparator === "eq") return amount === bar;
    if (rule.comparator === "qualitative") return amount > 0n;
    return amount >= bar;
  }

  // a met line earns all its points, another one less than all of them
  function points(rule, amount, bar, met) {
    if (rule.scale === "full" || bar === 0n) return met ? rule.weight : 0n;
    if (rule.scale !== "proportional") return null;
    const capped = amount < bar ? amount : bar;
    const earned = met ? half(rule.weight * capped, bar) : (rule.weight * capped) / bar;
    return met || earned < rule.weight ? earned : rule.weight - 1n;
  }

  function apart(over, met, unit, more) {
    if (over === 0n) return met ? "đúng mức" : `bằng mức, phải cao hơn${more}`;
    return over > 0n ? `vượt ${show(over)} ${unit}`.trim() : `còn thiếu ${show(-over)} ${unit}${more}`.trim();
  }

  function ofShare(rule, a, b) {
    if (a === null || b === null || b === 0n || a > b) return null;
    const threshold = rule.threshold ?? 10000n;
    const bars = [10000n, rule.threshold, rule.upper].filter((bar) => bar !== null);
    const shown = share(a, b, bars, rule.comparator === "gt"), value = `${show(shown)}%`;
    if (!rule.comparator) return { value, met: null, distance: "", points: null };
    const amount = a * 10000n, bar = threshold * b, met = isMet(rule, amount, bar);
    let wanted = up(bar, 1000000n);
    if (rule.comparator === "gt") wanted = bar / 1000000n + 1n;
    const more = rule.counted ? ` (thêm ${show(wanted * HUNDRED - a)} ${rule.unit})` : "";
    const distance = rule.comparator === "qualitative" ? "" : apart(shown - threshold, met, "điểm phần trăm", more);
    return { value, met, distance, points: points(rule, amount, bar, met) };
  }

  function ofNumber(rule, value) {
    if (value === null) return null;
    const shown = `${show(value)} ${rule.unit}`.trim();
    if (!rule.comparator || rule.threshold === null) return { value: shown, met: null, distance: "", points: null };
    const met = isMet(rule, value, rule.threshold);
    return {
      value: shown, met, distance: apart(value - rule.threshold, met, rule.unit, ""),
      points: points(rule, value, rule.threshold, met),
    };
  }

  return { read, show, ofShare, ofNumber };
})();
