// rich_text blocks: text that is already taken apart, so nothing in it is interpreted.

import { fragment, h, outsideLink } from "./dom.js";
import { emojiByName, withEmoji } from "./emoji.js";
import { broadcastPill, channelPill, datePill, groupPill, userPill } from "./mentions.js";

export const richText = (block) => h("div", { class: "rich-text" }, (block.elements ?? []).map(part));

function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, pieces(element));
    case "rich_text_list":
      return list(element);
    case "rich_text_quote":
      return h("blockquote", {}, pieces(element));
    case "rich_text_preformatted":
      return h("pre", {}, pieces(element));
    default:
      return null;
  }
}

const MARKERS = {
  bullet: ["disc", "circle", "square"],
  ordered: ["decimal", "lower-alpha", "lower-roman"],
};

function list(element) {
  const indent = element.indent ?? 0;
  const markers = MARKERS[element.style] ?? MARKERS.bullet;
  const node = h(
    element.style === "ordered" ? "ol" : "ul",
    { class: element.border ? "bordered" : null, start: element.offset ? element.offset + 1 : null },
    (element.elements ?? []).map((item) => h("li", {}, item.type === "rich_text_section" ? pieces(item) : part(item))),
  );
  node.style.marginInlineStart = `${indent * 24}px`;
  node.style.listStyleType = markers[indent % markers.length];
  return node;
}

const pieces = (element) => (element.elements ?? []).map(piece);

function piece(element) {
  switch (element.type) {
    case "text":
      return styled(lines(element.text ?? ""), element.style);
    case "link":
      return styled(outsideLink(element.url, withEmoji(element.text || element.url)), element.style);
    case "emoji":
      return (
        emojiByName(element.name) ?? (element.unicode ? withEmoji(fromCodes(element.unicode)) : `:${element.name}:`)
      );
    case "user":
      return styled(userPill(element.user_id), element.style);
    case "channel":
      return styled(channelPill(element.channel_id), element.style);
    case "usergroup":
      return styled(groupPill(element.usergroup_id), element.style);
    case "broadcast":
      return broadcastPill(element.range);
    case "date":
      return styled(datePill(element.timestamp, element.format ?? "{date}", element.fallback), element.style);
    case "color":
      return colour(element.value);
    default:
      return element.text ?? null;
  }
}

function lines(text) {
  return fragment(...text.split("\n").flatMap((line, i) => (i ? [h("br"), withEmoji(line)] : [withEmoji(line)])));
}

const STYLES = { code: "code", strike: "del", italic: "em", bold: "strong", underline: "u" };

function styled(node, style = {}) {
  let result = node;
  for (const [name, tag] of Object.entries(STYLES)) {
    if (style[name]) result = h(tag, {}, result);
  }
  return result;
}

const fromCodes = (codes) => String.fromCodePoint(...codes.split("-").map((code) => Number.parseInt(code, 16)));

function colour(value) {
  const swatch = h("span", { class: "swatch" });
  swatch.style.backgroundColor = value;
  return fragment(swatch, value);
}

/** The words of a rich_text block, for places that can only show plain text. */
export function richTextWords(block) {
  const walk = (node) =>
    (node.text ?? "") + (node.elements ?? []).map(walk).join(node.type === "rich_text_list" ? "\n" : "");
  return (block?.elements ?? []).map(walk).join("\n");
}
