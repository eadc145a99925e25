// The middle of the page while a channel is open: its messages, where one stands in them,
// and what is new.

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { h } from "./dom.js";
import { createMessageList } from "./messagelist.js";
import { channelTitle, currentChannel, on, state } from "./store.js";
import { openThread } from "./thread.js";
import * as timeline from "./timeline.js";

const NEAR_END = 60; // pixels from the end that still count as "at the end"
const NEAR_START = 200;

const list = createMessageList("Messages", { inThread: false, onThread: openThread });
const start = h("div", { class: "conversation-start" });
const scroller = h("div", { class: "scroller", "data-testid": "messages", tabindex: -1 }, start, list.node);
const jump = h(
  "button",
  { class: "jump", hidden: true, "data-testid": "jump-latest", onclick: () => toEnd() },
  "Jump to latest",
);
export const conversation = h("div", { class: "conversation" }, scroller, jump);

let atEnd = true;
let newFrom = null;
let arrivedBelow = 0;
let toldRead = null; // the message up to which the server was told that all is read

/** Show a channel from its newest messages, or around one message. */
export async function openConversationView(channel, ts) {
  const unread = channel.unread ?? 0;
  newFrom = null;
  arrivedBelow = 0;
  atEnd = true;
  list.edit(null);
  list.show(channel, timeline.timelineOf(channel.id)?.messages ?? []);
  await timeline.load(channel.id);
  if (currentChannel()?.id !== channel.id || !timeline.timelineOf(channel.id)) return;
  newFrom = firstUnread(channel, unread);
  draw();
  if (ts) await showMessage(channel.id, ts);
  else settle();
  markRead();
}

function firstUnread(channel, unread) {
  if (!unread) return null;
  const others = timeline.timelineOf(channel.id).messages.filter((each) => each.user !== state.me && !each.ephemeral);
  return others[Math.max(0, others.length - unread)]?.ts ?? null;
}

function draw() {
  const channel = currentChannel();
  const known = channel && timeline.timelineOf(channel.id);
  if (!known) return;
  start.replaceChildren(
    ...(known.hasMore ? [h("p", { class: "muted" }, "Loading older messages…")] : [welcome(channel)]),
  );
  list.show(channel, known.messages, { newFrom });
  if (atEnd) toEnd();
  drawJump();
}

function welcome(channel) {
  if (channel.is_im)
    return h("p", { class: "welcome" }, `This is the start of your conversation with ${channelTitle(channel)}.`);
  return h(
    "div",
    { class: "welcome" },
    h("strong", {}, `${channel.is_private ? "" : "# "}${channelTitle(channel)}`),
    h("p", {}, `This is the very beginning of the ${channel.is_private ? "private " : ""}channel.`),
  );
}

// Where to begin to read: at the "new" mark when there is one, else at the end.
function settle() {
  const mark = list.node.querySelector(".divider-new");
  if (!mark) return toEnd();
  mark.scrollIntoView({ block: "center" });
  return watchEnd();
}

/** Go to the newest message; who writes wants to see what comes of it. */
export function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  atEnd = true;
  arrivedBelow = 0;
  drawJump();
}

function drawJump() {
  jump.hidden = atEnd;
  jump.textContent = arrivedBelow
    ? `${arrivedBelow} new message${arrivedBelow === 1 ? "" : "s"} ↓`
    : "Jump to latest ↓";
}

function watchEnd() {
  atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  if (atEnd) arrivedBelow = 0;
  drawJump();
  if (atEnd) markRead();
}

async function readOlder() {
  const channel = currentChannel();
  if (!channel || scroller.scrollTop > NEAR_START || !timeline.timelineOf(channel.id)?.hasMore) return;
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  if (await orToast(() => timeline.loadOlder(channel.id))) scroller.scrollTop = scroller.scrollHeight - fromEnd;
}

/** Bring one message into view and point at it. */
export async function showMessage(channelId, ts) {
  await orToast(() => timeline.loadUntil(channelId, ts));
  const node = list.node.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return;
  atEnd = false;
  node.scrollIntoView({ block: "center" });
  node.classList.add("flash");
  setTimeout(() => node.classList.remove("flash"), 2000);
  watchEnd();
}

/** Tell the server how far this person has read, when they can see it; once, for threads keep a channel unread. */
export function markRead() {
  const channel = currentChannel();
  const latest = channel && timeline.timelineOf(channel.id)?.messages.findLast((each) => !each.ephemeral);
  if (!latest || !atEnd || document.hidden || !channel.unread || toldRead === latest) return;
  toldRead = latest;
  call("read", { channel: channel.id, ts: latest.ts }).catch(() => {});
}

/** Start editing the newest own message (arrow up in an empty composer). */
export function editLast() {
  const channel = currentChannel();
  const own = timeline
    .timelineOf(channel?.id)
    ?.messages.findLast((each) => each.user === state.me && !each.bot_id && !each.subtype && !each.ephemeral);
  if (own) list.edit(own.ts);
}

scroller.addEventListener("scroll", () => {
  watchEnd();
  readOlder();
});
// Pictures that load, or a window that shrinks, must not push the end out of sight.
new ResizeObserver(() => atEnd && toEnd()).observe(list.node);
new ResizeObserver(() => atEnd && toEnd()).observe(scroller);
document.addEventListener("visibilitychange", () => !document.hidden && markRead());

on("messages", ({ channel }) => channel === currentChannel()?.id && draw());
on("people", draw);
on("channels", (channelId) => {
  if (channelId !== currentChannel()?.id) return;
  draw();
  markRead(); // how much is unread is told after what arrived
});
on("arrived", ({ channel, message }) => {
  if (channel !== currentChannel()?.id || timeline.isReply(message)) return;
  if (message.user === state.me && !message.bot_id) return void toEnd();
  if (document.hidden) newFrom ??= message.ts;
  if (!atEnd) arrivedBelow += 1;
  drawJump();
});
