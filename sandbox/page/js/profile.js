// The card behind a name: who this is, what time it is there, and what one can do.

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { userAvatar } from "./avatars.js";
import { timeInZone } from "./dates.js";
import { h } from "./dom.js";
import { openPopover, toggledShut } from "./popover.js";
import { goToChannel, goHome } from "./router.js";
import { state } from "./store.js";

export function openProfile(anchor, userId) {
  const user = state.users.get(userId);
  if (!user || toggledShut(anchor)) return;
  openPopover(anchor, (close) => card(user, close), { label: `Profile of ${user.real_name}`, className: "profile" });
}

function card(user, close) {
  const marks = [
    user.is_bot && "app",
    user.is_guest && "guest",
    user.is_admin && "admin",
    user.deleted && "deactivated",
  ].filter(Boolean);
  return h(
    "div",
    { class: "profile-card" },
    h(
      "div",
      { class: "profile-head" },
      userAvatar(user.id, "avatar-large"),
      h(
        "div",
        {},
        h("strong", {}, user.real_name || user.name),
        h("div", { class: "muted" }, `@${user.name}`),
        h("div", {}, user.title ?? ""),
      ),
    ),
    marks.length
      ? h(
          "div",
          { class: "marks" },
          marks.map((mark) => h("span", { class: "mark" }, mark)),
        )
      : null,
    user.tz ? h("div", { class: "muted" }, `${timeInZone(user.tz)} local time (${user.tz})`) : null,
    h("div", { class: "profile-actions" }, actions(user, close)),
  );
}

function actions(user, close) {
  const button = (label, run) => h("button", { class: "button small", onclick: () => (close(), orToast(run)) }, label);
  const message = button("Message", () => openConversation(user.id));
  if (user.id === state.app?.bot_user_id) return [button("Open App Home", async () => goHome()), message];
  if (user.is_bot || user.id === state.me) return [message];
  const change = user.deleted ? "reactivate" : "deactivate";
  return [
    message,
    button(user.deleted ? "Reactivate account" : "Deactivate account", () => call(change, { user: user.id })),
  ];
}

/** Open the direct message with someone. */
export async function openConversation(userId) {
  const { channel } = await call("dm", { user: userId });
  if (typeof channel === "object") state.channels.set(channel.id, { ...state.channels.get(channel.id), ...channel });
  goToChannel(typeof channel === "object" ? channel.id : channel);
}
