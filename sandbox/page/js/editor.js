// Editing one's own message in place.

import { call } from "./api.js";
import { complain } from "./announce.js";
import { h } from "./dom.js";
import { fromMarkup } from "./typed.js";

export function editor(message, { channel, onEdit }) {
  const field = h("textarea", {
    class: "text-input",
    rows: 3,
    "aria-label": "Edit message",
    "data-testid": "edit-field",
  });
  field.value = fromMarkup(message.text ?? "");
  const done = () => onEdit(null);
  const save = async () => {
    try {
      await call("edit", { channel: channel.id, ts: message.ts, text: field.value.trim() });
      done();
    } catch (error) {
      complain(error);
    }
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") done();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  requestAnimationFrame(() => field.focus());
  return h(
    "div",
    { class: "editor" },
    field,
    h(
      "div",
      { class: "editor-foot" },
      h("button", { class: "button small", onclick: done }, "Cancel"),
      h("button", { class: "button small primary", onclick: save }, "Save"),
    ),
  );
}
