// Compares a PDF with the issued file inside the browser: nothing is sent. Without this file, or where the browser
// offers no hashing (a page without https), the form sends the file and the portal answers.
"use strict";

(() => {
  const form = document.querySelector("[data-compare]");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const input = form.querySelector("input[type=file]");
  const frame = form.querySelector("[data-drop]");
  const answer = form.querySelector("[data-answer]");
  const known = new Map([...form.querySelectorAll("[data-sha256]")].map((one) => [one.dataset.sha256, one.textContent]));
  const MOST = 30 * 1024 * 1024;
  let turn = 0;

  form.querySelectorAll("[data-only-script]").forEach((note) => { note.hidden = false; });
  form.querySelector("button[type=submit]").hidden = true;

  function say(sentence, kind) {
    answer.textContent = sentence;
    answer.className = `ui-message is-${kind}`;
    answer.hidden = false;
  }

  async function compare(file) {
    const mine = ++turn;
    if (!file) return;
    if (file.size > MOST) { say(`Tệp “${file.name}” lớn quá nên không phải Giấy khen của cổng. Hãy chọn lại tệp.`, "error"); return; }
    say(`Đang so sánh tệp “${file.name}”…`, "info");
    let digest;
    try {
      digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    } catch {
      say(`Không đọc được tệp “${file.name}”. Hãy chọn lại tệp.`, "error");
      return;
    }
    if (mine !== turn) return; // another file was chosen meanwhile
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const what = known.get(hex);
    if (what) say(`Tệp “${file.name}” đúng từng byte với ${what}.`, "success");
    else say(`Tệp “${file.name}” khác với tệp đã phát hành: có thể là bản quét, bản đã ký số thêm, hoặc đã bị sửa. Hãy tin các dòng trên trang này.`, "error");
  }

  input.addEventListener("change", () => compare(input.files[0]));
  form.addEventListener("submit", (event) => { event.preventDefault(); compare(input.files[0]); });
  ["dragover", "dragenter"].forEach((name) => frame.addEventListener(name, (event) => {
    event.preventDefault();
    frame.classList.add("is-over");
  }));
  frame.addEventListener("dragleave", () => frame.classList.remove("is-over"));
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    frame.classList.remove("is-over");
    compare(event.dataTransfer.files[0]);
  });
})();
