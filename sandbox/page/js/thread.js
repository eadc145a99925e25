// The thread panel at the right.

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { createComposer } from "./composer.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { createMessageList } from "./messagelist.js";
import { channelTitle, currentChannel, emit, on, state } from "./store.js";
import * as timeline from "./timeline.js";

const list = createMessageList("Thread", { inThread: true, onThread: () => {} });
const place = h("span", { class: "muted" });
const count = h("div", { class: "divider divider-replies" }, h("span", {}));
const scroller = h("div", { class: "scroller" }, list.node);
const composer = createComposer({
  testid: "thread-composer",
  placeholder: () => "Reply…",
  draftKey: () => `${state.place.id} ${state.thread}`,
  inThread: true,
  send: (text) => call("post", { channel: state.place.id, text, thread_ts: state.thread }),
});

export const threadPanel = h(
  "aside",
  { class: "thread-panel", "data-testid": "thread-panel", "aria-label": "Thread", hidden: true },
  h(
    "header",
    { class: "panel-head" },
    h("div", {}, h("h2", {}, "Thread"), place),
    h(
      "button",
      { class: "icon-button", "aria-label": "Close thread", title: "Close thread (Esc)", onclick: () => closeThread() },
      icon("close"),
    ),
  ),
  scroller,
  composer.node,
);

threadPanel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeThread();
});

/** Open the thread under a message of the current channel. */
export async function openThread(ts) {
  state.thread = ts;
  threadPanel.hidden = false;
  emit("layout");
  composer.restore();
  composer.focus();
  await orToast(() => timeline.loadThread(state.place.id, ts));
  scroller.scrollTop = scroller.scrollHeight;
}

export function closeThread() {
  if (!state.thread) return;
  const ts = state.thread;
  state.thread = null;
  threadPanel.hidden = true;
  emit("layout");
  document.querySelector(`.conversation [data-ts="${CSS.escape(ts)}"]`)?.focus({ preventScroll: true });
}

function draw() {
  const channel = currentChannel();
  if (!state.thread || !channel) return;
  const messages = timeline.threadOf(channel.id, state.thread);
  if (!messages) return;
  const replies = messages.length - 1;
  place.textContent = channel.is_im ? channelTitle(channel) : `#${channelTitle(channel)}`;
  count.firstChild.textContent = `${replies} ${replies === 1 ? "reply" : "replies"}`;
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  list.show(channel, messages, { extra: replies > 0 ? count : null });
  if (near) scroller.scrollTop = scroller.scrollHeight;
}

on("thread", ({ channel, ts }) => channel === state.place.id && ts === state.thread && draw());
on("channels", draw);
on("people", draw);
