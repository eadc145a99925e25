// What only a sandbox has: acting as somebody else, and posting sample alerts.

import { call } from "./api.js";
import { orToast, toast } from "./announce.js";
import { userAvatar } from "./avatars.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu, openPopover, toggledShut, walk } from "./popover.js";
import { emit, nameOf, state } from "./store.js";

/** The button that says whom one acts as, and offers the others. */
export function actAsButton() {
  return h(
    "button",
    {
      class: "act-as",
      "data-testid": "act-as",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `Acting as ${nameOf(state.me)}. Act as somebody else`,
      onclick: (event) => openPeople(event.currentTarget),
    },
    userAvatar(state.me, "avatar-medium"),
    h("span", { class: "act-as-words" }, h("span", { class: "muted" }, "Acting as"), h("strong", {}, nameOf(state.me))),
    icon("down"),
  );
}

function openPeople(anchor) {
  const persons = [...state.users.values()].filter((each) => !each.is_bot && !each.deleted);
  const items = persons.map((user) => ({
    label: `${user.real_name}${user.id === state.me ? " ✓" : ""}`,
    hint: [user.title, user.is_guest && "guest", user.is_admin && "admin"].filter(Boolean).join(", "),
    testid: `as-${user.name}`,
    run: () => emit("act-as", user.id),
  }));
  openMenu(anchor, items, { label: "Act as" });
}

/** The tray of sample alerts. */
export function openSamples(anchor) {
  if (toggledShut(anchor)) return;
  openPopover(anchor, () => tray(), { label: "Sample alerts", className: "tray" });
}

function tray() {
  const rows = state.samples.map((sample) =>
    h(
      "button",
      { class: "menu-item", "data-walk": true, "data-testid": `sample-${sample.id}`, onclick: () => post(sample) },
      h("span", { class: "menu-label" }, sample.title),
      h("span", { class: "menu-hint" }, sample.app),
    ),
  );
  return h(
    "div",
    { class: "menu", onkeydown: walk },
    h("p", { class: "tray-words muted" }, "Posts a message into #data-alerts, as the integration would."),
    rows.length ? rows : h("p", { class: "muted" }, "This sandbox brings no samples."),
  );
}

async function post(sample) {
  const answer = await orToast(() => call("sample", { id: sample.id }));
  if (answer) toast(`Posted “${sample.title}” in #data-alerts.`);
}
