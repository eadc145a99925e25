// Words for screen readers (a polite live region) and short notices for everyone (toasts).

import { h } from "./dom.js";

const TOAST_MS = 6000;
const LONGEST_ANNOUNCEMENT = 300;

/** Have a screen reader say this when it is next idle. */
export function announce(text) {
  const region = document.getElementById("live");
  region.textContent = "";
  // A changed text node is announced; setting the same text twice in a row would be silent.
  requestAnimationFrame(() => {
    region.textContent = text.slice(0, LONGEST_ANNOUNCEMENT);
  });
}

/** Show a sentence for a few seconds. `kind` is "error" or "info". */
export function toast(text, kind = "info") {
  const note = h(
    "div",
    { class: `toast toast-${kind}`, role: kind === "error" ? "alert" : "status", "data-testid": "toast" },
    h("span", {}, text),
    h("button", { class: "toast-close", "aria-label": "Dismiss notice", onclick: () => note.remove() }, "×"),
  );
  shelf().append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

// A modal <dialog> makes all the rest of the page inert and covers it, so the notice goes into it.
function shelf() {
  const dialogs = document.querySelectorAll("dialog[open]");
  const owner = dialogs[dialogs.length - 1] ?? document.body;
  let found = owner.querySelector(":scope > .toasts");
  if (!found) {
    found = h("div", { class: "toasts" });
    owner.append(found);
  }
  return found;
}

/** Say what was refused, unless whoever asked for it has left the page. */
export function complain(error) {
  if (error.code !== "left") toast(error.message, "error");
}

/** Run something that may be refused; a refusal becomes a toast and `undefined`. */
export async function orToast(work) {
  try {
    return await work();
  } catch (error) {
    complain(error);
    return undefined;
  }
}
