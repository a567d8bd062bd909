// One question to the portal: its answer, or what kind of trouble stood in the way. It never throws.
"use strict";

window.ReportPost = (() => {
  const PATIENCE = 20000;

  function token() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    return cookie ? cookie.slice(10) : document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  async function ask(url, body) {
    const options = { redirect: "manual", signal: AbortSignal.timeout(PATIENCE), headers: { Accept: "application/json" } };
    if (body) {
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
      Object.assign(options.headers, { "Content-Type": "application/json", "X-CSRFToken": token() });
    }
    let answer;
    try {
      answer = await fetch(url, options);
    } catch (fault) {
      return { trouble: "offline" };
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return { trouble: "expired" };
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && told.progress === undefined && told.last === undefined) return { trouble: "trouble" };
    if (answer.ok) return told;
    if (told.other_user) return { trouble: "other" };
    if (told.closed || answer.status === 404) return { trouble: "closed", sentence: told.sentence };
    return { trouble: "trouble", sentence: told.sentence };
  }

  return { ask };
})();
