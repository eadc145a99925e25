// Slack's mrkdwn → DOM nodes. Text is walked once from left to right; what does not form a
// complete construct stays the characters it is.

import { fragment, h, outsideLink, safeUrl } from "./dom.js";
import { emojiAt, withEmoji } from "./emoji.js";
import { broadcastPill, channelPill, datePill, groupPill, userPill } from "./mentions.js";

const FENCE = /```\n?([\s\S]*?)\n?```/g;
const QUOTE = /^(?:>|&gt;) ?(?!(?:>|&gt;))/;
const LONG_QUOTE = /^(?:>>>|&gt;&gt;&gt;) ?/;
const URL_START = /https?:\/\/[^\s<>|"`]*[^\s<>|"`.,;:!?)\]}'*_~]/y;
const STYLES = { "*": "strong", _: "em", "~": "del" };

/** The text as nodes. `verbatim` leaves bare URLs alone, as Slack does when an app asks so. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(FENCE)) {
    const before = text.slice(from, found.index);
    parts.push(paragraphs(before.replace(/\n$/, ""), verbatim), h("pre", {}, rawInline(found[1])));
    from = found.index + found[0].length;
    if (text[from] === "\n") from += 1;
  }
  parts.push(paragraphs(text.slice(from), verbatim));
  return fragment(...parts);
}

/** Lines, where those that start with ">" form quotes. */
function paragraphs(text, verbatim) {
  const parts = [];
  let lines = [];
  let quoted = false;
  const flush = () => {
    if (!lines.length) return;
    const content = inline(lines.join("\n"), verbatim);
    parts.push(quoted ? h("blockquote", {}, content) : content);
    lines = [];
  };
  const all = text === "" ? [] : text.split("\n");
  for (const [i, line] of all.entries()) {
    if (LONG_QUOTE.test(line)) {
      flush();
      const rest = [line.replace(LONG_QUOTE, ""), ...all.slice(i + 1)].join("\n");
      parts.push(h("blockquote", {}, inline(rest, verbatim)));
      return parts;
    }
    if (QUOTE.test(line) !== quoted) {
      flush();
      quoted = !quoted;
    }
    lines.push(quoted ? line.replace(QUOTE, "") : line);
  }
  flush();
  return parts;
}

/** Inline constructs of a piece of text. */
function inline(text, verbatim = false) {
  const nodes = [];
  let plain = 0;
  let i = 0;
  while (i < text.length) {
    const found = constructAt(text, i, verbatim);
    if (!found) {
      i += 1;
      continue;
    }
    if (i > plain) nodes.push(words(text.slice(plain, i)));
    nodes.push(found.node);
    i = plain = found.end;
  }
  if (plain < text.length) nodes.push(words(text.slice(plain)));
  return fragment(...nodes);
}

function constructAt(text, i, verbatim) {
  const char = text[i];
  if (char === "<") return special(text, i);
  if (char === "`") return code(text, i);
  if (char in STYLES) return styled(text, i, verbatim);
  if (char === ":") return emojiAt(text, i);
  if (char === "h" && !verbatim) return bareUrl(text, i);
  return null;
}

function special(text, i) {
  const end = text.indexOf(">", i);
  if (end === -1) return null;
  const node = specialNode(text.slice(i + 1, end));
  return node && { node, end: end + 1 };
}

/** The inside of <…>: a mention, a date, or a link. */
function specialNode(inside) {
  const bar = inside.indexOf("|");
  const target = bar === -1 ? inside : inside.slice(0, bar);
  const label = bar === -1 ? undefined : decode(inside.slice(bar + 1));
  if (target.startsWith("@")) return userPill(target.slice(1), label);
  if (target.startsWith("#")) return channelPill(target.slice(1));
  if (target.startsWith("!")) return commandNode(target.slice(1), label);
  const url = decode(target);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) return null;
  if (!safeUrl(url)) return document.createTextNode(label ?? url);
  return outsideLink(url, withEmoji(label ?? url.replace(/^(mailto|tel):/, "")));
}

function commandNode(command, label) {
  if (command.startsWith("subteam^")) return groupPill(command.slice("subteam^".length), label);
  if (command.startsWith("date^")) {
    const [, epoch, format = "{date}", url] = command.split("^");
    const date = datePill(epoch, decode(format), label);
    return url ? outsideLink(decode(url), date) : date;
  }
  if (["here", "channel", "everyone"].includes(command)) return broadcastPill(command);
  return document.createTextNode(label ?? `<${command}>`);
}

function code(text, i) {
  const end = text.indexOf("`", i + 1);
  const inside = text.slice(i + 1, end);
  if (end === -1 || inside === "" || inside.includes("\n")) return null;
  return { node: h("code", {}, rawInline(inside)), end: end + 1 };
}

/** Inside code only links and mentions count. */
function rawInline(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(/<[^<>\n]+>/g)) {
    const node = specialNode(found[0].slice(1, -1));
    if (!node) continue;
    parts.push(decode(text.slice(from, found.index)), node);
    from = found.index + found[0].length;
  }
  return fragment(...parts, decode(text.slice(from)));
}

function styled(text, i, verbatim) {
  const mark = text[i];
  if (isWord(text[i - 1]) || !text[i + 1] || /\s/.test(text[i + 1]) || text[i + 1] === mark) return null;
  const end = closing(text, i + 1, mark);
  if (end === -1) return null;
  return { node: h(STYLES[mark], {}, inline(text.slice(i + 1, end), verbatim)), end: end + 1 };
}

/** Where a style ends: on the same line, after a non-space, before a non-word, outside links and code. */
function closing(text, from, mark) {
  for (let i = from; i < text.length && text[i] !== "\n"; i += 1) {
    if (text[i] === "<" || text[i] === "`") {
      const skip = text[i] === "<" ? text.indexOf(">", i) : text.indexOf("`", i + 1);
      if (skip !== -1) i = skip;
      continue;
    }
    if (text[i] === mark && i > from && !/\s/.test(text[i - 1]) && !isWord(text[i + 1])) return i;
  }
  return -1;
}

const isWord = (char) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

function bareUrl(text, i) {
  if (isWord(text[i - 1])) return null;
  URL_START.lastIndex = i;
  const found = URL_START.exec(text);
  if (!found) return null;
  const url = decode(found[0]);
  return { node: outsideLink(url, url), end: URL_START.lastIndex };
}

function words(text) {
  const lines = decode(text).split("\n");
  return lines.flatMap((line, i) => (i ? [h("br"), withEmoji(line)] : [withEmoji(line)]));
}

/** The three entities that Slack uses. */
export function decode(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
