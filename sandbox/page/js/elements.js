// Elements of Block Kit that are pressed or ticked: buttons, menus, pickers, boxes.

import { freshId, h, outsideLink, safeUrl } from "./dom.js";
import { plainText } from "./emoji.js";
import { icon } from "./icons.js";
import { allowed, marks, textObject, whileBusy } from "./interact.js";
import { picture } from "./pictures.js";
import { openMenu } from "./popover.js";
import { selectNode } from "./selects.js";
import { textNode } from "./textinputs.js";

const SELECT = /^(multi_)?(static|external|users|conversations|channels)_select$/;

export const isSelect = (element) => SELECT.test(element.type);

/**
 * The node of an element. `labels` ({labelId, hintId}) come from the input block around it.
 */
export function elementNode(element, block, ctx, labels = {}) {
  if (!element) return h("span", {});
  if (isSelect(element)) return selectNode(element, block, ctx, labels);
  if (TEXT.has(element.type)) return textNode(element, block, ctx, labels);
  const build = KINDS[element.type];
  return build
    ? build(element, block, ctx, labels)
    : h(
        "span",
        { class: "left-out", ...marks(block, element) },
        `Element “${element.type}” is not shown in the sandbox.`,
      );
}

function button(element, block, ctx) {
  const style = element.style === "primary" ? "primary" : element.style === "danger" ? "danger" : "";
  const url = element.url && safeUrl(element.url);
  const props = {
    class: `button block-button ${style}`,
    "aria-label": element.accessibility_label,
    ...marks(block, element),
    "data-value": element.value,
  };
  const press = async (event) => {
    const control = event.currentTarget;
    if (control.classList.contains("busy") || !(await allowed(element))) return;
    await whileBusy(control, () => ctx.act(block, element, element.answer));
  };
  const label = element.text ? plainText(element.text.text ?? "") : (element.icon ?? "…");
  // A link button opens its page by itself and still tells the app, as Slack does.
  if (url)
    return h(
      "a",
      { ...props, href: url, target: "_blank", rel: "noopener noreferrer", onclick: (event) => void press(event) },
      label,
    );
  return h("button", { ...props, type: "button", onclick: press }, label);
}

function overflow(element, block, ctx) {
  const control = h(
    "button",
    {
      class: "button block-button overflow",
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      ...marks(block, element),
    },
    icon("more"),
  );
  const items = (element.options ?? []).map((option) => ({
    label: plainText(option.text?.text ?? ""),
    hint: option.description?.text,
    data: { "data-value": option.value },
    run: async () => {
      if (!(await allowed(element))) return;
      if (option.url && safeUrl(option.url)) outsideLink(option.url).click();
      await whileBusy(control, () => ctx.act(block, element, option.value));
    },
  }));
  control.addEventListener("click", () =>
    openMenu(
      control,
      items.map((item) => ({ ...item, label: item.label.cloneNode(true) })),
      { label: "More actions" },
    ),
  );
  return control;
}

const image = (element, block) =>
  h(
    "span",
    { class: "element-image", ...marks(block, element) },
    picture(element.image_url ?? element.slack_file?.url, element.alt_text, "element-picture"),
  );

function file_input(element, block, ctx, { labelId, hintId }) {
  const control = h("input", {
    type: "file",
    class: "text-input",
    multiple: (element.max_files ?? 10) > 1,
    accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null,
    "aria-labelledby": labelId,
    "aria-describedby": hintId,
    ...marks(block, element),
  });
  control.addEventListener("change", async () =>
    ctx.hold(block, element, await Promise.all([...control.files].map(packed))),
  );
  return control;
}

async function packed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte));
  return { name: file.name, content: btoa(letters.join("")) };
}

// ---- dates and times: the browser's own pickers, which keyboards and screen readers know -------

function picker(type, element, block, ctx, { labelId, hintId }, initial, read) {
  const held = ctx.start(block, element, initial);
  const control = h("input", {
    type,
    class: "text-input picker",
    value: typeof held === "number" ? localMoment(held) : (held ?? ""),
    "aria-labelledby": labelId,
    "aria-describedby": hintId,
    "aria-label": labelId ? null : (element.placeholder?.text ?? type),
    ...marks(block, element),
  });
  control.addEventListener("change", async () => {
    const input = control.value === "" ? null : read(control.value);
    if (!(await allowed(element))) return;
    ctx.hold(block, element, input);
    await ctx.act(block, element, input);
  });
  return control;
}

const datepicker = (element, ...rest) => picker("date", element, ...rest, element.initial_date, String);
const timepicker = (element, ...rest) =>
  picker("time", element, ...rest, element.initial_time, (value) => value.slice(0, 5));
const datetimepicker = (element, ...rest) =>
  picker("datetime-local", element, ...rest, element.initial_date_time, (value) =>
    Math.floor(new Date(value).getTime() / 1000),
  );

function localMoment(epoch) {
  const date = new Date(epoch * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

// ---- radio buttons and checkboxes ---------------------------------------------------------------

function boxes(element, block, ctx, { labelId, hintId }) {
  const many = element.type === "checkboxes";
  const initial = many ? element.initial_options?.map((option) => option.value) : element.initial_option?.value;
  const held = ctx.start(block, element, initial);
  const chosen = new Set([held ?? []].flat());
  const group = freshId("boxes");
  const set = h("fieldset", {
    class: "boxes",
    "aria-labelledby": labelId,
    "aria-describedby": hintId,
    ...marks(block, element),
  });
  set.append(...(element.options ?? []).map((option) => box(option, many, group, chosen.has(option.value))));
  set.addEventListener("change", async () => {
    const values = [...set.querySelectorAll("input:checked")].map((each) => each.value);
    const input = many ? values : values[0];
    if (!(await allowed(element))) return;
    ctx.hold(block, element, input);
    await ctx.act(block, element, input);
  });
  return set;
}

function box(option, many, group, checked) {
  return h(
    "label",
    { class: "check" },
    h("input", { type: many ? "checkbox" : "radio", name: group, value: option.value, checked }),
    h(
      "span",
      {},
      textObject(option.text),
      option.description ? h("span", { class: "hint" }, textObject(option.description)) : null,
    ),
  );
}

// ---- the table of kinds stands last, where all it names exists ------------------------------------

const TEXT = new Set(["plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"]);
const KINDS = {
  button,
  workflow_button: button,
  icon_button: button,
  overflow,
  datepicker,
  timepicker,
  datetimepicker,
  radio_buttons: boxes,
  checkboxes: boxes,
  image,
  file_input,
};
