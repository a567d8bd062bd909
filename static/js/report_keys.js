// Enter and the arrows go from figure to figure, as in a workbook; Tab still visits everything.
"use strict";

(() => {
  const form = document.querySelector("[data-report-form]");
  if (!form) return;

  const MAIN = ["a", "b", "value", "yes", "text"]; // the figures; ticks and notes are on the way of Tab
  const cells = [...form.querySelectorAll("[data-base]")].map(({ dataset }) => ({
    main: MAIN.includes(dataset.field),
    controls: [...form.querySelectorAll(`[name="${CSS.escape(`${dataset.code}-${dataset.field}`)}"]`)],
  }));

  function go(cell) {
    const control = cell.controls.find((one) => one.checked) || cell.controls[0];
    control.focus();
    if (control.type === "text") control.select();
  }

  // an open list of choices keeps its own keys; where that cannot be asked it always does
  function isOpen(control) { return CSS.supports("selector(:open)") ? control.matches(":open") : true; }

  function keepsKey(control, key) {
    if (control.tagName === "TEXTAREA") return true;
    if (control.tagName === "SELECT") return key !== "Enter" || isOpen(control);
    return key !== "Enter" && (!["ArrowDown", "ArrowUp"].includes(key) || control.type === "radio");
  }

  form.addEventListener("keydown", (event) => {
    const here = cells.find((cell) => cell.controls.includes(event.target));
    if (!here || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (keepsKey(event.target, event.key)) return;
    event.preventDefault();
    const stops = cells.filter((cell) => cell.main || cell === here);
    const next = stops[stops.indexOf(here) + (event.key === "ArrowUp" ? -1 : 1)];
    if (next) go(next);
    else if (event.key !== "ArrowUp") form.querySelector(".report-bar .btn-primary").focus();
  });
})();
