// Faces: coloured squares with initials (or an emoji, where an integration brings one).

import { h } from "./dom.js";
import { emojiPicture } from "./emoji.js";
import { authorOf } from "./events.js";
import { state } from "./store.js";

const COLOURS = [
  "#7a4fb5",
  "#2f7d6b",
  "#b5532f",
  "#3567b0",
  "#a33d6e",
  "#5c7a29",
  "#8a6417",
  "#47638a",
  "#a1383f",
  "#2d7f96",
];

/** The same name has the same colour every time. */
function colourOf(name) {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return COLOURS[sum % COLOURS.length];
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters =
    words.length > 1 ? [...words[0]][0] + [...words.at(-1)][0] : [...(words[0] ?? "?")].slice(0, 2).join("");
  return letters.toUpperCase();
}

function square(name, colour, content, className = "") {
  const node = h("span", { class: `avatar ${className}`, "aria-hidden": "true" }, content);
  node.style.backgroundColor = colour;
  return node;
}

/** The face of a person or bot user. */
export function userAvatar(userId, className = "") {
  const user = state.users.get(userId);
  const name = user ? user.real_name || user.name : userId;
  // Slack's own colours are often too pale for white letters.
  return square(name, colourOf(user?.is_bot ? name : userId), initials(name), className);
}

/** The face beside a message: the person's, the integration's, or the emoji it asked for. */
export function messageAvatar(message) {
  const icons = message.icons ?? message.bot_profile?.icons ?? {};
  const emoji = emojiPicture((icons.emoji ?? message.icon_emoji ?? "").replaceAll(":", ""));
  const name = authorOf(message);
  if (emoji) return square(name, "transparent", emoji, "avatar-emoji");
  if (!message.bot_id && message.user) return userAvatar(message.user);
  return square(name, colourOf(name), initials(name), "avatar-app");
}
