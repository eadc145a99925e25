// What the page knows, and who wants to hear when it changes. Modules read `state` freely;
// they change it only through the small functions here, in timeline.js and in events.js.

import { onceLifted } from "./press.js";

export const state = {
  me: null, // user id of the person that the page plays
  users: new Map(),
  peopleVersion: 0, // grows when anybody changes: what shows names is drawn anew
  groups: new Map(), // user groups by id, when the server names them
  team: { name: "" },
  app: null, // the one installed app: {id, name, bot_user_id}
  channels: new Map(),
  commands: [],
  shortcuts: [],
  samples: [],
  views: [], // the modal stack, top last
  home: undefined, // undefined: not asked yet; null: the app published none
  connected: true, // does an app listen to the sandbox?
  online: true, // does the page hear the sandbox?
  place: { kind: "none" }, // {kind: "channel", id} | {kind: "home"}
  shownFor: null, // for whom the place was opened: another person opens it anew
  thread: null, // ts of the thread open at the right
};

const listeners = new Map();

/** Call `listener(detail)` whenever `topic` changes, until the function that is given back is called. */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
  return () => listeners.get(topic).delete(listener);
}

/** Say that a topic changed. */
export function emit(topic, detail) {
  onceLifted(() => listeners.get(topic)?.forEach((listener) => listener(detail)));
}

/** Take in the answer of `boot`. */
export function takeBoot(boot) {
  Object.assign(state, {
    me: boot.user?.id ?? boot.user,
    users: byId(boot.users.map(known)),
    groups: byId(boot.groups ?? []),
    team: boot.team,
    app: boot.app,
    channels: byId(boot.channels),
    commands: boot.commands ?? [],
    shortcuts: boot.shortcuts ?? [],
    samples: boot.samples ?? [],
    views: boot.views ?? [],
    connected: boot.connected,
    home: undefined,
    peopleVersion: state.peopleVersion + 1,
  });
  emit("boot");
}

// Slackbot speaks like an app, though Slack calls it none.
const known = (user) => (user.id === "USLACKBOT" ? { ...user, is_bot: true } : user);

function byId(list) {
  return new Map(list.map((each) => [each.id, each]));
}

export const currentChannel = () => (state.place.kind === "channel" ? state.channels.get(state.place.id) : undefined);

/** How a person or app is called in the page. */
export function nameOf(userId) {
  const user = state.users.get(userId);
  return user ? user.real_name || user.name : userId;
}

/** How a conversation is called: the channel's name, or the other person's in a direct message. */
export function channelTitle(channel) {
  return channel.is_im ? nameOf(channel.user) : channel.name;
}

/** The channels of the sidebar, in the order in which Alt+Up/Down walks them. */
export function sidebarChannels() {
  const mine = [...state.channels.values()].filter((each) => !each.is_archived);
  const rooms = mine.filter((each) => !each.is_im && each.member).sort(byTitle);
  const talks = mine.filter((each) => each.is_im).sort(byTitle);
  return { rooms, talks };
}

/** Public channels that this person has not joined, and archived ones. */
export function otherChannels() {
  return [...state.channels.values()].filter((each) => !each.is_im && (!each.member || each.is_archived)).sort(byTitle);
}

function byTitle(a, b) {
  return channelTitle(a).localeCompare(channelTitle(b));
}

/** People one may mention: everyone who is not deactivated, persons first. */
export function people() {
  return [...state.users.values()]
    .filter((each) => !each.deleted)
    .sort((a, b) => Number(a.is_bot) - Number(b.is_bot) || a.name.localeCompare(b.name));
}
