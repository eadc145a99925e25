// The left side: workspace, who acts, channels, conversations, the app.

import { userAvatar } from "./avatars.js";
import { createChannel, browseChannels, startConversation } from "./channels.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { goHome, goToChannel } from "./router.js";
import { channelTitle, nameOf, on, sidebarChannels, state } from "./store.js";
import { themeButton } from "./theme.js";
import { openSamples, actAsButton } from "./desk.js";

const workspace = h("div", { class: "workspace" });
const lists = h("div", { class: "sidebar-lists", onkeydown: walkEntries });
const desk = h("div", { class: "sidebar-desk" });

export const sidebar = h(
  "nav",
  { class: "sidebar", "aria-label": "Channels and conversations", id: "sidebar", "data-testid": "sidebar" },
  workspace,
  lists,
  desk,
);

function drawWorkspace() {
  fill(
    workspace,
    h(
      "div",
      { class: "workspace-words" },
      h("h1", {}, state.team.name),
      h(
        "span",
        {
          class: "sandbox-mark",
          title: "A local stand-in for Slack: nothing leaves this machine, all is forgotten when it stops",
        },
        "Sandbox – not Slack",
      ),
    ),
    themeButton(),
  );
}

function drawLists() {
  const { rooms, talks } = sidebarChannels();
  fill(
    lists,
    group(
      "Channels",
      [tool("Browse channels", "search", browseChannels), tool("Create channel", "plus", createChannel)],
      rooms.map(channelEntry),
    ),
    group(
      "Direct messages",
      [tool("Start a conversation", "plus", startConversation)],
      talks.filter((each) => !isApp(each)).map(channelEntry),
    ),
    group("Apps", [], [homeEntry(), ...talks.filter(isApp).map(channelEntry)]),
  );
}

function drawDesk() {
  fill(
    desk,
    h(
      "button",
      {
        class: "desk-button",
        "data-testid": "samples",
        "aria-haspopup": "dialog",
        onclick: (event) => openSamples(event.currentTarget),
      },
      icon("bell"),
      "Post a sample alert",
    ),
    actAsButton(),
  );
}

const isApp = (channel) => state.users.get(channel.user)?.is_bot;

function group(title, tools, entries) {
  return h(
    "section",
    { class: "sidebar-group", "aria-label": title },
    h("div", { class: "sidebar-title" }, h("h2", {}, title), tools),
    h(
      "ul",
      {},
      entries.map((entry) => h("li", {}, entry)),
    ),
  );
}

function tool(label, picture, run) {
  return h(
    "button",
    { class: "icon-button small", "aria-label": label, title: label, onclick: (event) => run(event.currentTarget) },
    icon(picture),
  );
}

function channelEntry(channel) {
  const here = state.place.kind === "channel" && state.place.id === channel.id;
  const unread = channel.unread > 0 && !here;
  const badge = channel.is_im ? channel.unread : channel.mentions;
  const title = channelTitle(channel);
  return h(
    "button",
    {
      class: `entry ${here ? "here" : ""} ${unread ? "unread" : ""}`,
      "aria-current": here ? "page" : null,
      "data-testid": `channel-${channel.is_im ? `dm-${state.users.get(channel.user)?.name ?? channel.user}` : channel.name}`,
      "data-walk": true,
      "data-channel": channel.id,
      "aria-label": `${title}${channel.is_private ? ", private" : ""}${unread ? `, ${channel.unread} unread` : ""}${badge && unread ? `, ${badge} mentions` : ""}`,
      onclick: () => goToChannel(channel.id),
    },
    channel.is_im ? userAvatar(channel.user, "avatar-small") : icon(channel.is_private ? "lock" : "hash"),
    h(
      "span",
      { class: "entry-name" },
      title,
      channel.is_im && channel.user === state.me ? h("span", { class: "muted" }, " (you)") : null,
    ),
    channel.is_im && isApp(channel) ? h("span", { class: "entry-note" }, "Messages") : null,
    badge && unread ? h("span", { class: "badge", "data-testid": "badge" }, String(badge)) : null,
  );
}

function homeEntry() {
  const here = state.place.kind === "home";
  if (!state.app) return h("span", { class: "entry muted" }, "No app installed");
  return h(
    "button",
    {
      class: `entry ${here ? "here" : ""}`,
      "aria-current": here ? "page" : null,
      "data-testid": "app-home",
      "data-walk": true,
      onclick: goHome,
    },
    userAvatar(state.app.bot_user_id, "avatar-small"),
    h("span", { class: "entry-name" }, state.app.name ?? nameOf(state.app.bot_user_id)),
    h("span", { class: "entry-note" }, "Home"),
  );
}

/** Arrow keys walk through all entries, whatever group they are in. */
function walkEntries(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey) return;
  const entries = [...lists.querySelectorAll("button.entry")];
  const at = entries.indexOf(document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  entries[(at + step + entries.length) % entries.length].focus();
}

/** Go to the next or the previous conversation in the order of the sidebar. */
export function stepChannel(step) {
  const entries = [...lists.querySelectorAll("button.entry")];
  if (!entries.length) return;
  const at = entries.findIndex((each) => each.classList.contains("here"));
  entries[(at + step + entries.length) % entries.length].click();
}

function keepFocus() {
  const before = lists.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  drawLists();
  if (before) lists.querySelector(`[data-testid="${CSS.escape(before)}"]`)?.focus();
}

for (const topic of ["boot", "channels", "place", "people"]) on(topic, keepFocus);
for (const topic of ["boot", "people"]) on(topic, drawDesk);
on("boot", drawWorkspace);

/** How many messages wait: for the document's title. */
export function unreadTotal() {
  const { rooms, talks } = sidebarChannels();
  return [...rooms, ...talks].reduce((sum, each) => sum + (each.unread ?? 0), 0);
}
