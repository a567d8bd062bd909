// Dragging a row of the tray by its handle, with mouse, pen or finger. The row itself moves only when it is let go.
"use strict";

(() => {
  const form = document.querySelector("[data-tray]");
  if (!form) return;
  const EDGE = 90; // pixels from the window's edge in which the page scrolls along
  const SPEED = 12;
  const mark = document.createElement("li");
  mark.className = "tray-mark";
  mark.setAttribute("aria-hidden", "true");
  let drag = null;

  function start(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0 || drag) return;
    const row = handle.closest("[data-row]");
    const ghost = document.createElement("div");
    ghost.className = "tray-ghost";
    ghost.textContent = row.dataset.name;
    drag = { row, handle, ghost, id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
    handle.setPointerCapture(event.pointerId);
  }

  function show() {
    drag.moved = true;
    drag.row.classList.add("is-dragged");
    document.body.append(drag.ghost);
    scroll();
  }

  function scroll() {
    if (!drag) return;
    const by = drag.y < EDGE ? -SPEED : drag.y > window.innerHeight - EDGE ? SPEED : 0;
    if (by) { window.scrollBy(0, by); aim(); }
    requestAnimationFrame(scroll);
  }

  // The line shows where it would land: before or after the row under the pointer, or last in an empty list.
  function aim() {
    const under = document.elementFromPoint(drag.x, drag.y);
    const list = under && under.closest(`[data-tray-list][data-kind="${drag.row.dataset.kind}"]`);
    if (!list) { mark.remove(); return; }
    const row = under.closest("[data-row]");
    if (!row) { if (!mark.isConnected || mark.parentElement !== list) list.append(mark); return; }
    const shape = row.getBoundingClientRect();
    row.insertAdjacentElement(drag.y < shape.top + shape.height / 2 ? "beforebegin" : "afterend", mark);
  }

  function move(event) {
    if (!drag || event.pointerId !== drag.id) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4;
    if (!drag.moved && !far) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (!drag.moved) show();
    drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
    aim();
  }

  function end(event) {
    if (!drag || (event.pointerId !== undefined && event.pointerId !== drag.id)) return;
    const { row, ghost, moved } = drag;
    const list = mark.isConnected ? mark.parentElement : null;
    let before = mark.nextElementSibling;
    if (before === row) before = row.nextElementSibling;
    drag = null;
    ghost.remove();
    mark.remove();
    row.classList.remove("is-dragged");
    if (event.type !== "pointerup" || !moved || !list) return;
    row.dispatchEvent(new CustomEvent("tray:drop", { bubbles: true, detail: { where: list.dataset.trayList, before } }));
  }

  form.addEventListener("pointerdown", start);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => { if (drag && event.key === "Escape") { event.preventDefault(); end(event); } });
})();
