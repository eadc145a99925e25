// What could come next while one types: commands and their verbs, people, channels, emoji.
// The suggestions stand above the field; the focus stays in the field.

import { freshId, h } from "./dom.js";
import { emojiByName, findEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { channelTitle, people, state } from "./store.js";
import { userAvatar } from "./avatars.js";

const MOST = 8;

/** Attach suggestions to a textarea. Returns {list, handleKey(event) → taken?, close}. */
export function completion(field, { commands }) {
  const list = h("div", {
    class: "suggestions",
    role: "listbox",
    id: freshId("suggestions"),
    "aria-label": "Suggestions",
    hidden: true,
    "data-testid": "suggestions",
  });
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let found = null; // {from, to, items, exact}
  let active = -1;

  function update() {
    found = suggestions(field.value, field.selectionStart, commands);
    if (!found?.items.length) return close();
    list.replaceChildren(...found.items.map(row));
    list.hidden = false;
    // Nothing is chosen in advance where Enter should send what stands there.
    activate(found.typed && !found.exact ? 0 : -1);
    return undefined;
  }

  function row(item, index) {
    const node = h(
      "div",
      {
        class: "suggestion",
        role: "option",
        id: freshId("suggestion"),
        "aria-selected": "false",
        onclick: () => accept(index),
      },
      item.face,
      h("span", { class: "suggestion-label" }, item.label),
      item.hint ? h("span", { class: "suggestion-hint" }, item.hint) : null,
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    return node;
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === active)));
    if (active === -1) return field.removeAttribute("aria-activedescendant");
    list.children[active].scrollIntoView({ block: "nearest" });
    return field.setAttribute("aria-activedescendant", list.children[active].id);
  }

  function accept(index) {
    const { from, to, items } = found;
    const before = field.value.slice(0, from) + items[index].insert;
    field.value = `${before} ${field.value.slice(to).replace(/^ /, "")}`;
    field.setSelectionRange(before.length + 1, before.length + 1);
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function close() {
    list.hidden = true;
    found = null;
    activate(-1);
  }

  function handleKey(event) {
    if (list.hidden || !found) return false;
    const count = found.items.length;
    if (event.key === "ArrowDown") activate((active + 1) % count);
    else if (event.key === "ArrowUp") activate((active <= 0 ? count : active) - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && !event.shiftKey) accept(Math.max(0, active));
    else if (event.key === "Enter" && !event.shiftKey && active !== -1) accept(active);
    else return false;
    event.preventDefault();
    return true;
  }

  field.addEventListener("input", update);
  field.addEventListener("click", update);
  field.addEventListener("blur", () => setTimeout(close, 0));
  return { list, handleKey, close };
}

/** What fits before the caret: {from, to, items, typed, exact} or null. */
function suggestions(text, caret, commands) {
  const before = text.slice(0, caret);
  if (commands && before.startsWith("/")) return commandItems(before) ?? wordItems(before, caret);
  return wordItems(before, caret);
}

function commandItems(before) {
  const [command, ...rest] = before.split(" ");
  if (!rest.length) return fitting(state.commands.map(commandItem), command, 0, before.length);
  if (rest.length > 1) return null;
  const known = state.commands.find((each) => each.command === command);
  return known ? fitting(verbs(known.usage_hint ?? ""), rest[0], command.length + 1, before.length) : null;
}

const commandItem = (each) => ({
  insert: each.command,
  label: each.command,
  hint: [each.usage_hint, each.description].filter(Boolean).join(" — "),
  face: icon("bolt"),
});

/** The words that a usage hint offers: "[declare|list|role @person]" → declare, list, role. */
export function verbs(hint) {
  return hint
    .replaceAll(/[[\]{}()]/g, "")
    .split("|")
    .map((each) => each.trim())
    .filter((each) => /^\p{L}[\p{L}\p{N}_-]*(\s|$)/u.test(each))
    .map((each) => ({
      insert: each.split(/\s+/)[0],
      label: each.split(/\s+/)[0],
      hint: each.split(/\s+/).slice(1).join(" "),
    }));
}

function fitting(items, typed, from, to) {
  const letters = typed.toLowerCase();
  return {
    from,
    to,
    typed,
    exact: items.some((each) => each.insert === typed),
    items: items.filter((each) => each.insert.toLowerCase().startsWith(letters)),
  };
}

const SOURCES = { "@": mentionItems, "#": channelItems, ":": emojiItems };

function wordItems(before, caret) {
  const found = /(?:^|[\s(])([@#:])([\p{L}\p{N}._+-]*)$/u.exec(before);
  if (!found) return null;
  const [, sign, typed] = found;
  const items = SOURCES[sign](typed.toLowerCase()).slice(0, MOST);
  const exact = items.some((each) => each.insert === sign + typed);
  // An "@" alone may be meant; Enter still sends once a whole name stands there.
  return { from: caret - typed.length - 1, to: caret, items, typed: sign + typed, exact };
}

function mentionItems(typed) {
  const persons = people().map((user) => ({
    insert: `@${user.name}`,
    label: user.real_name || user.name,
    hint: user.is_bot ? "app" : `@${user.name} ${user.title ?? ""}`,
    face: userAvatar(user.id, "avatar-small"),
    find: `${user.name} ${user.real_name}`,
  }));
  const groups = [...state.groups.values()].map((group) => ({
    insert: `@${group.handle}`,
    label: `@${group.handle}`,
    hint: group.name,
    face: icon("people"),
    find: group.handle,
  }));
  const everyone = [
    ["here", "everyone who is here"],
    ["channel", "everyone in this channel"],
  ].map(([name, hint]) => ({ insert: `@${name}`, label: `@${name}`, hint, face: icon("bell"), find: name }));
  return [...persons, ...groups, ...everyone].filter((each) => startsWord(each.find, typed));
}

function channelItems(typed) {
  return [...state.channels.values()]
    .filter(
      (each) => !each.is_im && !each.is_archived && startsWord(each.name.replaceAll("-", " ") + " " + each.name, typed),
    )
    .map((each) => ({
      insert: `#${each.name}`,
      label: channelTitle(each),
      hint: each.topic?.value ?? each.topic,
      face: icon(each.is_private ? "lock" : "hash"),
    }));
}

function emojiItems(typed) {
  if (typed.length < 2) return [];
  return findEmoji(typed, MOST).map((name) => ({ insert: `:${name}:`, label: `:${name}:`, face: emojiByName(name) }));
}

const startsWord = (text, typed) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(typed)) || text.toLowerCase().startsWith(typed);
