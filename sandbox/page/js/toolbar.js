// The little bar over a message: react, reply, pin, and the rest under "more".

import { call } from "./api.js";
import { orToast, toast } from "./announce.js";
import { confirmed } from "./dialog.js";
import { h } from "./dom.js";
import { emojiByName } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { addReaction, toggleReaction } from "./reactions.js";
import { state } from "./store.js";
import * as timeline from "./timeline.js";

const QUICK = ["white_check_mark", "eyes", "raised_hands"];

export function toolbar(message, options) {
  const { channel, inThread, onThread } = options;
  if (message.ephemeral) {
    return h(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
      tool("Dismiss", "close", () => dismiss(message, channel)),
    );
  }
  if (channel.is_archived) return h("div", { hidden: true });
  const pinned = message.pinned || channel.pins?.includes(message.ts);
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": "Message actions" },
    QUICK.map((name) =>
      h(
        "button",
        {
          class: "tool quick",
          "aria-label": `React with :${name}:`,
          title: `:${name}:`,
          onclick: () => toggleReaction(channel.id, message, name),
        },
        emojiByName(name),
      ),
    ),
    tool("Add reaction", "smile", (event) => addReaction(event.currentTarget, channel.id, message)),
    inThread ? null : tool("Reply in thread", "reply", () => onThread(message.ts)),
    tool(
      pinned ? "Unpin from channel" : "Pin to channel",
      "pin",
      () => orToast(() => call(pinned ? "unpin" : "pin", { channel: channel.id, ts: message.ts })),
      pinned,
    ),
    tool("More actions", "more", (event) =>
      openMenu(event.currentTarget, moreItems(message, options), { label: "More message actions" }),
    ),
  );
}

function tool(label, picture, run, pressed) {
  return h(
    "button",
    { class: `tool ${pressed ? "pressed" : ""}`, title: label, "aria-label": label, onclick: run },
    icon(picture),
  );
}

function moreItems(message, { channel, onEdit }) {
  const shortcuts = state.shortcuts
    .filter((each) => each.type === "message")
    .map((each) => ({
      label: each.name,
      hint: state.app?.name,
      testid: `message-shortcut-${each.callback_id}`,
      run: () =>
        orToast(() => call("shortcut", { callback_id: each.callback_id, channel: channel.id, ts: message.ts })),
    }));
  const copy = { label: "Copy link", run: () => copyLink(channel.id, message.ts) };
  const own = message.user === state.me && !message.bot_id && !message.subtype;
  const mine = own
    ? [
        null,
        { label: "Edit message", run: () => onEdit(message) },
        { label: "Delete message…", danger: true, run: () => deleteMessage(message, channel) },
      ]
    : [];
  return [...shortcuts, ...(shortcuts.length ? [null] : []), copy, ...mine];
}

async function copyLink(channelId, ts) {
  const link = `${location.origin}/#channel/${channelId}/${ts}`;
  try {
    await navigator.clipboard.writeText(link);
    toast("Link copied.");
  } catch {
    toast(link);
  }
}

async function deleteMessage(message, channel) {
  const sure = await confirmed({
    title: "Delete message",
    text: "Delete this message? This can not be undone.",
    confirm: "Delete",
    danger: true,
  });
  if (sure) await orToast(() => call("delete", { channel: channel.id, ts: message.ts }));
}

/** Take an ephemeral message out of sight. */
export async function dismiss(message, channel) {
  await orToast(() => call("delete", { channel: channel.id, ts: message.ts }));
  timeline.remove(channel.id, message.ts);
}
