// What a page does beyond links and forms. Every page works without this file; it only makes things quicker and plainer.
"use strict";

(() => {
  const OFFLINE = "Chưa gửi được vì mất kết nối. Nội dung vẫn còn trên màn hình; anh/chị thử lại sau ít giây.";
  const REFUSED = {
    403: "Phiên làm việc đã cũ hoặc tài khoản không có quyền làm việc này. Anh/chị tải lại trang rồi thử lại.",
    404: "Nội dung này không còn. Anh/chị tải lại trang để xem bản mới nhất.",
    409: "Nội dung vừa được người khác thay đổi. Anh/chị tải lại trang để xem bản mới nhất.",
    413: "Nội dung gửi lên quá lớn. Anh/chị chia nhỏ hoặc chọn tệp nhẹ hơn.",
  };
  const TROUBLE = "Cổng đang gặp trục trặc nên chưa ghi được. Nội dung vẫn còn trên màn hình; anh/chị thử lại sau ít phút.";

  // --- drawer ---------------------------------------------------------------------
  const drawer = document.getElementById("thuc-don");

  function openDrawer(open) {
    drawer.classList.toggle("is-open", open);
    const opener = document.querySelector("[data-drawer-open]");
    opener.setAttribute("aria-expanded", String(open));
    const next = open ? drawer.querySelector("a, button, input") : opener;
    next.focus();
  }

  // --- questions before a step --------------------------------------------------------
  function prepareQuestion(box) {
    const dialog = box.querySelector("dialog");
    dialog.removeAttribute("open");
    dialog.addEventListener("close", () => { box.open = false; });
  }

  function ask(box) {
    box.open = true;
    const dialog = box.querySelector("dialog");
    if (!dialog.open) dialog.showModal();
  }

  // --- messages of background requests ---------------------------------------------------
  let toastTimer;

  function toast(sentence) {
    const box = document.getElementById("thong-bao-nhanh");
    box.textContent = sentence;
    box.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => { box.hidden = true; }, 9000);
  }

  function saveState(source, sentence, kind) {
    const near = source.closest("[data-save-scope], form, tr, li, section") || source.parentElement;
    const box = near && near.querySelector("[data-save-state]");
    if (!box) return false;
    box.textContent = sentence;
    box.className = `ui-save-state is-${kind}`;
    return true;
  }

  const isSaving = (event) => event.detail.requestConfig && event.detail.requestConfig.verb !== "get";

  document.addEventListener("htmx:beforeSend", (event) => {
    if (isSaving(event)) saveState(event.detail.elt, "Đang lưu…", "saving");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    event.detail.target.querySelectorAll("[data-confirm]").forEach(prepareQuestion);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.xhr.status < 400 && isSaving(event)) {
      saveState(event.detail.elt, `Đã lưu ${new Date().toLocaleTimeString("vi-VN", { hour12: false })}`, "saved");
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!saveState(event.detail.elt, OFFLINE, "failed")) toast(OFFLINE);
  });
  document.addEventListener("htmx:responseError", (event) => {
    const told = event.detail.xhr.getResponseHeader("X-Sentence");
    const sentence = told ? decodeURIComponent(told) : REFUSED[event.detail.xhr.status] || TROUBLE;
    if (!saveState(event.detail.elt, sentence, "failed")) toast(sentence);
  });

  // --- notes near the right edge open to the left ---------------------------------------------
  function placeNote(event) {
    const note = event.target.closest && event.target.closest(".ui-note");
    if (!note || note.classList.contains("is-end")) return;
    const box = note.querySelector(".ui-note-text").getBoundingClientRect();
    note.classList.toggle("is-end", box.right > document.documentElement.clientWidth - 8);
  }

  document.addEventListener("pointerover", placeNote);
  document.addEventListener("focusin", placeNote);

  // --- clicks, keys, forms ------------------------------------------------------------
  function onClick(event) {
    const hit = (selector) => event.target.closest(selector);
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (hit("[data-drawer-open]")) { event.preventDefault(); openDrawer(true); return; }
    if (hit("[data-drawer-close]")) { event.preventDefault(); openDrawer(false); return; }
    if (drawer && drawer.classList.contains("is-open") && !drawer.contains(event.target)) { openDrawer(false); return; }
    const question = hit("[data-confirm] > summary");
    if (question) { event.preventDefault(); ask(question.parentElement); return; }
    if (hit("[data-close]")) { hit("dialog").close(); return; }
    if (hit("[data-print]")) { window.print(); return; }
    const row = hit("tr[data-href]");
    if (row && !hit("a, button, input, select, textarea, label, summary, details") && !String(getSelection())) {
      window.location.assign(row.dataset.href);
    }
  }

  function onKey(event) {
    if (event.key !== "Escape") return;
    if (drawer && drawer.classList.contains("is-open")) openDrawer(false);
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  // One press is one sending: the second is swallowed until the page comes back.
  function onSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000); // a download leaves the page where it is
  }

  // Pages of a file are drawn one at a time: a picture that was told to come again is asked for a few times more.
  function onPictureRefused(event) {
    const picture = event.target;
    if (!(picture instanceof HTMLImageElement) || !picture.closest(".proof-page")) return;
    const times = Number(picture.dataset.asked || 0) + 1;
    if (times > 3) return;
    picture.dataset.asked = String(times);
    setTimeout(() => { picture.src = `${picture.src.split("?")[0]}?lan=${times}`; }, 3000 * times);
  }

  document.addEventListener("error", onPictureRefused, true);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
  document.querySelectorAll("[data-confirm]").forEach(prepareQuestion);
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();
})();
