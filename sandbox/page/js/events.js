// What the stream says → what the page knows.

import { announce } from "./announce.js";
import { emit, nameOf, state } from "./store.js";
import * as timeline from "./timeline.js";
import { fromMarkup } from "./typed.js";

const HANDLERS = {
  message({ channel, message }) {
    timeline.upsert(channel, message);
    if (timeline.isReply(message)) timeline.countReply(channel, message);
    emit("arrived", { channel, message });
    if (isHere(channel)) announce(`${authorOf(message)}: ${fromMarkup(message.text ?? "")}`);
  },
  message_changed({ channel, message }) {
    timeline.upsert(channel, message);
  },
  message_deleted({ channel, ts }) {
    timeline.remove(channel, ts);
  },
  ephemeral({ channel, message }) {
    timeline.upsert(channel, { ...message, ephemeral: true });
    emit("arrived", { channel, message });
    if (isHere(channel)) announce(`Only visible to you. ${authorOf(message)}: ${fromMarkup(message.text ?? "")}`);
  },
  ephemeral_changed({ channel, message }) {
    timeline.upsert(channel, { ...message, ephemeral: true });
  },
  ephemeral_deleted({ channel, ts }) {
    timeline.remove(channel, ts);
  },
  reaction({ channel, ts, reactions }) {
    timeline.react(channel, ts, reactions);
  },
  channel({ channel }) {
    state.channels.set(channel.id, { ...state.channels.get(channel.id), ...channel });
    emit("channels", channel.id);
  },
  channel_gone({ channel }) {
    state.channels.delete(channel);
    emit("channels", channel);
  },
  unread({ channel, unread, mentions }) {
    const known = state.channels.get(channel);
    if (!known) return;
    Object.assign(known, { unread, mentions });
    emit("channels", channel);
  },
  views({ stack }) {
    state.views = stack;
    emit("views");
  },
  home({ view }) {
    state.home = view;
    emit("home");
  },
  user({ user }) {
    state.users.set(user.id, { ...state.users.get(user.id), ...user });
    state.peopleVersion += 1;
    emit("people");
  },
  connected({ connected }) {
    state.connected = connected;
    emit("connected");
  },
};

/** Apply one event of the stream; kinds that this page does not know are left alone. */
export function applyEvent(event) {
  HANDLERS[event.type]?.(event);
}

const isHere = (channelId) => state.place.kind === "channel" && state.place.id === channelId;

/** The name that stands over a message. */
export function authorOf(message) {
  if (message.username) return message.username;
  if (message.bot_id && message.bot_profile?.name) return message.bot_profile.name;
  return message.user ? nameOf(message.user) : "App";
}
