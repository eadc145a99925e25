// The list that opens under a select: a search field, and options that arrow keys walk.
// Focus stays in the search field; aria-activedescendant says which option is meant.

import { freshId, h } from "./dom.js";
import { plainText } from "./emoji.js";
import { openPopover, toggledShut } from "./popover.js";

const PAUSE_MS = 150; // an app is asked for options after a pause in typing

/** openListbox(anchor, {source, many, label, isChosen(value), pick(option), onClose}) */
export function openListbox(anchor, { source, many, label, isChosen, pick, onClose }) {
  if (toggledShut(anchor)) return;
  const listId = freshId("listbox");
  const list = h("div", {
    class: "listbox",
    role: "listbox",
    id: listId,
    "aria-label": label,
    "aria-multiselectable": many ? "true" : null,
    "aria-busy": "true",
  });
  const search = h("input", {
    class: "listbox-search",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-label": `Search ${label}`,
    placeholder: "Search",
    autocomplete: "off",
  });
  let options = [];
  let active = -1;
  let asked = 0;

  const { close, replace } = openPopover(anchor, () => h("div", {}, search, list), {
    className: "listbox-panel",
    role: "presentation",
    onClose,
  });

  function activate(index) {
    active = options.length ? (index + options.length) % options.length : -1;
    options.forEach(({ node }, i) => node.classList.toggle("active", i === active));
    if (active === -1) return search.removeAttribute("aria-activedescendant");
    search.setAttribute("aria-activedescendant", options[active].node.id);
    return options[active].node.scrollIntoView({ block: "nearest" });
  }

  async function choose(index) {
    const { option, node } = options[index] ?? {};
    if (!option) return;
    if (!many) close();
    await pick(option);
    node.setAttribute("aria-selected", String(isChosen(option.value)));
  }

  function row(option) {
    const index = options.length;
    const node = h(
      "div",
      {
        class: "option",
        role: "option",
        id: freshId("option"),
        "aria-selected": String(isChosen(option.value)),
        "data-value": option.value,
        onclick: () => choose(index),
        onpointermove: () => active !== index && activate(index),
      },
      h("span", { class: "option-label" }, plainText(option.label)),
      option.hint ? h("span", { class: "option-hint" }, plainText(option.hint)) : null,
    );
    // The search field keeps the focus while the mouse chooses.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    options.push({ option, node });
    return node;
  }

  function draw(groups) {
    options = [];
    const nodes = groups.flatMap((group) => [
      group.label ? h("div", { class: "option-group", role: "presentation" }, plainText(group.label)) : null,
      ...group.options.map(row),
    ]);
    list.replaceChildren(...nodes.filter(Boolean));
    if (!options.length)
      list.append(
        h(
          "p",
          { class: "muted" },
          search.value.length < (source.least ?? 0) ? `Type ${source.least} or more letters` : "No results",
        ),
      );
    activate(
      Math.max(
        0,
        options.findIndex(({ option }) => isChosen(option.value)),
      ),
    );
    replace();
  }

  async function refresh() {
    const mine = outdate();
    if (source.least !== undefined) list.replaceChildren(h("p", { class: "muted" }, "Loading…"));
    try {
      const groups = await source.find(search.value.trim());
      if (mine === asked) draw(groups);
    } catch (error) {
      if (mine === asked) list.replaceChildren(h("p", { class: "field-error", role: "alert" }, error.message));
    }
    if (mine === asked) list.setAttribute("aria-busy", "false");
  }

  // What was found by other letters is no answer to these.
  function outdate() {
    list.setAttribute("aria-busy", "true");
    asked += 1;
    return asked;
  }

  let pause;
  search.addEventListener("input", () => {
    outdate();
    clearTimeout(pause);
    if (source.least === undefined) refresh();
    else pause = setTimeout(refresh, PAUSE_MS);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") activate(active + 1);
    else if (event.key === "ArrowUp") activate(active - 1);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      if (list.ariaBusy === "false") choose(active);
    }
    else if (event.key === "Tab") return close();
    else return undefined;
    return event.preventDefault();
  });
  search.focus();
  refresh();
}
