// The line over the messages: name, topic, members, pins, menu; and the notices under it.

import { userAvatar } from "./avatars.js";
import { joinChannel, openChannelMenu, setTopic, topicOf } from "./channels.js";
import { showMessage } from "./conversation.js";
import { clockTime, dayLabel, toDate } from "./dates.js";
import { fill, h } from "./dom.js";
import { authorOf } from "./events.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { openPopover, toggledShut } from "./popover.js";
import { openProfile } from "./profile.js";
import { channelTitle, currentChannel, nameOf, on, state } from "./store.js";
import * as timeline from "./timeline.js";

export const header = h("header", { class: "channel-head", "data-testid": "channel-header" });
export const notices = h("div", { class: "notices" });
/** Stands in for the composer where one can not write. */
export const footNotice = h("div", { class: "foot-notice", hidden: true });

function draw() {
  const channel = currentChannel();
  if (channel) fill(header, menuButton(), title(channel), tools(channel));
  drawFoot(channel);
}

/** Opens the sidebar where it is folded away (narrow windows). */
export function menuButton() {
  return h(
    "button",
    {
      class: "icon-button menu-button",
      "aria-label": "Open sidebar",
      "aria-controls": "sidebar",
      "data-testid": "open-sidebar",
      onclick: () => document.body.classList.toggle("sidebar-open"),
    },
    icon("menu"),
  );
}

function title(channel) {
  if (channel.is_im) {
    const open = (event) => openProfile(event.currentTarget, channel.user);
    return h(
      "div",
      { class: "channel-title" },
      h(
        "button",
        { class: "channel-name", onclick: open },
        userAvatar(channel.user, "avatar-small"),
        channelTitle(channel),
      ),
    );
  }
  const topic = topicOf(channel);
  const name = h(
    "button",
    {
      class: "channel-name",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-testid": "channel-name",
      onclick: (event) => openChannelMenu(event.currentTarget, channel),
    },
    icon(channel.is_private ? "lock" : "hash"),
    h("span", {}, channelTitle(channel)),
    icon("down"),
  );
  const words = topic ? mrkdwn(topic) : "Add a topic";
  return h(
    "div",
    { class: "channel-title" },
    name,
    channel.is_archived ? h("span", { class: "mark" }, "archived") : null,
    h(
      "button",
      {
        class: `topic ${topic ? "" : "empty"}`,
        "data-testid": "topic",
        title: topic,
        onclick: () => setTopic(channel),
        disabled: channel.is_archived,
      },
      words,
    ),
  );
}

function tools(channel) {
  if (channel.is_im) return h("div", { class: "head-tools" }, pinsButton(channel));
  const count = channel.num_members ?? 0;
  return h(
    "div",
    { class: "head-tools" },
    pinsButton(channel),
    h(
      "button",
      {
        class: "head-tool",
        "data-testid": "members",
        title: "Members",
        "aria-label": `${count} members`,
        onclick: (event) => openMembers(event.currentTarget, channel),
      },
      icon("people"),
      String(count),
    ),
  );
}

function pinsButton(channel) {
  const count = channel.pins?.length ?? 0;
  if (!count) return null;
  return h(
    "button",
    {
      class: "head-tool",
      "data-testid": "pins",
      "aria-label": `${count} pinned`,
      title: "Pinned messages",
      onclick: (event) => openPins(event.currentTarget, channel),
    },
    icon("pin"),
    String(count),
  );
}

async function openPins(anchor, channel) {
  if (toggledShut(anchor)) return;
  const messages = await Promise.all(
    channel.pins.map((ts) => timeline.fetchOne(channel.id, ts).catch(() => undefined)),
  );
  const row = (message, close) =>
    h(
      "button",
      { class: "pin-row", onclick: () => (close({ refocus: false }), showMessage(channel.id, message.ts)) },
      h(
        "span",
        { class: "pin-head" },
        h("strong", {}, authorOf(message)),
        h("span", { class: "muted" }, `${dayLabel(toDate(message.ts))} at ${clockTime(toDate(message.ts))}`),
      ),
      h("span", { class: "pin-text" }, mrkdwn(message.text || "(no text)")),
    );
  openPopover(
    anchor,
    (close) =>
      h(
        "div",
        { class: "pins-list" },
        h("h3", {}, "Pinned"),
        messages.filter(Boolean).map((message) => row(message, close)),
      ),
    { label: "Pinned messages", className: "pins" },
  );
}

function openMembers(anchor, channel) {
  if (!channel.members) return openChannelMenu(anchor, channel);
  if (toggledShut(anchor)) return undefined;
  const rows = channel.members.map((id) =>
    h(
      "li",
      { class: "member" },
      userAvatar(id, "avatar-small"),
      nameOf(id),
      id === state.me ? h("span", { class: "muted" }, "(you)") : null,
    ),
  );
  return openPopover(
    anchor,
    () => h("div", { class: "pins-list", tabindex: 0 }, h("h3", {}, `${rows.length} members`), h("ul", {}, rows)),
    { label: "Members" },
  );
}

function drawFoot(channel) {
  const closed = channel && !channel.is_im && (channel.is_archived || !channel.member);
  footNotice.hidden = !closed;
  document.body.classList.toggle("cannot-write", Boolean(closed));
  if (!closed) return;
  if (channel.is_archived) fill(footNotice, `#${channel.name} is archived. It can be read, not written.`);
  else
    fill(
      footNotice,
      h("span", {}, "You are looking at ", h("strong", {}, `#${channel.name}`), "."),
      h(
        "button",
        { class: "button primary", "data-testid": "join", onclick: () => joinChannel(channel) },
        "Join channel",
      ),
    );
}

function drawNotices() {
  const lines = [];
  if (!state.online) lines.push(notice("The sandbox does not answer. Trying again…", "offline"));
  else if (!state.connected)
    lines.push(notice("No app is connected: commands, buttons and shortcuts reach nobody until one is.", "no-app"));
  fill(notices, lines);
}

const notice = (text, testid) =>
  h("div", { class: "notice", role: "status", "data-testid": testid }, icon("warn"), h("span", {}, text));

on("place", draw);
on("boot", () => (draw(), drawNotices()));
on("channels", (channelId) => channelId === currentChannel()?.id && draw());
on("people", draw);
on("connected", drawNotices);
on("online", drawNotices);
