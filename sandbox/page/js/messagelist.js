// A list of messages that is kept in step with what is known. Nodes of unchanged messages stay
// the same nodes, so that focus, open menus and half-filled fields survive what others do.

import { dayLabel, sameDay, toDate } from "./dates.js";
import { arrange, h } from "./dom.js";
import { editor } from "./editor.js";
import { isPinned, isSystem, messageNode } from "./message.js";
import { state } from "./store.js";

const CLOSE_SECONDS = 5 * 60; // messages of one author within this time share one head

/** Make a list; `options` go to every message: {inThread, onThread}. Returns {node, show, edit}. */
export function createMessageList(label, options) {
  const node = h("div", { class: "message-list", role: "group", "aria-label": label, onkeydown: walkMessages });
  const cache = new Map(); // ts → {signature, node}
  const dividers = new Map();
  let editing = null; // {ts, node}: its field stays the same, so that what is typed survives
  let shown = null;

  /** Show these messages of this channel; `newFrom` is the ts above which "New" stands. */
  function show(channel, messages, { newFrom = null, extra = null } = {}) {
    if (shown?.channel.id !== channel.id) cache.clear();
    shown = { channel, messages, newFrom, extra };
    const focused = node.contains(document.activeElement) ? document.activeElement : null;
    const ts = focused?.closest(".message")?.dataset.ts;
    const wanted = [];
    let last = null;
    for (const message of messages) {
      if (last ? !sameDay(toDate(last.ts), toDate(message.ts)) : !options.inThread)
        wanted.push(divider("day", dayLabel(toDate(message.ts))));
      if (message.ts === newFrom) wanted.push(divider("new", "New"));
      if (extra && message === messages[1]) wanted.push(extra);
      wanted.push(nodeFor(channel, message, last, message.ts === newFrom));
      last = message;
    }
    for (const ts of cache.keys()) if (!messages.some((each) => each.ts === ts)) cache.delete(ts);
    arrange(node, wanted);
    if (focused && document.activeElement !== focused) keepFocus(focused, cache.get(ts)?.node);
    rove(node);
  }

  function nodeFor(channel, message, last, first) {
    const compact = !first && follows(last, message, channel);
    const signature = JSON.stringify([
      message,
      compact,
      editing?.ts === message.ts,
      isPinned(message, channel),
      channel.is_archived,
      state.me,
      state.peopleVersion,
    ]);
    const known = cache.get(message.ts);
    if (known?.signature === signature) return known.node;
    const onEdit = (target) => edit(target?.ts ?? null);
    if (editing?.ts === message.ts) editing.node ??= editor(message, { channel, onEdit });
    const fresh = messageNode(message, {
      ...options,
      channel,
      compact,
      editing: editing?.ts === message.ts ? editing.node : null,
      onEdit,
    });
    cache.set(message.ts, { signature, node: fresh });
    return fresh;
  }

  function divider(kind, text) {
    const key = `${kind} ${text}`;
    if (!dividers.has(key))
      dividers.set(
        key,
        h(
          "div",
          {
            class: `divider divider-${kind}`,
            role: "separator",
            "aria-label": text,
            "data-testid": kind === "new" ? "new-divider" : null,
          },
          h("span", {}, text),
        ),
      );
    return dividers.get(key);
  }

  function edit(ts) {
    editing = ts && { ts, node: null };
    if (shown) show(shown.channel, shown.messages, shown);
  }

  return { node, show, edit };
}

function follows(last, message, channel) {
  if (!last || isSystem(last) || isSystem(message) || isPinned(message, channel) || message.ephemeral || last.ephemeral)
    return false;
  // A card stands on its own: who posted it should not have to be looked for above another one.
  if (message.bot_id && (message.blocks?.length || message.attachments?.length)) return false;
  const author = (each) => [each.user, each.bot_id, each.username].join();
  return (
    author(last) === author(message) &&
    Number(message.ts) - Number(last.ts) < CLOSE_SECONDS &&
    !message.subtype &&
    !last.reply_count
  );
}

/** When a message is drawn anew under somebody's hands, the focus goes to the same control. */
function keepFocus(focused, after) {
  const { actionId, blockId } = focused.dataset;
  const same =
    actionId &&
    after?.querySelector(`[data-action-id="${CSS.escape(actionId)}"][data-block-id="${CSS.escape(blockId)}"]`);
  (after?.contains(focused) ? focused : same || after)?.focus({ preventScroll: true });
}

/** One tab stop for the whole list: the message that was looked at last, or the newest. */
function rove(list) {
  const messages = [...list.querySelectorAll(".message")];
  if (!messages.some((each) => each.tabIndex === 0)) messages.at(-1)?.setAttribute("tabindex", "0");
}

function walkMessages(event) {
  if (!event.target.classList.contains("message")) return;
  const messages = [...event.currentTarget.querySelectorAll(".message")];
  const at = messages.indexOf(event.target);
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: messages.length - 1 }[event.key];
  if (next === undefined || event.altKey || !messages[next]) return;
  event.preventDefault();
  event.target.setAttribute("tabindex", "-1");
  messages[next].setAttribute("tabindex", "0");
  messages[next].focus();
}
