// A cell and a line of the form: what stands in the controls, what the portal holds, and what is said beside them.
"use strict";

window.ReportCells = (() => {
  const WORDS = ["text", "note"]; // the others hold a figure or a tick

  function element(tag, css, text) {
    const made = document.createElement(tag);
    made.className = css;
    made.textContent = text || "";
    return made;
  }

  function button(text, act) {
    const made = element("button", "btn btn-outline-secondary btn-sm", text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  class Cell {
    constructor(form, hidden) {
      this.hidden = hidden;
      hidden.value = hidden.getAttribute("value");
      this.code = hidden.dataset.code;
      this.field = hidden.dataset.field;
      this.key = `${this.code}/${this.field}`;
      this.controls = [...form.querySelectorAll(`[name="${CSS.escape(`${this.code}-${this.field}`)}"]`)];
      this.box = this.controls[0].closest(".ui-field");
      this.saved = this.original();
      this.sent = []; // texts that went off and were never answered
      this.stuck = ""; // "", "conflict" or "refused"
      this.refusedText = null;
    }

    get base() { return Number(this.hidden.value); }
    set base(number) { this.hidden.value = String(number); }
    get first() { return this.controls[0]; }
    get dirty() { return this.text !== this.saved; }
    get waiting() { return this.dirty && this.stuck !== "conflict" && this.text !== this.refusedText; }
    get focused() { return this.controls.includes(document.activeElement); }

    get text() {
      if (this.first.type === "checkbox") return this.first.checked ? "1" : "";
      if (this.first.type === "radio") return (this.controls.find((one) => one.checked) || { value: "" }).value;
      return this.first.value;
    }

    set text(text) {
      if (this.first.type === "checkbox") this.first.checked = text === "1";
      else if (this.first.type === "radio") this.controls.forEach((one) => { one.checked = one.value === text; });
      else this.first.value = text;
    }

    // what the page came with, whatever the browser has put into the controls since
    original() {
      if (this.first.type === "checkbox") return this.first.defaultChecked ? "1" : "";
      if (this.first.type === "radio") return (this.controls.find((one) => one.defaultChecked) || { value: "" }).value;
      if (this.first.tagName !== "SELECT") return this.first.defaultValue;
      return ([...this.first.options].find((one) => one.defaultSelected) || { value: "" }).value;
    }

    // The portal holds `text` as version `number`; the control follows unless somebody is typing on.
    hold(text, number, { asSent = null } = {}) {
      const untouched = asSent === null || this.text === asSent;
      this.base = number;
      this.saved = text;
      this.sent = [];
      this.clear();
      if (untouched && this.text !== text && !(this.focused && asSent !== null)) this.text = text;
      if (untouched) this.saved = this.text;
    }

    // everything that is said under the control stands in one place
    get notes() {
      let place = this.box.querySelector(":scope > .cell-notes");
      if (!place) {
        place = element("div", "cell-notes");
        this.box.append(place);
      }
      return place;
    }

    clear() {
      this.stuck = "";
      this.refusedText = null;
      this.box.querySelectorAll(".ui-error, .cell-conflict").forEach((old) => old.remove());
      this.box.classList.remove("has-error", "is-conflict");
      this.controls.forEach((one) => one.classList.remove("is-invalid"));
    }

    say(kind, sentence, act) {
      let place = this.notes.querySelector(".cell-state");
      if (!place) {
        place = element("p", "cell-state");
        this.notes.append(place);
      }
      place.className = `cell-state is-${kind}`;
      place.textContent = sentence;
      if (act) place.append(" ", button("Thử lại", act));
    }

    refuse(sentence, text) {
      this.clear();
      this.stuck = "refused";
      this.refusedText = text;
      this.box.classList.add("has-error");
      this.controls.forEach((one) => one.classList.add("is-invalid"));
      const place = element("div", "ui-error");
      place.setAttribute("role", "alert");
      place.append(element("p", "", sentence));
      this.notes.prepend(place);
      this.say("failed", "Chưa lưu.");
    }

    // Both values, who and when, and two buttons; nothing is written until one is pressed.
    contradict(theirs, { keep, write }) {
      this.clear();
      this.stuck = "conflict";
      this.box.classList.add("is-conflict");
      const what = WORDS.includes(this.field) ? "nội dung" : "số";
      const place = element("div", "cell-conflict");
      place.setAttribute("role", "alert");
      const who = theirs.mine ? "Anh/chị đã sửa ô này ở nơi khác" : `${theirs.who || "Người khác"} vừa sửa ô này`;
      place.append(
        element("p", "", `${who}${theirs.when ? ` lúc ${theirs.when}` : ""}. Đang lưu: ${theirs.shown}.`),
        element("p", "", `${what === "số" ? "Số" : "Nội dung"} của anh/chị: ${this.readable()}.`),
      );
      const choice = element("div", "button-row");
      choice.append(button(`Giữ ${what} đang lưu`, keep), button(`Ghi ${what} của tôi`, write));
      place.append(choice);
      this.notes.prepend(place);
      this.say("failed", "Chưa lưu: chọn một trong hai.");
    }

    readable() {
      if (this.first.type === "checkbox") return this.first.checked ? "có đánh dấu" : "không đánh dấu";
      if (this.first.type === "radio") {
        const chosen = this.controls.find((one) => one.checked);
        return chosen ? chosen.parentElement.textContent.trim() : "để trống";
      }
      if (this.first.tagName === "SELECT") return this.first.selectedOptions[0].textContent.trim();
      return this.first.value.trim() || "để trống";
    }
  }

  class Line {
    constructor(place, cells) {
      this.place = place;
      this.cells = cells;
      const { comparator, scale, threshold, upper, weight, unit, counted } = place.dataset;
      this.rule = {
        comparator, scale, unit, counted: counted !== undefined,
        threshold: threshold ? ReportNumbers.read(threshold) : null,
        upper: upper ? ReportNumbers.read(upper) : null,
        weight: weight ? ReportNumbers.read(weight) : 0n,
      };
    }

    part(name) { return this.place.querySelector(`[data-${name}]`); }
    number(field) { return ReportNumbers.read(this.cells[field].text); }

    // At once while typing; the portal's own word follows with the answer to the saving.
    preview() {
      const { kind } = this.place.dataset;
      if (this.cells.na && this.cells.na.text) { this.previewNa(); return; }
      if (!["percent", "count", "money"].includes(kind)) return;
      const found = kind === "percent"
        ? ReportNumbers.ofShare(this.rule, this.number("a"), this.number("b"))
        : ReportNumbers.ofNumber(this.rule, this.number("value"));
      this.part("value").textContent = found ? (kind === "percent" ? `= ${found.value}` : found.value) : "";
      this.part("result").dataset.result = !found || found.met === null ? "" : found.met ? "met" : "not_met";
      this.part("distance").textContent = found ? found.distance : "";
      if (!this.rule.comparator) return;
      const most = ReportNumbers.show(this.rule.weight);
      if (!found) this.part("points").textContent = `tối đa ${most} điểm`;
      else if (found.points !== null) this.part("points").textContent = `${ReportNumbers.show(found.points)}/${most} điểm`;
    }

    previewNa() {
      this.part("value").textContent = "Không phát sinh";
      this.part("result").dataset.result = "";
      this.part("distance").textContent = "";
      if (!this.rule.comparator) return;
      const noted = this.cells.note.text.trim();
      this.part("points").textContent = noted ? "không tính điểm dòng này" : "không tính điểm khi đã ghi lý do";
    }

    // what was said of an earlier figure is no word on this one; the answer to the saving speaks again
    hush() {
      const dirty = Object.values(this.cells).some((cell) => cell.dirty);
      this.part("problem").hidden = dirty || !this.part("problem-text").textContent;
    }

    show(standing) {
      const value = this.part("value");
      if (value) value.textContent = standing.value;
      this.part("result").dataset.result = standing.result;
      this.part("distance").textContent = standing.distance;
      this.part("points").textContent = standing.points;
      this.part("problem").hidden = !standing.problem;
      this.part("problem-text").textContent = standing.problem;
    }

    // "không phát sinh" wants its reason: the note comes into sight under that name
    reveal() {
      const more = this.part("more");
      if (!more || !this.cells.na) return;
      const wanted = Boolean(this.cells.na.text), label = this.cells.note.box.querySelector("label");
      if (wanted) more.open = true;
      label.textContent = wanted ? more.dataset.reasonLabel : more.dataset.noteLabel;
      if (!wanted) label.append(" ", element("span", "ui-optional", "(không bắt buộc)"));
      this.cells.note.first.setAttribute("aria-required", String(wanted));
    }

    // after the tick the person goes on with the reason
    askReason() {
      if (this.cells.na.text && !this.cells.note.text.trim()) this.cells.note.first.focus();
    }
  }

  return { Cell, Line };
})();
