// The tray of the list for the Chairman: ticks, steps and drops change the page alone; each change is judged, nothing is
// saved. What is not saved yet is kept in this browser until it is saved or dropped. Without this file: ticks and buttons.
"use strict";

(() => {
  const form = document.querySelector("[data-tray]");
  if (!form) return;
  const judge = document.getElementById("xet-thu");
  const KEY = `danh-sach-trinh:${form.dataset.tray}`;
  const KINDS = ["collective", "individual"];
  let leaving = false;

  const all = (selector) => [...form.querySelectorAll(selector)];
  const list = (where, kind) => form.querySelector(`[data-tray-list="${where}"][data-kind="${kind}"]`);
  const rowOf = (key) => form.querySelector(`[data-row="${CSS.escape(key)}"]`);
  const isIn = (row) => row.parentElement.dataset.trayList === "in";
  const box = (row) => row.querySelector("input[name=nominee]");
  const order = () => KINDS.flatMap((kind) => [...list("in", kind).querySelectorAll("[data-row]")].map((row) => row.dataset.row));
  const saved = () => document.getElementById("bang-danh-sach").dataset.saved;
  const dirty = () => order().join() !== saved();

  // --- what this browser keeps ----------------------------------------------------
  function keep() {
    const reason = form.querySelector("[name=reason]");
    try {
      if (!dirty()) { sessionStorage.removeItem(KEY); return; }
      sessionStorage.setItem(KEY, JSON.stringify({ saved: saved(), order: order(), reason: reason ? reason.value : "" }));
    } catch { /* a browser that keeps nothing still works */ }
  }

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  }

  // --- moving a row ------------------------------------------------------------------
  function refresh() {
    KINDS.forEach((kind) => {
      const inside = [...list("in", kind).querySelectorAll("[data-row]")];
      inside.forEach((row, place) => {
        row.querySelector("[data-move=up]").disabled = place === 0;
        row.querySelector("[data-move=down]").disabled = place === inside.length - 1;
      });
      form.querySelector(`[data-tray-count="${kind}"]`).textContent = inside.length;
      form.querySelector(`[data-tray-left="${kind}"]`).textContent = list("out", kind).querySelectorAll("[data-row]").length;
    });
    all("[data-handle], [data-tray-search]").forEach((one) => { one.hidden = false; });
  }

  function byMerit(where, row) {
    const place = Number(row.dataset.place);
    return [...list(where, row.dataset.kind).querySelectorAll("[data-row]")].find((one) => one !== row && Number(one.dataset.place) > place) || null;
  }

  // `before` null puts it last. What is left is always in the order of merit.
  function put(row, where, before) {
    const held = document.activeElement;
    list(where, row.dataset.kind).insertBefore(row, where === "out" ? byMerit("out", row) : before);
    box(row).checked = where === "in";
    row.hidden = false;
    if (row.contains(held)) held.focus();
  }

  function changed(row) {
    all(".is-moved").forEach((one) => one.classList.remove("is-moved"));
    if (row) row.classList.add("is-moved");
    refresh();
    keep();
    judge.dispatchEvent(new CustomEvent("xet-thu"));
  }

  function toggle(row) {
    const where = isIn(row) ? "out" : "in";
    put(row, where, byMerit(where, row));
    changed(row);
  }

  function step(row, way) {
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!isIn(row) || !other) return;
    put(row, "in", way === "up" ? other : other.nextElementSibling);
    changed(row);
  }

  // --- what was not saved last time ----------------------------------------------------
  function restore(state) {
    all('[data-tray-list="in"] > [data-row]').filter((row) => !state.order.includes(row.dataset.row)).forEach((row) => put(row, "out", null));
    state.order.map(rowOf).filter(Boolean).forEach((row) => put(row, "in", null));
    const note = document.querySelector("[data-tray-restored]");
    note.firstElementChild.textContent = state.saved === saved()
      ? "Đã lấy lại bản thử chưa lưu của anh/chị trên máy này."
      : "Danh sách đã lưu vừa thay đổi từ khi anh/chị thử. Bản thử chưa lưu vẫn còn ở đây: xem lại trước khi lưu.";
    note.hidden = false;
    changed(null);
    const reason = state.reason;
    document.addEventListener("htmx:afterSwap", () => {
      const field = form.querySelector("[name=reason]");
      if (field && !field.value) field.value = reason;
      keep();
    }, { once: true });
  }

  function begin() {
    refresh();
    const state = kept();
    if (dirty()) { keep(); } else if (state && state.order.join() !== saved()) { restore(state); }
    if (window.location.pathname !== form.dataset.trayUrl) window.history.replaceState(null, "", form.dataset.trayUrl);
  }

  // --- finding a name, marks aside --------------------------------------------------------
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

  function search(asked) {
    const words = fold(asked).split(/\s+/).filter(Boolean);
    all('[data-tray-list="out"] > [data-row]').forEach((row) => {
      const text = fold(row.querySelector("label").textContent);
      row.hidden = !words.every((word) => text.includes(word));
    });
  }

  // --- hands ---------------------------------------------------------------------------------
  const KEYS = {
    ArrowUp: (row) => step(row, "up"),
    ArrowDown: (row) => step(row, "down"),
    Enter: toggle,
    " ": toggle,
  };

  form.addEventListener("change", (event) => {
    if (event.target.name === "nominee") toggle(event.target.closest("[data-row]"));
    if (event.target.name === "reason") keep();
  });
  form.addEventListener("input", (event) => { if (event.target.id === "tim-con-lai") search(event.target.value); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-row]"), button.dataset.move);
  });
  form.addEventListener("keydown", (event) => {
    const plain = event.target.matches("[type=checkbox], [type=search]");
    if (plain && event.key === "Enter") event.preventDefault(); // Enter in a field must not press the first button
    const act = event.target.closest("[data-handle]") && KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.target.closest("[data-row]"));
  });
  form.addEventListener("tray:drop", (event) => {
    const { where, before } = event.detail;
    put(event.target, where, before);
    changed(event.target);
  });

  // --- the answers of the server ---------------------------------------------------------------
  function stale() {
    const note = form.querySelector("[data-tray-stale]");
    if (note) note.hidden = false;
  }

  document.addEventListener("htmx:afterSwap", () => { refresh(); keep(); });
  judge.addEventListener("htmx:sendError", stale);
  judge.addEventListener("htmx:responseError", stale);
  window.addEventListener("online", () => judge.dispatchEvent(new CustomEvent("xet-thu")));

  // Own buttons may leave; anything else is asked about while something is not saved.
  document.addEventListener("submit", (event) => { if (event.target === form) { keep(); leaving = true; } });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-tray-drop]")) return;
    leaving = true;
    sessionStorage.removeItem(KEY);
  });
  window.addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
  window.addEventListener("pageshow", () => { leaving = false; });
  begin();
})();
