// The app's Home tab.

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { userAvatar } from "./avatars.js";
import { blockNodes } from "./blocks.js";
import { fill, h } from "./dom.js";
import { menuButton } from "./header.js";
import { viewContext } from "./interact.js";
import { openConversation } from "./profile.js";
import { on, state } from "./store.js";

const head = h("header", { class: "channel-head" });
const body = h("div", { class: "home-body" });
const inputs = new Map();
let shown = null; // the view that is drawn, as JSON, so that nothing is drawn twice

export const homePane = h(
  "section",
  { class: "home", "data-testid": "home", "aria-label": "App Home", hidden: true },
  head,
  h("div", { class: "scroller" }, body),
);

/** Open the tab: the app is told (app_home_opened) and may publish anew. */
export async function openHome() {
  shown = null;
  draw();
  const before = state.home;
  const answer = await orToast(() => call("home"));
  if (!answer) return;
  // What the stream brought meanwhile is newer than the answer.
  if (state.home === before) state.home = answer.view;
  draw();
}

function draw() {
  if (state.place.kind !== "home" || !state.app) return;
  const tab = (label, current, run) =>
    h(
      "button",
      { class: `tab ${current ? "current" : ""}`, "aria-current": current ? "page" : null, onclick: run },
      label,
    );
  fill(
    head,
    menuButton(),
    h(
      "div",
      { class: "channel-title" },
      h("span", { class: "channel-name" }, userAvatar(state.app.bot_user_id, "avatar-small"), state.app.name),
      h("span", { class: "app-badge" }, "APP"),
    ),
    h(
      "div",
      { class: "tabs" },
      tab("Home", true, () => {}),
      tab("Messages", false, () => orToast(() => openConversation(state.app.bot_user_id))),
    ),
  );
  drawView();
}

function drawView() {
  const view = state.home;
  const signature = JSON.stringify([view ?? null, state.me]);
  if (signature === shown) return;
  shown = signature;
  if (!view) {
    fill(
      body,
      h("p", { class: "muted welcome" }, view === null ? `${state.app.name} has published no Home yet.` : "Loading…"),
    );
    return;
  }
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset : null;
  fill(body, h("div", { class: "blocks" }, blockNodes(view.blocks, viewContext(view.id, inputs))));
  if (focused?.actionId)
    body
      .querySelector(
        `[data-action-id="${CSS.escape(focused.actionId)}"][data-block-id="${CSS.escape(focused.blockId)}"]`,
      )
      ?.focus();
}

on("home", draw);
on("boot", () => {
  inputs.clear();
  shown = null;
});
