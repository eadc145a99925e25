// One message: who, when, what, reactions and the way into its thread.

import { attachmentNodes } from "./attachments.js";
import { messageAvatar, userAvatar } from "./avatars.js";
import { blockNodes } from "./blocks.js";
import { ago, clockTime, fullTime, toDate } from "./dates.js";
import { fragment, h } from "./dom.js";
import { emojiByName } from "./emoji.js";
import { authorOf } from "./events.js";
import { fileNodes } from "./files.js";
import { icon } from "./icons.js";
import { messageContext } from "./interact.js";
import { userPill } from "./mentions.js";
import { mrkdwn } from "./mrkdwn.js";
import { openProfile } from "./profile.js";
import { addReaction, toggleReaction } from "./reactions.js";
import { nameOf, state } from "./store.js";
import { dismiss, toolbar } from "./toolbar.js";

const SYSTEM =
  /^(channel|group)_(join|leave|topic|purpose|name|archive|unarchive|convert_to_private|posting_permissions)$|^(pinned_item|unpinned_item|bot_add|bot_remove|reminder_add)$/;

export const isSystem = (message) => SYSTEM.test(message.subtype ?? "");

/** messageNode(message, {channel, compact, inThread, editing, onThread}) */
export function messageNode(message, options) {
  const classes = ["message"];
  if (options.compact) classes.push("compact");
  if (message.ephemeral) classes.push("ephemeral");
  if (isPinned(message, options.channel)) classes.push("pinned");
  if (isSystem(message)) classes.push("system");
  if (options.editing) classes.push("editing");
  const node = h("article", {
    class: classes.join(" "),
    tabindex: -1,
    "data-testid": "message",
    "data-ts": message.ts,
    "data-channel": options.channel.id,
    "data-user": message.user ?? message.bot_id,
    "aria-label": `${authorOf(message)}, ${fullTime(toDate(message.ts))}`,
  });
  node.append(
    gutter(message, options),
    h(
      "div",
      { class: "message-main" },
      notes(message, options),
      head(message, options),
      body(message, options),
      reactions(message, options),
      threadBar(message, options),
    ),
  );
  if (!options.editing) node.append(toolbar(message, options));
  return node;
}

export const isPinned = (message, channel) => message.pinned || (channel.pins ?? []).includes(message.ts);

const timeNode = (message, className) =>
  h(
    "time",
    { class: className, datetime: toDate(message.ts).toISOString(), title: fullTime(toDate(message.ts)) },
    clockTime(toDate(message.ts)),
  );

function gutter(message, { compact }) {
  if (isSystem(message))
    return h("div", { class: "gutter" }, h("span", { class: "system-dot", "aria-hidden": "true" }));
  return h("div", { class: "gutter" }, compact ? timeNode(message, "gutter-time") : messageAvatar(message));
}

function notes(message, { channel, inThread }) {
  const lines = [];
  if (isPinned(message, channel)) lines.push(h("div", { class: "note pinned-note" }, icon("pin"), "Pinned"));
  if (message.ephemeral) lines.push(h("div", { class: "note ephemeral-note" }, icon("eye"), "Only visible to you"));
  if (message.subtype === "thread_broadcast" && !inThread)
    lines.push(h("div", { class: "note" }, icon("reply"), "replied to a thread"));
  return lines;
}

function head(message, { compact }) {
  if (compact || isSystem(message)) return null;
  const isApp = Boolean(message.bot_id) || state.users.get(message.user)?.is_bot;
  const name =
    message.user && state.users.has(message.user)
      ? h(
          "button",
          { class: "author", onclick: (event) => openProfile(event.currentTarget, message.user) },
          authorOf(message),
        )
      : h("span", { class: "author" }, authorOf(message));
  return h(
    "div",
    { class: "message-head" },
    name,
    isApp ? h("span", { class: "app-badge" }, "APP") : null,
    timeNode(message, "time"),
  );
}

function body(message, options) {
  if (options.editing) return options.editing;
  if (message.subtype === "tombstone") return h("div", { class: "message-body muted" }, "This message was deleted.");
  const ctx = messageContext(options.channel.id, message.ts);
  const edited = message.edited ? h("span", { class: "edited" }, "(edited)") : null;
  const content =
    message.blocks?.length && !isTyped(message)
      ? [h("div", { class: "blocks" }, blockNodes(message.blocks, ctx)), edited]
      : textBody(message, edited);
  return h(
    "div",
    { class: "message-body" },
    content,
    attachmentNodes(listOf(message.attachments), ctx),
    fileNodes(message.files),
    message.ephemeral
      ? h(
          "button",
          { class: "link-button dismiss", onclick: () => dismiss(message, options.channel) },
          "Dismiss message",
        )
      : null,
  );
}

// What a person typed carries its words once more as rich text, without the styles; its text has all.
const isTyped = (message) =>
  !message.bot_id && message.text && message.blocks.every((block) => block.type === "rich_text");

// Some integrations send `attachments` as a JSON string.
const listOf = (attachments) => (Array.isArray(attachments) ? attachments : []);

function textBody(message, edited) {
  if (!message.text) return edited;
  const time = isSystem(message) ? timeNode(message, "time") : null;
  const actor =
    isSystem(message) && message.user && !message.text.startsWith(`<@${message.user}`)
      ? [userPill(message.user), " "]
      : null;
  return h(
    "div",
    { class: "message-text" },
    actor,
    mrkdwn(message.text),
    edited ? fragment(" ", edited) : null,
    time ? fragment(" ", time) : null,
  );
}

function reactions(message, { channel }) {
  if (!message.reactions?.length) return null;
  const pills = message.reactions.map((reaction) => {
    const mine = reaction.users?.includes(state.me);
    const who = (reaction.users ?? []).map((id) => (id === state.me ? "you" : nameOf(id))).join(", ");
    return h(
      "button",
      {
        class: `reaction ${mine ? "mine" : ""}`,
        "aria-pressed": String(Boolean(mine)),
        "data-reaction": reaction.name,
        title: `${who} reacted with :${reaction.name}:`,
        "aria-label": `:${reaction.name}: ${reaction.count}, ${who}`,
        onclick: () => toggleReaction(channel.id, message, reaction.name),
      },
      emojiByName(reaction.name) ?? `:${reaction.name}:`,
      h("span", { class: "reaction-count" }, String(reaction.count)),
    );
  });
  const add = h(
    "button",
    {
      class: "reaction add",
      "aria-label": "Add reaction",
      onclick: (event) => addReaction(event.currentTarget, channel.id, message),
    },
    icon("smile"),
  );
  return h("div", { class: "reactions", "data-testid": "reactions" }, pills, add);
}

function threadBar(message, { inThread, onThread }) {
  if (inThread || !message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => userAvatar(id, "avatar-small"));
  const last = message.latest_reply
    ? h("span", { class: "muted thread-last" }, `Last reply ${ago(toDate(message.latest_reply))}`)
    : null;
  const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return h(
    "button",
    { class: "thread-bar", "data-testid": "thread-bar", onclick: () => onThread(message.ts) },
    faces,
    h("span", { class: "thread-count" }, words),
    last,
  );
}
