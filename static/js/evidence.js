// Files of a line: dropped or chosen, sent one after the other with their progress; removed, restored, used again.
// Without this file the plain fields of the form and the page of the line do the same.
"use strict";

(() => {
  const LOST = "Chưa gửi được vì mất kết nối.";
  const KINDS = /\.(pdf|docx|xlsx|png|jpe?g)$/i;
  const root = document.documentElement;
  const waiting = [];
  let sending = null;

  root.classList.add("has-upload");

  const proofOf = (place) => {
    const line = place.closest && place.closest(".report-line");
    return place.closest("[data-proof]") || (line && line.querySelector("[data-proof]"));
  };
  const token = () => {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    return cookie ? cookie.slice(10) : document.querySelector("[name=csrfmiddlewaretoken]").value;
  };

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(text, act, className = "btn btn-outline-secondary btn-sm") {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function say(proof, sentence) {
    proof.querySelector("[data-proof-said]").textContent = sentence;
  }

  // --- what the server answers -----------------------------------------------------
  function show(proof, answer) {
    const list = proof.querySelector("[data-proof-list]");
    list.innerHTML = answer.list; // drawn by our own templates
    if (window.htmx) window.htmx.process(list);
    proof.querySelector("[data-proof-used]").textContent = answer.used;
    const choices = proof.querySelector("[data-proof-reuse][open] [data-proof-choices]");
    if (choices && window.htmx) window.htmx.ajax("GET", choices.getAttribute("hx-get"), choices);
    proof.dispatchEvent(new CustomEvent("proof:changed", { bubbles: true, detail: { count: answer.count } }));
  }

  function read(request) {
    try {
      const answer = JSON.parse(request.responseText);
      if (typeof answer.list === "string") return answer;
    } catch {
      // not ours: a page of the proxy, or of a session that ended
    }
    return null;
  }

  function fault(request) {
    if (request.status === 413) return "Máy chủ không nhận tệp lớn như vậy. Hãy nén hoặc chia nhỏ tệp rồi gửi lại.";
    if (request.status === 403 || request.status === 404 || request.responseURL.includes("/dang-nhap/")) {
      return "Phiên làm việc đã hết hoặc báo cáo không còn sửa được. Anh/chị tải lại trang rồi thử lại.";
    }
    return "Cổng đang gặp trục trặc nên chưa ghi được. Anh/chị thử lại sau ít phút.";
  }

  function post(url, fields, done, failed, progress) {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    if (progress) request.upload.addEventListener("progress", progress);
    request.addEventListener("load", () => {
      const answer = read(request);
      if (answer) done(answer, request.status < 300);
      else failed(fault(request));
    });
    request.addEventListener("error", () => failed(LOST));
    const data = new FormData();
    Object.entries(fields).forEach(([name, value]) => data.append(name, value));
    request.send(data);
    return request;
  }

  // --- sending -------------------------------------------------------------------------
  function refusal(proof, file) {
    const most = Number(proof.dataset.maxBytes);
    if (!KINDS.test(file.name)) return "không thuộc loại được nhận. Hãy gửi tệp .pdf, .docx, .xlsx, .png, .jpg.";
    if (file.size > most) return `lớn hơn ${Math.floor(most / 1048576)} MB. Hãy nén hoặc chia nhỏ tệp rồi gửi lại.`;
    if (!file.size) return "trống. Hãy chọn lại tệp.";
    return "";
  }

  function take(proof, files) {
    if (!files.length) return;
    const details = proof.closest("details.report-proof");
    if (details) details.open = true;
    const where = proof.querySelector("[data-proof-where]");
    [...files].forEach((file) => {
      const row = make("li", "proof-sending");
      row.append(make("span", "proof-name", file.name));
      proof.querySelector("[data-proof-queue]").append(row);
      const task = { proof, file, row, reference: where.value };
      const refused = refusal(proof, file);
      if (refused) end(task, `Tệp “${file.name}” ${refused}`);
      else queue(task);
    });
    where.value = "";
    next();
  }

  function queue(task) {
    task.row.querySelectorAll(":scope > :not(.proof-name)").forEach((part) => part.remove());
    task.row.classList.remove("is-refused");
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `Đang gửi ${task.file.name}`);
    task.bar = bar;
    task.told = make("span", "proof-percent", "Đang chờ");
    task.row.append(bar, task.told, button("Thôi", () => cancel(task), "btn btn-link btn-sm"));
    waiting.push(task);
  }

  function cancel(task) {
    const place = waiting.indexOf(task);
    if (place >= 0) waiting.splice(place, 1);
    else if (sending === task) { task.request.abort(); sending = null; }
    task.row.remove();
    next();
  }

  function next() {
    if (sending || !waiting.length) return;
    const task = waiting.shift();
    sending = task;
    task.told.textContent = "0%";
    const fields = { reference: task.reference, file: task.file };
    task.request = post(task.proof.dataset.proof, fields, (answer, good) => {
      sending = null;
      show(task.proof, answer);
      if (good) { task.row.remove(); say(task.proof, `Đã gửi tệp ${task.file.name}.`); }
      else end(task, answer.sentence);
      next();
    }, (sentence) => {
      sending = null;
      end(task, `Tệp “${task.file.name}”: ${sentence}`, true);
      next();
    }, (event) => {
      const percent = event.lengthComputable ? Math.floor((event.loaded / event.total) * 100) : 0;
      task.bar.value = percent;
      task.told.textContent = percent < 100 ? `${percent}%` : "Đang kiểm tra";
    });
  }

  function end(task, sentence, again = false) {
    task.row.replaceChildren(make("span", "proof-name visually-hidden", task.file.name), make("span", "proof-why", sentence));
    task.row.classList.add("is-refused");
    if (again) task.row.append(button("Thử lại", () => { queue(task); next(); }));
    task.row.append(button("Đã hiểu", () => task.row.remove(), "btn btn-link btn-sm"));
    say(task.proof, sentence);
  }

  // --- taking off, restoring, using again, correcting ---------------------------------------
  function act(proof, url, fields, then) {
    post(url, fields, (answer, good) => {
      show(proof, answer);
      if (good && then) then(answer);
      else note(proof, answer.sentence, good);
      say(proof, answer.sentence);
    }, (sentence) => { note(proof, sentence, false); say(proof, sentence); });
  }

  function note(proof, sentence, good) {
    const row = make("li", good ? "proof-sending is-done" : "proof-sending is-refused");
    row.append(make("span", "proof-why", sentence), button("Đã hiểu", () => row.remove(), "btn btn-link btn-sm"));
    proof.querySelector("[data-proof-queue]").append(row);
    if (good) setTimeout(() => row.remove(), 6000);
    return row;
  }

  function remove(proof, pressed) {
    act(proof, pressed.dataset.proofRemove, {}, (answer) => {
      const row = note(proof, answer.sentence, false);
      row.className = "proof-sending is-done";
      const undo = button("Hoàn tác", () => {
        row.remove();
        act(proof, proof.querySelector("[data-proof-choices]").getAttribute("hx-get"), answer.undo);
      });
      row.insertBefore(undo, row.lastChild);
      undo.focus();
    });
  }

  function correct(proof, field) {
    act(proof, field.dataset.proofReference, { reference: field.value });
  }

  function clicked(event) {
    const hit = (selector) => event.target.closest && event.target.closest(selector);
    const pressed = hit("[data-proof-remove], [data-proof-use], [data-proof-correct]");
    if (!pressed || !proofOf(pressed)) return;
    const proof = proofOf(pressed);
    if (pressed.dataset.proofRemove) remove(proof, pressed);
    else if (pressed.dataset.proofUse) {
      const where = proof.querySelector("[data-proof-where]");
      act(proof, pressed.dataset.proofUse, { file: pressed.dataset.file, reference: where.value });
      where.value = "";
    } else correct(proof, pressed.parentElement.querySelector("[data-proof-reference]"));
  }

  document.addEventListener("click", clicked);
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !field.matches || !field.matches("[data-proof-reference], [data-proof-where]")) return;
    event.preventDefault(); // the form of the section is not what Enter sends here
    event.stopPropagation();
    if (field.matches("[data-proof-reference]")) correct(proofOf(field), field);
  }, true);
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-proof-input]")) return;
    take(proofOf(event.target), event.target.files);
    event.target.value = "";
  });

  // --- drag and drop ------------------------------------------------------------------------
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  let marked = null;

  function mark(line) {
    if (marked && marked !== line) marked.classList.remove("is-over");
    marked = line;
    if (line) line.classList.add("is-over");
  }

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault(); // a file dropped beside a line must not replace the page
    const proof = proofOf(event.target);
    event.dataTransfer.dropEffect = proof ? "copy" : "none";
    mark(proof ? proof.closest(".report-line") || proof : null);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(null); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const proof = proofOf(event.target);
    mark(null);
    if (proof) take(proof, event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => { if (sending || waiting.length) event.preventDefault(); });
})();
