// How an element of Block Kit reaches its app: where it stands, what it holds, what a press does.

import { call } from "./api.js";
import { complain } from "./announce.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { plainText } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { richTextWords } from "./richtext.js";
import { state } from "./store.js";

/** The context of elements in a message. */
export function messageContext(channelId, ts) {
  return context({ type: "message", channel: channelId, ts }, new Map());
}

/** The context of elements in a modal or on the Home tab; `inputs` remembers what was filled in. */
export function viewContext(viewId, inputs = new Map()) {
  return context({ type: "view", view_id: viewId }, inputs);
}

function context(container, inputs) {
  // One after another: what was typed first must be known before what was pressed next.
  let line = Promise.resolve();

  function tell(block, element, input) {
    const body = { container, block_id: block.block_id, action_id: element.action_id, input };
    line = line.catch(() => {}).then(() => call("action", body));
    return line;
  }

  return {
    container,
    inView: container.type === "view",
    inputs,
    /** What the element holds now, as the client API wants it. */
    held: (block, element) => inputs.get(keyOf(block, element)),
    /** What it starts with: what was filled in before, else the app's initial value. */
    start(block, element, initial) {
      const held = this.held(block, element);
      const value = held === undefined ? initial : held;
      if (value !== undefined && value !== null) this.hold(block, element, value);
      return value ?? undefined;
    },
    hold: (block, element, input) => inputs.set(keyOf(block, element), input),
    /** Tell the app; a refusal becomes a toast. True when it was taken. */
    async act(block, element, input) {
      try {
        await tell(block, element, input);
        return true;
      } catch (error) {
        // A field may tell its value in the very moment in which its form is closed.
        if (!isGone(container)) complain(error);
        return false;
      }
    },
    suggest: (block, element, query) =>
      call("suggest", { container, block_id: block.block_id, action_id: element.action_id, query }),
  };
}

const isGone = ({ type, view_id: id }) =>
  type === "view" && id !== state.home?.id && !state.views.some((each) => each.id === id);

const keyOf = (block, element) => JSON.stringify([block.block_id ?? "", element.action_id ?? ""]);

/** What a view already holds when the page first sees it, for example after a reload. */
export function inputsIn(view) {
  const inputs = new Map();
  for (const [blockId, elements] of Object.entries(view.state?.values ?? {})) {
    for (const [actionId, entry] of Object.entries(elements)) {
      const input = inputOf(entry);
      if (input !== null && input !== undefined && input.length !== 0)
        inputs.set(JSON.stringify([blockId, actionId]), input);
    }
  }
  return inputs;
}

/** An entry of `state.values` as the client API would take it. */
function inputOf({ type, ...entry }) {
  const chosen = (option) => (type.includes("external") ? option : option.value);
  if (entry.selected_option) return chosen(entry.selected_option);
  if (entry.selected_options) return entry.selected_options.map(chosen);
  if (entry.rich_text_value) return richTextWords(entry.rich_text_value);
  return Object.values(entry)[0];
}

/** The filled-in values as {block_id: {action_id: input}}. */
export function valuesOf(inputs) {
  const values = {};
  for (const [key, input] of inputs) {
    const [blockId, actionId] = JSON.parse(key);
    values[blockId] = { ...values[blockId], [actionId]: input };
  }
  return values;
}

/** The attributes by which tests (and people with a console) find an element again. */
export function marks(block, element) {
  return {
    "data-action-id": element.action_id ?? "",
    "data-block-id": block.block_id ?? "",
    "data-element": element.type,
  };
}

/** Ask first, if the element wants so. */
export async function allowed(element) {
  const ask = element.confirm;
  if (!ask) return true;
  return confirmed({
    title: ask.title?.text ?? "Are you sure?",
    text: h("div", {}, textObject(ask.text)),
    confirm: ask.confirm?.text ?? "Yes",
    deny: ask.deny?.text ?? "No",
    danger: ask.style === "danger",
  });
}

/** A text object (plain_text or mrkdwn) as nodes. */
export function textObject(text) {
  if (!text) return "";
  if (typeof text === "string") return plainText(text);
  return text.type === "mrkdwn" ? mrkdwn(text.text ?? "", { verbatim: text.verbatim }) : plainText(text.text ?? "");
}

/** While the app works, the control shows it and can not be pressed twice. */
export async function whileBusy(control, work) {
  control.classList.add("busy");
  control.setAttribute("aria-busy", "true");
  try {
    const taken = await work();
    control.classList.toggle("failed", taken === false);
  } finally {
    control.classList.remove("busy");
    control.removeAttribute("aria-busy");
  }
}
