// The app's modals: a stack of views, of which the top one is seen.

import { ApiError, call } from "./api.js";
import { complain } from "./announce.js";
import { userAvatar } from "./avatars.js";
import { blockNode } from "./blocks.js";
import { arrange, fill, h } from "./dom.js";
import { plainText } from "./emoji.js";
import { icon } from "./icons.js";
import { inputsIn, valuesOf, viewContext } from "./interact.js";
import { closeOrphans, closePopovers } from "./popover.js";
import { emit, on, state } from "./store.js";

const head = h("header", { class: "modal-head" });
const body = h("div", { class: "modal-body", tabindex: -1 });
const foot = h("footer", { class: "modal-foot" });
const dialog = h(
  "dialog",
  { class: "modal", "data-testid": "modal", "aria-labelledby": "modal-title", closedby: "none" },
  head,
  body,
  foot,
);
document.body.append(dialog);

const filledIn = new Map(); // view id → inputs; what was typed survives updates of the view
let shown = null; // {id, signature} of the view that is drawn
let kept = null; // {id, ctx, list, nodes} of that view: nodes of unchanged blocks stay the same nodes
let before = null; // where the focus was before the first modal
const sending = new Set(); // ids of the views that the app is asked about

// What one presses belongs to the view that is drawn, though another may just have come.
const drawn = () => state.views.find((each) => each.id === shown?.id);

function draw() {
  const view = state.views.at(-1);
  if (!view) return hide();
  const signature = JSON.stringify([{ ...view, state: null }, state.views.length]);
  if (shown?.signature === signature) return undefined;
  const same = shown?.id === view.id;
  const focused = same && body.contains(document.activeElement) ? document.activeElement : null;
  shown = { id: view.id, signature };
  if (!same) closePopovers();
  drawHead(view);
  drawBody(view);
  drawFoot(view);
  if (!dialog.open) {
    before = document.activeElement;
    dialog.showModal();
  }
  if (same) refocus(focused);
  else focusFirst();
  return undefined;
}

function hide() {
  shown = null;
  kept = null;
  filledIn.clear();
  if (!dialog.open) return;
  closePopovers();
  dialog.close();
  if (before?.isConnected) before.focus();
}

function drawHead(view) {
  const deep = state.views.length > 1;
  fill(
    head,
    deep
      ? h("button", { class: "icon-button", "aria-label": "Back", onclick: () => dismiss() }, icon("back"))
      : state.app && userAvatar(state.app.bot_user_id, "avatar-small"),
    h("h2", { id: "modal-title", "data-testid": "modal-title" }, plainText(view.title?.text ?? "")),
    h(
      "button",
      {
        class: "icon-button",
        "aria-label": "Close modal",
        title: deep ? "Close all" : "Close (Esc)",
        "data-testid": "modal-cross",
        onclick: () => dismiss(deep),
      },
      icon("close"),
    ),
  );
}

function drawBody(view) {
  if (!filledIn.has(view.id)) filledIn.set(view.id, inputsIn(view));
  if (kept?.id !== view.id) {
    const ctx = viewContext(view.id, filledIn.get(view.id));
    kept = { id: view.id, ctx, list: h("div", { class: "blocks" }), nodes: new Map() };
    fill(body, kept.list);
    body.scrollTop = 0;
  }
  showErrors({});
  const nodeOf = (block) => kept.nodes.get(JSON.stringify(block)) ?? blockNode(block, kept.ctx);
  kept.nodes = new Map(view.blocks.map((block) => [JSON.stringify(block), nodeOf(block)]));
  arrange(kept.list, [...kept.nodes.values()]);
  closeOrphans();
}

function drawFoot(view) {
  const close = h(
    "button",
    { class: "button", "data-testid": "modal-close", onclick: () => dismiss() },
    plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close")),
  );
  const submit = view.submit
    ? h(
        "button",
        { class: "button primary", "data-testid": "modal-submit", onclick: () => send() },
        plainText(view.submit.text),
      )
    : null;
  fill(foot, h("span", { class: "modal-status", role: "status" }), close, submit);
  if (sending.has(view.id)) drawSending(true);
}

function drawSending(on) {
  const button = foot.querySelector(".primary");
  status(on ? "Sending…" : "");
  if (!button) return;
  button.disabled = on;
  button.classList.toggle("busy", on);
}

function focusFirst() {
  const first =
    body.querySelector("input:not([disabled]), textarea, button.select") ??
    foot.querySelector(".primary") ??
    foot.querySelector("button");
  first?.focus({ preventScroll: true });
}

function refocus(was) {
  if (!was?.dataset.actionId) return;
  const same = body.querySelector(
    `[data-action-id="${CSS.escape(was.dataset.actionId)}"][data-block-id="${CSS.escape(was.dataset.blockId)}"]`,
  );
  same?.focus({ preventScroll: true });
  if (same?.setSelectionRange && was.selectionStart !== null && same.type !== "number")
    same.setSelectionRange(was.selectionStart, was.selectionEnd);
}

async function dismiss(clear = false) {
  const view = drawn();
  if (!view) return;
  const closing = clear ? state.views : [view];
  try {
    await call("dismiss", { view_id: view.id, clear });
  } catch (error) {
    complain(error);
  }
  // Closing must work even when the sandbox can not be asked.
  forget(closing);
}

// Only what stood there when it was asked for: the app may have opened another view meanwhile.
function forget(closed) {
  const gone = new Set(closed.map((each) => each.id));
  const left = state.views.filter((each) => !gone.has(each.id));
  if (left.length === state.views.length) return;
  state.views = left;
  emit("views");
}

async function send() {
  const view = drawn();
  if (!view?.submit || sending.has(view.id)) return;
  const stack = state.views;
  showErrors({});
  sending.add(view.id);
  drawSending(true);
  try {
    const answer = await call("submit", { view_id: view.id, values: shownValues(view) });
    heard(view);
    if (answer.outcome === "errors" && isShown(view)) showErrors(answer.errors ?? {});
    else if (answer.outcome === "closed") forget([view]);
    else if (answer.outcome === "cleared") forget(stack);
  } catch (error) {
    heard(view);
    if (isShown(view)) status(unanswered(error), true);
  }
}

// By the time of the answer another view may lie on top, or none.
const isShown = (view) => shown?.id === view.id;

function heard(view) {
  sending.delete(view.id);
  if (isShown(view)) drawSending(false);
}

/** Only what the view still shows is submitted, though more may have been filled in before. */
function shownValues(view) {
  const values = valuesOf(filledIn.get(view.id));
  const shownIds = new Set(view.blocks.map((block) => block.block_id));
  return Object.fromEntries(Object.entries(values).filter(([blockId]) => shownIds.has(blockId)));
}

function unanswered(error) {
  if (error instanceof ApiError && error.code === "operation_timeout")
    return "The app did not answer. Your entries are still here; try again.";
  return error.message;
}

function status(text, bad = false) {
  const line = foot.querySelector(".modal-status");
  line.textContent = text;
  line.classList.toggle("bad", bad);
}

/** Put each sentence under the field it is about; the first one gets the focus. */
function showErrors(errors) {
  body.querySelectorAll(".field-error").forEach((each) => each.remove());
  body.querySelectorAll("[aria-invalid]").forEach((each) => each.removeAttribute("aria-invalid"));
  const strays = [];
  let first = null;
  for (const [blockId, text] of Object.entries(errors)) {
    const block = body.querySelector(`.block[data-block-id="${CSS.escape(blockId)}"]`);
    if (!block) {
      strays.push(text);
      continue;
    }
    const id = `error-${blockId}`;
    block.append(h("p", { class: "field-error", id, role: "alert", "data-testid": `error-${blockId}` }, text));
    const field = block.querySelector("[data-action-id]");
    field?.setAttribute("aria-invalid", "true");
    field?.setAttribute("aria-errormessage", id);
    first ??= field;
  }
  if (strays.length) status(strays.join(" "), true);
  if (!first) return;
  (first.matches("fieldset") ? first.querySelector("input") : first)?.focus();
  first.closest(".block")?.scrollIntoView({ block: "nearest" }); // what is wrong stands below the field
}

dialog.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    dismiss();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send();
  }
});
// Some browsers close a dialog on their own; the app must hear of it all the same.
dialog.addEventListener("cancel", (event) => event.preventDefault());

on("views", draw);
on("boot", draw);
