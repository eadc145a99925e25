// What one can do with channels: create, browse, join, rename, invite, archive …

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { userAvatar } from "./avatars.js";
import { askForm, confirmed, openDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu, openPopover, toggledShut, walk } from "./popover.js";
import { openConversation } from "./profile.js";
import { goToChannel } from "./router.js";
import { channelTitle, on, otherChannels, people, state } from "./store.js";

/** The topic as text, whichever form the server gives it. */
export const topicOf = (channel) => channel.topic?.value ?? channel.topic ?? "";

export function createChannel() {
  const fields = [
    {
      name: "name",
      label: "Name",
      placeholder: "e.g. plan-budget",
      maxlength: 80,
      hint: "Lower-case letters, digits, hyphens and underscores.",
    },
    {
      name: "is_private",
      type: "checkbox",
      label: "Make private",
      value: false,
      hint: "Only invited people can see it.",
    },
  ];
  return askForm("Create a channel", fields, create, { button: "Create" });
}

async function create(values) {
  const { channel } = await call("create", values);
  state.channels.set(channel.id, channel); // the stream may tell of it only later
  goToChannel(channel.id);
}

export async function browseChannels() {
  const body = h("div", { class: "dialog-body" });
  let stop;
  await openDialog("Browse channels", (close) => {
    const draw = () => {
      const rows = otherChannels().map((channel) => browseRow(channel, close));
      const nothing = h("p", { class: "muted" }, "You are in every channel that you can see.");
      fill(body, rows.length ? h("ul", { class: "rows" }, rows) : nothing);
    };
    stop = on("channels", draw);
    draw();
    return body;
  });
  stop();
}

function browseRow(channel, close) {
  const view = h("button", { class: "button small", onclick: () => (close(), goToChannel(channel.id)) }, "View");
  const join = h("button", { class: "button small primary", onclick: () => (close(), joinChannel(channel)) }, "Join");
  const mark = channel.is_archived ? h("span", { class: "mark" }, "archived") : null;
  return h(
    "li",
    { class: "row" },
    h(
      "span",
      { class: "row-words" },
      icon(channel.is_private ? "lock" : "hash"),
      h("strong", {}, channelTitle(channel)),
      mark,
      h("span", { class: "muted" }, `${channel.num_members ?? 0} members`),
    ),
    view,
    channel.is_archived || channel.member ? null : join,
  );
}

export async function joinChannel(channel) {
  await orToast(() => call("join", { channel: channel.id }));
  goToChannel(channel.id);
}

export function startConversation(anchor) {
  if (toggledShut(anchor)) return;
  const row = (user, close) =>
    h(
      "button",
      {
        class: "menu-item person",
        "data-walk": true,
        onclick: () => (close({ refocus: false }), orToast(() => openConversation(user.id))),
      },
      userAvatar(user.id, "avatar-small"),
      h("span", { class: "menu-label" }, user.real_name || user.name),
      h("span", { class: "menu-hint" }, user.is_bot ? "app" : (user.title ?? "")),
    );
  const known = people().filter((each) => !each.is_bot || each.id === state.app?.bot_user_id);
  openPopover(
    anchor,
    (close) =>
      h(
        "div",
        { class: "menu", onkeydown: walk },
        known.map((user) => row(user, close)),
      ),
    { label: "Message someone" },
  );
}

/** The menu behind a channel's name. */
export function openChannelMenu(anchor, channel) {
  const run = (action, body = {}) => orToast(() => call(action, { channel: channel.id, ...body }));
  if (channel.is_archived) {
    return openMenu(anchor, [{ label: "Unarchive channel", run: () => run("unarchive") }], { label: "Channel" });
  }
  const items = [
    channel.member ? null : { label: "Join channel", run: () => joinChannel(channel) },
    { label: "Set topic…", run: () => setTopic(channel) },
    { label: "Rename channel…", run: () => rename(channel) },
    { label: "Add people…", run: () => invite(channel) },
    { label: "Remove someone…", run: () => kick(channel) },
    channel.is_private ? null : { label: "Convert to private…", run: () => convert(channel) },
    { label: "Copy channel id", hint: channel.id, run: () => orToast(() => navigator.clipboard.writeText(channel.id)) },
    channel.member ? { label: "Leave channel", run: () => run("leave") } : null,
    { label: "Archive channel…", danger: true, run: () => archive(channel) },
  ];
  return openMenu(anchor, items.filter(Boolean), { label: "Channel" });
}

export function setTopic(channel) {
  return askForm("Set topic", [{ name: "text", label: "Topic", value: topicOf(channel), maxlength: 250 }], (values) =>
    call("topic", { channel: channel.id, ...values }),
  );
}

function rename(channel) {
  return askForm(
    "Rename channel",
    [{ name: "name", label: "Name", value: channel.name, maxlength: 80 }],
    (values) => call("rename", { channel: channel.id, ...values }),
    { button: "Rename" },
  );
}

const personChoice = (user) => ({
  value: user.id,
  label: `${user.real_name || user.name}${user.is_bot ? " (app)" : ""}`,
});

function invite(channel) {
  const inside = new Set(channel.members ?? []);
  const options = people()
    .filter((each) => !inside.has(each.id))
    .map(personChoice);
  return askForm(
    `Add people to #${channel.name}`,
    [{ name: "users", type: "choices", label: "People and apps", options }],
    (values) => call("invite", { channel: channel.id, ...values }),
    { button: "Add" },
  );
}

function kick(channel) {
  const inside = channel.members && new Set(channel.members);
  const options = people()
    .filter((each) => each.id !== state.me && (!inside || inside.has(each.id)))
    .map(personChoice);
  const submit = async ({ users }) => {
    for (const user of users) await call("kick", { channel: channel.id, user });
    return true;
  };
  return askForm(
    `Remove from #${channel.name}`,
    [{ name: "users", type: "choices", label: "People and apps", options }],
    submit,
    { button: "Remove" },
  );
}

async function convert(channel) {
  const sure = await confirmed({
    title: "Convert to private",
    text: `Only its members will see #${channel.name}. This can not be undone.`,
    confirm: "Convert",
  });
  if (sure) await orToast(() => call("convert_private", { channel: channel.id }));
}

async function archive(channel) {
  const sure = await confirmed({
    title: "Archive channel",
    text: `Archive #${channel.name}? It stays readable under “Browse channels”.`,
    confirm: "Archive",
    danger: true,
  });
  if (sure) await orToast(() => call("archive", { channel: channel.id }));
}
