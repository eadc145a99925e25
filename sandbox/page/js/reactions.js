// Reacting with emoji, and the picker for it.

import { call } from "./api.js";
import { orToast } from "./announce.js";
import { h } from "./dom.js";
import { emojiByName, findEmoji, pickerNames } from "./emoji.js";
import { openPopover, toggledShut } from "./popover.js";
import { state } from "./store.js";

const COLUMNS = 9;
const MOST = 300;

export function toggleReaction(channelId, message, name) {
  const mine = message.reactions?.find((each) => each.name === name)?.users?.includes(state.me);
  return orToast(() => call(mine ? "unreact" : "react", { channel: channelId, ts: message.ts, name }));
}

export function addReaction(anchor, channelId, message) {
  pickEmoji(anchor, (name) => toggleReaction(channelId, message, name));
}

/** Open the emoji picker at a control and hand over the chosen shortcode. */
export function pickEmoji(anchor, chosen) {
  if (toggledShut(anchor)) return;
  openPopover(anchor, (close) => picker((name) => (close(), chosen(name))), {
    label: "Choose an emoji",
    className: "emoji-picker",
  });
}

function picker(choose) {
  const grid = h("div", { class: "emoji-grid", onkeydown: walkGrid });
  const search = h("input", {
    class: "text-input",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    autofocus: true,
    autocomplete: "off",
  });
  const draw = () => {
    const typed = search.value.trim().replaceAll(":", "");
    const names = typed ? findEmoji(typed, MOST) : pickerNames();
    const cells = names.map((name) =>
      h(
        "button",
        {
          class: "emoji-cell",
          title: `:${name}:`,
          "aria-label": `:${name}:`,
          "data-emoji": name,
          onclick: () => choose(name),
        },
        emojiByName(name),
      ),
    );
    grid.replaceChildren(...(cells.length ? cells : [h("p", { class: "muted" }, "No emoji of that name.")]));
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") grid.querySelector("button")?.click();
    else if (event.key === "ArrowDown") grid.querySelector("button")?.focus();
    else return;
    event.preventDefault();
  });
  draw();
  return h("div", {}, h("div", { class: "emoji-search" }, search), grid);
}

function walkGrid(event) {
  const cells = [...event.currentTarget.querySelectorAll("button")];
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return;
  event.preventDefault();
  cells[cells.indexOf(document.activeElement) + step]?.focus();
}
