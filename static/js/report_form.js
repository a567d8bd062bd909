// The officer's form saves itself: cell by cell, kept on this machine until the portal has it, told what others change.
"use strict";

(() => {
  const form = document.querySelector("[data-report-form]");
  if (!form) return;

  const SAY = {
    offline: "Mất kết nối. Những gì anh/chị nhập vẫn giữ trên máy này, sẽ tự gửi lại khi có mạng.",
    trouble: "Chưa lưu được vì cổng đang trục trặc. Những gì anh/chị nhập vẫn giữ trên máy này, sẽ tự gửi lại.",
    expired: "Phiên làm việc đã hết. Những gì anh/chị nhập vẫn giữ trên máy này: đăng nhập lại ở thẻ khác rồi quay về đây, trang sẽ tự gửi.",
    other: "Máy này đang đăng nhập bằng tài khoản khác nên trang này không gửi nữa. Những gì anh/chị nhập vẫn giữ trên máy, chờ anh/chị đăng nhập lại.",
    closed: "Báo cáo vừa được trình ký hoặc nộp nên không sửa được nữa. Anh/chị tải lại trang để xem.",
  };
  const SOON = 900, SOON_WORDS = 2000, POLL = 10000, LONGEST = 60000;
  const { user, report, save, changes, login } = form.dataset;

  const cells = [...form.querySelectorAll("[data-base]")].map((hidden) => new ReportCells.Cell(form, hidden));
  const byKey = new Map(cells.map((cell) => [cell.key, cell]));
  const lines = new Map([...form.querySelectorAll("[data-line]")].flatMap((place) => {
    const own = cells.filter((cell) => cell.code === place.dataset.line);
    const fields = Object.fromEntries(own.map((cell) => [cell.field, cell]));
    return own.length ? [[place.dataset.line, new ReportCells.Line(place, fields)]] : [];
  }));
  const drafts = ReportDrafts.open(user, report);
  const elsewhere = new Map(); // drafts of other sections: key -> {text, base, stuck}
  let last = Number(form.dataset.last);
  let running = null, savings = 0, timer = 0, failures = 0, over = false;

  // --- what the page says ---------------------------------------------------------------------------------
  const place = form.querySelector("[data-page-state]");

  function tell(kind, sentence) {
    place.className = `report-saving is-${kind}`;
    place.textContent = sentence;
    if (kind !== "expired") return;
    const link = document.createElement("a");
    Object.assign(link, { href: login, target: "_blank", textContent: "Đăng nhập ở thẻ khác" });
    place.append(" ", link);
  }

  const stuck = () => cells.filter((cell) => cell.stuck);

  function tellSaved(now) {
    const left = stuck().length;
    if (left) tell("failed", `Còn ${left} ô chưa lưu được: xem chỗ đánh dấu đỏ.`);
    else if (!cells.some((cell) => cell.dirty)) tell("saved", `Đã lưu ${now}`);
  }

  // --- drafts ----------------------------------------------------------------------------------------------
  function keep(cell) {
    if (cell.dirty) drafts.keep(cell.key, { text: cell.text, base: cell.base, sent: cell.sent });
    else drafts.drop(cell.key);
  }

  function restore() {
    let found = 0;
    drafts.all().forEach(([key, draft]) => {
      const cell = byKey.get(key);
      if (!cell) { elsewhere.set(key, { ...draft, stuck: false }); return; }
      if (draft.text === cell.saved) { drafts.drop(key); return; }
      cell.text = draft.text;
      cell.base = draft.base;
      cell.sent = draft.sent || [];
      cell.say("saving", "Khôi phục từ lần nhập trước, đang gửi…");
      lines.get(cell.code).preview();
      found += 1;
    });
    if (found) tell("saving", `Đã khôi phục ${found} ô chưa lưu của lần trước, đang gửi…`);
    if (found || elsewhere.size) plan(0);
  }

  // --- saving ----------------------------------------------------------------------------------------------
  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, delay);
  }

  // One saving at a time; it takes along everything that waits, and goes again for what was typed meanwhile.
  function flush() {
    if (!running) running = send().finally(() => { running = null; });
    else running.then(() => { if (cells.some((cell) => cell.waiting)) plan(0); });
    return running;
  }

  async function send() {
    clearTimeout(timer);
    if (over) return;
    const waiting = cells.filter((cell) => cell.waiting);
    const others = [...elsewhere].filter(([, draft]) => !draft.stuck);
    if (!waiting.length && !others.length) return;
    savings += 1;
    const going = waiting.map((cell) => ({ code: cell.code, field: cell.field, value: cell.text, base: cell.base }));
    waiting.forEach((cell) => {
      cell.sent = [...cell.sent, cell.text].slice(-20);
      keep(cell);
      cell.say("saving", "Đang lưu…");
    });
    tell("saving", "Đang lưu…");
    others.forEach(([key, draft]) => {
      const [code, field] = key.split("/");
      going.push({ code, field, value: draft.text, base: draft.base });
    });
    const told = await ReportPost.ask(save, { user, cells: going });
    if (told.trouble) { failed(told, waiting); return; }
    failures = 0;
    told.cells.forEach((answer, number) => settle(answer, going[number], told));
    show(told);
    tellSaved(told.now);
    if (cells.some((cell) => cell.waiting)) plan(SOON);
  }

  function failed(told, waiting) {
    failures += 1;
    over = ["closed", "other"].includes(told.trouble);
    waiting.forEach((cell) => cell.say("failed", "Chưa lưu được, còn giữ trên máy này.", over ? null : () => plan(0)));
    tell(told.trouble === "expired" ? "expired" : "failed", told.sentence || SAY[told.trouble]);
    if (!over) plan(Math.min(LONGEST, 1000 * 2 ** failures));
  }

  function settle(answer, sent, told) {
    const key = `${answer.code}/${answer.field}`, cell = byKey.get(key);
    if (!cell) { settleElsewhere(key, answer, told); return; }
    if (answer.fate === "conflict") { contradict(cell, answer); return; }
    if (answer.fate === "refused") {
      cell.refuse(answer.sentence, sent.value);
      keep(cell);
      return;
    }
    cell.hold(answer.value, answer.number, { asSent: sent.value });
    keep(cell);
    cell.say("saved", `Đã lưu ${told.now}`);
  }

  function settleElsewhere(key, answer, told) {
    if (["saved", "same"].includes(answer.fate)) {
      elsewhere.delete(key);
      drafts.drop(key);
      return;
    }
    elsewhere.get(key).stuck = true;
    const line = told.lines.find((one) => one.code === answer.code);
    const part = line && document.querySelector(`[data-part="${CSS.escape(line.part)}"] [data-part-word]`);
    if (part) part.textContent = "Có ô chưa lưu:";
  }

  function contradict(cell, theirs) {
    // an answer that was lost on the way: what stands there is this person's own earlier text
    if (theirs.mine && cell.sent.some((text) => alike(text, theirs.value))) {
      cell.base = theirs.number;
      cell.saved = theirs.value;
      cell.sent = [];
      cell.clear();
      keep(cell);
      plan(0);
      return;
    }
    cell.contradict(theirs, {
      keep() {
        cell.hold(theirs.value, theirs.number);
        keep(cell);
        cell.say("saved", "Giữ như đang lưu.");
        lines.get(cell.code).preview();
        lines.get(cell.code).reveal();
        tellSaved("");
        cell.first.focus();
      },
      write() {
        cell.base = theirs.number;
        cell.saved = theirs.value;
        cell.clear();
        keep(cell);
        plan(0);
        cell.first.focus();
      },
    });
    keep(cell);
  }

  function alike(one, other) {
    const [left, right] = [ReportNumbers.read(one), ReportNumbers.read(other)];
    return one.trim() === other.trim() || (left !== null && left === right);
  }

  // --- where everything stands -------------------------------------------------------------------------------
  function show(told) {
    told.lines.forEach((standing) => {
      const line = lines.get(standing.code);
      if (!line) return;
      line.show(standing);
      if (Object.values(line.cells).some((cell) => cell.dirty)) line.preview();
    });
    told.parts.forEach(showPart);
    const { done, total, points, work } = told.progress;
    document.querySelector("[data-progress]").textContent = `${done}/${total} dòng · dự kiến ${points}`;
    form.querySelector("[data-missing]").hidden = !work;
    form.querySelector("[data-missing-count]").textContent = work;
  }

  function showPart(part) {
    const item = document.querySelector(`[data-part="${CSS.escape(part.code)}"]`);
    if (!item) return;
    item.className = `is-${part.state}`;
    item.querySelector("[data-part-word]").textContent = part.word;
    item.querySelector("[data-part-count]").textContent = `${part.done}/${part.total} dòng`;
    const use = item.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${part.icon}`));
  }

  // --- what others change --------------------------------------------------------------------------------------
  async function poll() {
    if (document.hidden || running || over) return;
    const before = savings;
    const told = await ReportPost.ask(`${changes}?tu=${last}`);
    if (running || before !== savings) return; // a saving has overtaken this answer; the next one tells it again
    if (told.trouble) { if (told.trouble !== "offline") tell(told.trouble, told.sentence || SAY[told.trouble]); return; }
    if (told.user !== user) { over = true; tell("failed", SAY.other); return; }
    if (!told.editable) { over = true; tell("failed", SAY.closed); return; }
    last = told.last;
    (told.cells || []).forEach(hear);
    if (told.cells) show(told);
    if (place.classList.contains("is-expired")) tell("saved", "Đã đăng nhập lại.");
    if (cells.some((cell) => cell.waiting)) plan(0);
  }

  function hear(theirs) {
    const cell = byKey.get(`${theirs.code}/${theirs.field}`);
    if (!cell || theirs.number <= cell.base) return;
    if (cell.dirty && !alike(cell.text, theirs.value)) { contradict(cell, theirs); return; }
    const known = alike(cell.text, theirs.value);
    cell.hold(theirs.value, theirs.number);
    keep(cell);
    lines.get(cell.code).reveal();
    if (known) { cell.say("saved", `Đã lưu ${theirs.when}`); return; } // this very text came there by another tab
    const who = theirs.mine ? "Anh/chị đã sửa ở nơi khác" : `${theirs.who} vừa sửa`;
    cell.say("heard", `${who} lúc ${theirs.when}.`);
  }

  // --- typing, sending the page ------------------------------------------------------------------------------
  function cellOf(control) { return cells.find((cell) => cell.controls.includes(control)); }

  form.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    const line = lines.get(cell.code);
    keep(cell);
    line.preview();
    line.reveal();
    line.hush();
    if (cell.field === "na") line.askReason();
    if (cell.stuck === "conflict") return;
    cell.clear();
    cell.say("typing", cell.dirty ? "Chưa lưu…" : "");
    plan(["text", "note"].includes(cell.field) ? SOON_WORDS : SOON);
  });
  form.addEventListener("change", (event) => { if (cellOf(event.target)) plan(0); });

  let passing = false;
  form.addEventListener("submit", async (event) => {
    if (passing) return;
    event.preventDefault();
    const { submitter } = event;
    clearTimeout(timer);
    await flush();
    if (cells.some((cell) => cell.waiting)) await flush();
    const left = cells.find((cell) => cell.dirty);
    if (left) {
      left.first.focus();
      tellSaved("");
      return;
    }
    passing = true;
    setTimeout(() => form.requestSubmit(submitter)); // a form that is still being submitted ignores a second word
  });

  window.addEventListener("pageshow", () => { passing = false; });
  window.addEventListener("online", () => { failures = 0; plan(0); });
  window.addEventListener("offline", () => { if (!over) tell("failed", SAY.offline); });
  window.addEventListener("focus", poll);
  document.addEventListener("visibilitychange", poll);
  window.addEventListener("beforeunload", (event) => {
    if (!drafts.works && cells.some((cell) => cell.dirty)) event.preventDefault();
  });
  setInterval(poll, POLL);
  lines.forEach((line) => line.reveal());
  const here = document.querySelector(".report-rail [aria-current]"); // on a phone the rail is one row that scrolls
  here.closest("ul").scrollLeft = here.offsetLeft - here.closest("ul").offsetLeft;
  restore();
})();
