// The form of a draft: sums while one types, what differs from the version before, the reason that the plan's own figure asks for.
"use strict";

(() => {
  const form = document.querySelector("[data-plan-form]");
  if (!form) return;

  // 7,5 or 7.5 in hundredths, so that sums are exact; null while it is no number
  const read = (text) => {
    const plain = text.trim().replace(",", ".");
    return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
  };
  const show = (hundredths) => (hundredths === null ? "–" : String(hundredths / 100).replace(".", ","));
  const sum = (inputs) =>
    [...inputs].reduce((total, input) => {
      const points = read(input.value);
      return total === null || points === null ? null : total + points;
    }, 0);

  const groupInput = (code) => form.querySelector(`[data-group="${code}"] input`);
  const wanted = (key) => {
    const group = key.split(":")[1];
    return group ? read(groupInput(group).value) : 10000;
  };
  const members = (key) => {
    if (!key) return form.querySelectorAll("[data-group] input");
    return form.querySelectorAll(key.includes(":") ? `[data-points="${key}"]` : `[data-points^="${key}:"]`);
  };

  const add = () => {
    for (const output of form.querySelectorAll("[data-sum]")) {
      const total = sum(members(output.dataset.sum));
      const must = wanted(output.dataset.sum);
      const known = total !== null && must !== null;
      const by = known ? total - must : 0;
      const state = !known ? "" : by === 0 ? ", đủ" : `, ${by > 0 ? "thừa" : "thiếu"} ${show(Math.abs(by))}`;
      const text = `${show(total)} / ${show(must)}${state}`;
      if (output.textContent !== text) output.textContent = text;
      output.classList.toggle("is-right", known && by === 0);
      output.classList.toggle("is-off", known && by !== 0);
    }
  };

  const told = form.querySelector("[data-plan-changed]");
  const mark = () => {
    let changed = 0;
    for (const input of form.querySelectorAll("[data-was]")) {
      const differs = input.value.trim().replace(".", ",") !== input.dataset.was.replace(".", ",");
      input.classList.toggle("is-changed", differs);
      changed += differs;
      const reason = differs && input.closest("td")?.querySelector(".plan-reason");
      if (reason) reason.open = true;
    }
    told.textContent = changed ? `${changed} ô khác với phiên bản đang có` : "";
  };

  const refresh = () => {
    add();
    mark();
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
})();
