// Small panels beside a control: menus, pickers, lists. One stack of them at a time; Esc or a
// press elsewhere closes the top one and gives the focus back.

import { h } from "./dom.js";

const GAP = 4;
const EDGE = 8;
const open = []; // the panels that are open, the last on top

/**
 * Open a panel beside `anchor`. `build(close)` returns its content.
 * Options: role, label, className, onClose(). Returns {panel, close}.
 */
export function openPopover(
  anchor,
  build,
  { role = "dialog", label = null, className = "", onClose = null, focus = true } = {},
) {
  closeAbove(anchor);
  const panel = h("div", { class: `popover ${className}`, role, "aria-label": label, tabindex: -1 });
  const entry = { panel, anchor, close, onClose };
  function close({ refocus = true } = {}) {
    const at = open.indexOf(entry);
    if (at === -1) return;
    for (const each of open.splice(at).reverse()) {
      each.panel.remove();
      each.anchor.setAttribute?.("aria-expanded", "false");
      each.onClose?.();
    }
    if (refocus && anchor.isConnected) anchor.focus();
  }
  panel.append(build(close));
  // Inside a modal <dialog> everything else is inert, so the panel must live in it.
  (anchor.closest("dialog") ?? document.body).append(panel);
  open.push(entry);
  anchor.setAttribute?.("aria-expanded", "true");
  place(panel, anchor);
  if (focus) (panel.querySelector("[autofocus], input, [role=menuitem], button") ?? panel).focus();
  return { panel, close, replace: () => place(panel, anchor) };
}

// A press on the control of an open panel closes it; panels that hold the anchor stay.
function closeAbove(anchor) {
  while (open.length && !open.at(-1).panel.contains(anchor)) open.at(-1).close({ refocus: false });
}

function place(panel, anchor) {
  const from = anchor.getBoundingClientRect();
  const size = panel.getBoundingClientRect();
  const below = window.innerHeight - from.bottom - EDGE;
  const above = from.top - EDGE;
  const up = size.height > below && above > below;
  panel.style.maxHeight = `${Math.max(120, (up ? above : below) - GAP)}px`;
  const height = Math.min(size.height, Math.max(120, (up ? above : below) - GAP));
  panel.style.top = `${up ? Math.max(EDGE, from.top - GAP - height) : from.bottom + GAP}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(from.left, window.innerWidth - size.width - EDGE))}px`;
  panel.style.minWidth = panel.classList.contains("listbox-panel") ? `${from.width}px` : "";
}

document.addEventListener(
  "pointerdown",
  (event) => {
    while (open.length) {
      const top = open.at(-1);
      if (top.panel.contains(event.target)) return;
      if (top.anchor.contains?.(event.target)) return; // the control itself decides
      top.close({ refocus: false });
    }
  },
  true,
);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !open.length) return;
    event.preventDefault();
    event.stopPropagation();
    open.at(-1).close();
  },
  true,
);

/** Close every panel, for example because the page shows something else now. */
export function closePopovers() {
  while (open.length) open.at(-1).close({ refocus: false });
}

/** Close the panels of controls that are there no more. */
export function closeOrphans() {
  while (open.some(({ anchor }) => !anchor.isConnected)) open.at(-1).close({ refocus: false });
}

/** Is the panel of this control open? Then close it; for controls that toggle. */
export function toggledShut(anchor) {
  const entry = open.find((each) => each.anchor === anchor);
  entry?.close();
  return Boolean(entry);
}

/**
 * A menu: items are {label, hint?, icon?, danger?, run, testid?} or null for a line.
 * Arrow keys walk, Enter runs.
 */
export function openMenu(anchor, items, { label } = {}) {
  if (toggledShut(anchor)) return;
  openPopover(
    anchor,
    (close) =>
      h(
        "div",
        { class: "menu", onkeydown: walk },
        items.map((item) => menuItem(item, close)),
      ),
    { role: "menu", label },
  );
}

function menuItem(item, close) {
  if (!item) return h("hr", { role: "separator" });
  const run = () => {
    close();
    item.run();
  };
  return h(
    "button",
    {
      class: `menu-item ${item.danger ? "danger" : ""}`,
      role: "menuitem",
      tabindex: -1,
      onclick: run,
      "data-testid": item.testid,
      ...item.data,
    },
    h("span", { class: "menu-label" }, item.label),
    item.hint ? h("span", { class: "menu-hint" }, item.hint) : null,
  );
}

/** Arrow keys, Home and End move the focus among the buttons of a list. */
export function walk(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem], [data-walk]")];
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}
