// Text fields of Block Kit.

import { h } from "./dom.js";
import { marks } from "./interact.js";
import { richTextWords } from "./richtext.js";

const TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number" };
const PAUSE_MS = 300; // a dispatch "on character entered" waits for a pause in typing

export function textNode(element, block, ctx, { labelId, hintId }) {
  const control = build(element);
  const initial =
    element.type === "rich_text_input" ? richTextWords(element.initial_value) || undefined : element.initial_value;
  control.value = ctx.start(block, element, initial === undefined ? undefined : String(initial)) ?? "";
  const attributes = {
    "aria-labelledby": labelId,
    "aria-describedby": hintId,
    placeholder: element.placeholder?.text,
    autocomplete: "off",
    ...marks(block, element),
  };
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined && value !== null) control.setAttribute(key, value);
  if (!labelId && element.placeholder) control.setAttribute("aria-label", element.placeholder.text);
  listen(control, element, block, ctx);
  return counted(control, element);
}

function build(element) {
  if (element.type === "rich_text_input" || element.multiline) return h("textarea", { class: "text-input", rows: 4 });
  const type = TYPES[element.type];
  const step = element.type === "number_input" && element.is_decimal_allowed ? "any" : null;
  return h("input", {
    class: "text-input",
    type: type === "url" || type === "email" ? "text" : type,
    inputmode: type === "text" ? null : type,
    step,
  });
}

/** When the app hears of it: on Enter, on each pause, or (without dispatch) when the field is left. */
function listen(control, element, block, ctx) {
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const value = () => control.value || null;
  let told = value();
  let pause;
  const tell = () => {
    clearTimeout(pause);
    if (value() === told) return;
    told = value();
    ctx.act(block, element, told);
  };
  control.addEventListener("input", () => {
    ctx.hold(block, element, value());
    if (!block.dispatch_action || !when.includes("on_character_entered")) return;
    clearTimeout(pause);
    pause = setTimeout(tell, PAUSE_MS);
  });
  control.addEventListener("change", () => {
    // A dispatching field would send an action; only Enter may do that.
    if (!block.dispatch_action && ctx.inView) tell();
  });
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (control.tagName === "TEXTAREA" || !block.dispatch_action || !when.includes("on_enter_pressed")) return;
    event.preventDefault();
    told = undefined;
    tell();
  });
}

/** Fields with a maximum length count down near the end, as Slack's do. */
function counted(control, element) {
  if (!element.max_length) return control;
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const update = () => {
    const left = element.max_length - [...control.value].length;
    count.textContent = left <= Math.max(20, element.max_length / 10) ? String(left) : "";
    count.classList.toggle("over", left < 0);
  };
  control.addEventListener("input", update);
  update();
  return h("div", { class: "counted" }, control, count);
}
