// Keys of the reviewer's desk: J and K walk the lines, A accepts the line, H opens the question. Nothing needs them.
"use strict";

(() => {
  const lines = [...document.querySelectorAll("[data-line]")];
  const TYPING = "input, textarea, select, [contenteditable], dialog[open]";

  function current() {
    return lines.findIndex((line) => line.classList.contains("is-current"));
  }

  function mark(line) {
    lines.forEach((one) => one.classList.toggle("is-current", one === line));
  }

  function goTo(place) {
    const line = lines[Math.max(0, Math.min(place, lines.length - 1))];
    mark(line);
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: "start" });
  }

  function accept(line) {
    const form = line.querySelector("form[data-accept]");
    if (form) form.requestSubmit();
  }

  function ask(line) {
    const box = line.querySelector("details[data-ask]");
    if (!box) return;
    box.open = true;
    box.querySelector("textarea").focus();
  }

  const KEYS = {
    j: () => goTo(current() + 1),
    k: () => goTo(current() - 1),
    a: () => { if (current() >= 0) accept(lines[current()]); },
    h: () => { if (current() >= 0) ask(lines[current()]); },
  };

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.closest(TYPING) || document.querySelector("dialog:modal")) return;
    const act = KEYS[event.key.toLowerCase()];
    if (!act || !lines.length) return;
    event.preventDefault();
    act();
  }

  // A line decided brings the page back at the next one: that is where the keys go on.
  function begin() {
    const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const line = named && named.closest("[data-line]");
    if (line) { mark(line); line.focus({ preventScroll: true }); }
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest && event.target.closest("[data-line]");
    if (line) mark(line);
  });
  window.addEventListener("hashchange", begin);
  begin();
})();
