// Pills for people, channels, groups and everyone, as they stand inside text.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { formatDate, fullTime, zoneName } from "./dates.js";
import { channelTitle, state } from "./store.js";
import { openProfile } from "./profile.js";
import { goToChannel } from "./router.js";

export function userPill(userId, label) {
  const user = state.users.get(userId);
  const classes = userId === state.me ? "mention mention-me" : "mention";
  const text = `@${user ? user.real_name || user.name : label || userId}`;
  if (!user) return h("span", { class: classes }, text);
  return h(
    "button",
    { class: classes, "data-user-id": userId, onclick: (event) => openProfile(event.currentTarget, userId) },
    text,
  );
}

export function channelPill(channelId) {
  const channel = state.channels.get(channelId);
  // Slack does not tell the name of a channel that the reader may not see.
  if (!channel) return h("span", { class: "mention" }, icon("lock"), " private channel");
  return h(
    "button",
    { class: "mention", "data-channel-id": channelId, onclick: () => goToChannel(channelId) },
    `#${channelTitle(channel)}`,
  );
}

export function groupPill(groupId, label) {
  const group = state.groups.get(groupId);
  const name = group?.handle ?? group?.name ?? label ?? groupId;
  const mine = group?.users?.includes(state.me);
  return h("span", { class: mine ? "mention mention-me" : "mention" }, name.startsWith("@") ? name : `@${name}`);
}

export const broadcastPill = (range) => h("span", { class: "mention mention-me" }, `@${range}`);

/** A moment, in the reader's zone; the fallback where it can not be read. */
export function datePill(epoch, format, fallback) {
  const text = formatDate(epoch, format);
  if (text === null) return document.createTextNode(fallback ?? "");
  const date = new Date(Number(epoch) * 1000);
  const title = `${fullTime(date)} (${zoneName()})`;
  const node = h("time", { class: "date", datetime: date.toISOString(), title }, text);
  // Relative words grow old while one looks at them; main.js refreshes what is marked.
  if (/ago|pretty/.test(format)) Object.assign(node.dataset, { epoch, format });
  return node;
}

/** Refresh the relative words of all dates on the page. */
export function refreshDates() {
  for (const node of document.querySelectorAll("time[data-format]")) {
    node.textContent = formatDate(node.dataset.epoch, node.dataset.format);
  }
}
