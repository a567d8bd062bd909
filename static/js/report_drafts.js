// What was typed and is not saved yet, kept on this machine by person, report and cell; nobody else's is ever read.
"use strict";

window.ReportDrafts = (() => {
  const ROOM = "thi-dua:o:";

  function open(user, report) {
    const room = `${ROOM}${encodeURIComponent(user)}:${report}:`;
    let works = true;

    function guarded(act, otherwise) {
      try {
        return act();
      } catch (fault) { // no room, or a browser that keeps nothing
        works = false;
        return otherwise;
      }
    }

    return {
      get works() { return works; },
      keep(key, draft) { guarded(() => localStorage.setItem(room + key, JSON.stringify(draft))); },
      drop(key) { guarded(() => localStorage.removeItem(room + key)); },
      // [key, {text, base, sent}] of this report, whatever section it belongs to
      all() {
        const names = guarded(() => Object.keys(localStorage), []).filter((name) => name.startsWith(room));
        return names.flatMap((name) => {
          const draft = guarded(() => JSON.parse(localStorage.getItem(name)), null);
          const sound = draft && typeof draft.text === "string" && Number.isInteger(draft.base);
          return sound ? [[name.slice(room.length), draft]] : [];
        });
      },
    };
  }

  return { open };
})();
