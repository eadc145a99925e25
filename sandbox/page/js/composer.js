// The field in which one writes: messages, replies and commands.

import { call } from "./api.js";
import { complain, orToast, toast } from "./announce.js";
import { completion } from "./complete.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popover.js";
import { pickEmoji } from "./reactions.js";
import { state } from "./store.js";

const TALLEST = 260;
const TOLD_IN_CHANNEL = new Set(["operation_timeout", "dispatch_failed", "dispatch_unknown_error"]);
const drafts = new Map(); // what was begun and not sent, by conversation

/**
 * createComposer({testid, placeholder(), draftKey(), send(text), inThread, onEditLast})
 * → {node, focus, restore}. `send` gets what was typed; commands are handled here.
 */
export function createComposer(options) {
  const field = h("textarea", {
    class: "composer-field",
    rows: 1,
    "data-testid": options.testid,
    "aria-label": options.inThread ? "Reply" : "Message",
    spellcheck: "true",
  });
  const status = h("div", { class: "composer-status muted", role: "status" });
  const suggest = completion(field, { commands: !options.inThread });
  const sendButton = h(
    "button",
    { class: "send", "aria-label": "Send", title: "Send (Enter)", onclick: () => submit(), disabled: true },
    icon("send"),
  );

  function insert(text) {
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
    sendButton.disabled = field.value.trim() === "";
  }

  function set(text) {
    field.value = text;
    remember();
    grow();
  }

  const remember = () => drafts.set(options.draftKey(), field.value);

  async function submit() {
    const text = field.value.trim();
    if (!text) return;
    const key = options.draftKey();
    if (text.startsWith("/") && options.inThread)
      return void toast("Slash commands do not work in threads. Use them in the channel.", "error");
    suggest.close();
    set("");
    options.onSend?.();
    try {
      if (text.startsWith("/")) await runCommand(text, status);
      else await options.send(text);
    } catch (error) {
      // Of a command that failed the sandbox tells by itself, in the channel, as Slack does.
      if (!TOLD_IN_CHANNEL.has(error.code)) complain(error);
      // What was refused is not lost, unless something else was begun meanwhile.
      if (error.code !== "left" && !text.startsWith("/") && options.draftKey() === key && !field.value) set(text);
    }
  }

  field.addEventListener("input", () => {
    remember();
    grow();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || suggest.handleKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "ArrowUp" && field.value === "" && !event.altKey) {
      event.preventDefault();
      options.onEditLast?.();
    }
  });

  const bar = h(
    "div",
    { class: "composer-bar" },
    options.inThread
      ? null
      : h(
          "button",
          {
            class: "icon-button",
            "aria-label": "Shortcuts",
            title: "Shortcuts and commands",
            "aria-haspopup": "menu",
            "data-testid": "shortcuts",
            onclick: (event) => openShortcuts(event.currentTarget, insert),
          },
          icon("bolt"),
        ),
    h(
      "button",
      {
        class: "icon-button",
        "aria-label": "Emoji",
        title: "Emoji",
        onclick: (event) => pickEmoji(event.currentTarget, (name) => insert(`:${name}: `)),
      },
      icon("smile"),
    ),
    h(
      "button",
      { class: "icon-button", "aria-label": "Mention someone", title: "Mention someone", onclick: () => insert("@") },
      icon("at"),
    ),
    status,
    h("span", { class: "composer-hint", "aria-hidden": "true" }, "Shift+Enter for a new line"),
    sendButton,
  );
  const node = h("div", { class: "composer" }, suggest.list, h("div", { class: "composer-box" }, field, bar));
  return {
    node,
    focus: () => field.focus(),
    restore() {
      field.placeholder = options.placeholder();
      field.value = drafts.get(options.draftKey()) ?? "";
      suggest.close();
      grow();
    },
  };
}

async function runCommand(text, status) {
  const [command, ...rest] = text.split(/ (.*)/s);
  if (!state.commands.some((each) => each.command === command)) {
    throw new Error(`${command} is not a command of the app. To send it as a message, put a word before the slash.`);
  }
  status.textContent = `Running ${command}…`;
  try {
    await call("command", { channel: state.place.id, command, text: (rest[0] ?? "").trim() });
  } finally {
    status.textContent = "";
  }
}

function openShortcuts(anchor, insert) {
  const shortcuts = state.shortcuts
    .filter((each) => each.type === "global")
    .map((each) => ({
      label: each.name,
      hint: each.description,
      testid: `shortcut-${each.callback_id}`,
      run: () => orToast(() => call("shortcut", { callback_id: each.callback_id })),
    }));
  const commands = state.commands.map((each) => ({
    label: each.command,
    hint: each.description,
    run: () => insert(`${each.command} `),
  }));
  const nothing = [{ label: "The app has no shortcuts and no commands.", run: () => {} }];
  const items = [...shortcuts, ...(shortcuts.length && commands.length ? [null] : []), ...commands];
  openMenu(anchor, items.length ? items : nothing, { label: "Shortcuts" });
}
