// Select menus of Block Kit: one choice or several, from a fixed list, the app, people or channels.

import { h } from "./dom.js";
import { plainText } from "./emoji.js";
import { icon } from "./icons.js";
import { allowed, marks, whileBusy } from "./interact.js";
import { openListbox } from "./listbox.js";
import { optionSource } from "./optionsources.js";

const MANY = /^multi_/;

export function selectNode(element, block, ctx, { labelId, hintId }) {
  const many = MANY.test(element.type);
  const source = optionSource(element, block, ctx);
  let chosen = startingChoice(element, block, ctx, source);
  let changed = false;

  const shown = h("span", { class: "select-shown" });
  const control = h(
    "button",
    {
      class: "select",
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": labelId,
      "aria-describedby": hintId,
      "aria-label": labelId ? null : (element.placeholder?.text ?? "Choose"),
      ...marks(block, element),
    },
    shown,
    icon("down"),
  );

  const draw = () => {
    const empty = h(
      "span",
      { class: "placeholder" },
      plainText(element.placeholder?.text ?? (many ? "Choose options" : "Choose an option")),
    );
    const chips = chosen.map((each) => h("span", { class: many ? "chip" : "" }, plainText(each.label)));
    shown.replaceChildren(...(chosen.length ? chips : [empty]));
  };
  const hold = () =>
    ctx.hold(block, element, many ? chosen.map(source.input) : chosen[0] ? source.input(chosen[0]) : null);
  const tell = () => whileBusy(control, () => ctx.act(block, element, ctx.held(block, element)));

  async function pick(option) {
    if (!many && !(await allowed(element))) return;
    const at = chosen.findIndex((each) => each.value === option.value);
    if (!many) chosen = [option];
    else if (at !== -1) chosen = chosen.filter((each) => each !== chosen[at]);
    else if (chosen.length < (element.max_selected_items ?? Infinity)) chosen = [...chosen, option];
    hold();
    draw();
    changed = true;
    if (!many) tell();
  }

  const open = () =>
    openListbox(control, {
      source,
      many,
      label: element.placeholder?.text ?? "Options",
      isChosen: (value) => chosen.some((each) => each.value === value),
      pick,
      // Several choices are sent together when the list closes.
      onClose: () => {
        if (many && changed) tell();
        changed = false;
      },
    });
  control.addEventListener("click", open);
  control.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open();
    } else if (many && event.key === "Backspace" && chosen.length) {
      pick(chosen.at(-1));
      tell();
      changed = false;
    }
  });
  if (chosen.length) hold();
  draw();
  return control;
}

function startingChoice(element, block, ctx, source) {
  const held = ctx.held(block, element);
  if (held !== undefined)
    return [held ?? []]
      .flat()
      .map((input) => source.known(input))
      .filter(Boolean);
  const initial = [
    element.initial_option,
    element.initial_options,
    element.initial_user,
    element.initial_users,
    element.initial_channel,
    element.initial_channels,
    element.initial_conversation,
    element.initial_conversations,
  ];
  return initial
    .flat()
    .filter(Boolean)
    .map((each) => source.known(each))
    .filter(Boolean);
}
