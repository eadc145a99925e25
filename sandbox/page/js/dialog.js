// The page's own dialogs (not the app's modals, those are in modal.js): confirmations and forms.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * Show a modal <dialog>; the browser keeps the focus inside and the rest inert.
 * `build(close)` returns the content. Returns a promise of what `close(value)` was given.
 */
export function openDialog(title, build, { className = "", testid = "dialog" } = {}) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const titleId = freshId("dialog-title");
    const dialog = h("dialog", {
      class: `dialog ${className}`,
      "aria-labelledby": titleId,
      "data-testid": testid,
      closedby: "none",
    });
    const close = (value) => {
      dialog.close();
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(value);
    };
    const cross = h(
      "button",
      { class: "icon-button", "aria-label": "Close dialog", onclick: () => close(undefined) },
      icon("close"),
    );
    dialog.append(
      h("header", { class: "dialog-head" }, h("h2", { id: titleId }, title), cross),
      ...[build(close)].flat(),
    );
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      close(undefined);
    });
    document.body.append(dialog);
    dialog.showModal();
    (
      dialog.querySelector("[autofocus], .dialog-body input, .dialog-body textarea, .dialog-foot .primary") ?? cross
    ).focus();
  });
}

/** A question; resolves to true only when the confirming button is pressed. */
export async function confirmed({ title, text, confirm = "Yes", deny = "Cancel", danger = false }) {
  const answer = await openDialog(
    title,
    (close) => [
      h("div", { class: "dialog-body" }, text),
      h(
        "footer",
        { class: "dialog-foot" },
        h("button", { class: "button", onclick: () => close(false) }, deny),
        h(
          "button",
          { class: `button ${danger ? "danger-filled" : "primary"}`, autofocus: true, onclick: () => close(true) },
          confirm,
        ),
      ),
    ],
    { testid: "confirm", className: "confirm" },
  );
  return answer === true;
}

/**
 * A small form. Fields are {name, label, type: "text"|"checkbox"|"choices", value, hint, maxlength, options}.
 * `submit(values)` may throw: the sentence is shown and the form stays.
 */
export function askForm(title, fields, submit, { button = "Save" } = {}) {
  return openDialog(title, (close) => {
    const problem = h("p", { class: "field-error", role: "alert", hidden: true });
    const form = h("form", { class: "dialog-form", novalidate: true });
    form.append(
      h("div", { class: "dialog-body" }, fields.map(formField), problem),
      h(
        "footer",
        { class: "dialog-foot" },
        h("button", { class: "button", type: "button", onclick: () => close(undefined) }, "Cancel"),
        h("button", { class: "button primary", type: "submit" }, button),
      ),
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        close(await submit(valuesOf(form, fields)));
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    });
    return form;
  });
}

function formField(field) {
  const id = freshId("field");
  const hint = field.hint ? h("span", { class: "hint" }, field.hint) : null;
  if (field.type === "checkbox") {
    return h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: field.name, checked: field.value }),
      h("span", {}, field.label, hint),
    );
  }
  if (field.type === "choices") return choices(field, hint);
  const input = h("input", {
    id,
    class: "text-input",
    name: field.name,
    value: field.value ?? "",
    maxlength: field.maxlength,
    placeholder: field.placeholder,
    autocomplete: "off",
  });
  return h("div", { class: "field" }, h("label", { for: id }, field.label), input, hint);
}

function choices(field, hint) {
  const rows = field.options.map((option) =>
    h(
      "label",
      { class: "check" },
      h("input", { type: "checkbox", name: field.name, value: option.value, checked: option.checked }),
      h("span", {}, option.label),
    ),
  );
  return h(
    "fieldset",
    { class: "field choices" },
    h("legend", {}, field.label),
    hint,
    rows.length ? rows : h("p", { class: "muted" }, "Nobody is left."),
  );
}

function valuesOf(form, fields) {
  const data = new FormData(form);
  const value = (field) => {
    if (field.type === "checkbox") return data.has(field.name);
    return field.type === "choices" ? data.getAll(field.name) : data.get(field.name).trim();
  };
  return Object.fromEntries(fields.map((field) => [field.name, value(field)]));
}
