// Emoji as nodes. The system's emoji font draws them; where it lacks one (many Linux servers and
// containers have none), a small drawing of our own stands in, and at last the shortcode itself.

import { fragment, h } from "./dom.js";
import { drawing } from "./icons.js";
import { BY_CHAR, BY_NAME, FREQUENT, bare } from "./emojidata.js";
import { shapesOf } from "./emojishapes.js";

const SHORTCODE = /:([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:/y;
const PICTURE =
  /(?:\p{Extended_Pictographic}|[0-9#*]\uFE0F?\u20E3)(?:\uFE0F|\u200D\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])*/gu;
const PLAIN_SIGNS = new Set(["©", "®", "™", "↔"]);

/** The emoji of that name as a node, or null when the table has no such name. */
export function emojiByName(name) {
  const char = BY_NAME.get(name);
  return char ? emojiNode(name, char) : null;
}

/** Like emojiByName, but null where this machine has no picture for it. */
export function emojiPicture(name) {
  const char = BY_NAME.get(name);
  return char && (colourFont() || shapesOf(name) || canDraw(char)) ? emojiNode(name, char) : null;
}

/** The emoji that starts at `index` of `text` as a shortcode: {node, end} or null. */
export function emojiAt(text, index) {
  SHORTCODE.lastIndex = index;
  const found = SHORTCODE.exec(text);
  const node = found && emojiByName(found[1]);
  return node ? { node, end: SHORTCODE.lastIndex } : null;
}

/** Text in which emoji characters become emoji nodes; nothing else is interpreted. */
export function withEmoji(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(PICTURE)) {
    if (PLAIN_SIGNS.has(found[0])) continue;
    parts.push(text.slice(from, found.index), emojiNode(BY_CHAR.get(bare(found[0])), found[0]));
    from = found.index + found[0].length;
  }
  return fragment(...parts, text.slice(from));
}

/** Plain text with shortcodes and emoji characters drawn: what Slack calls plain_text. */
export function plainText(text) {
  const parts = [];
  let from = 0;
  for (let i = text.indexOf(":"); i !== -1; i = text.indexOf(":", i + 1)) {
    const found = emojiAt(text, i);
    if (!found) continue;
    parts.push(withEmoji(text.slice(from, i)), found.node);
    from = found.end;
    i = from - 1;
  }
  return fragment(...parts, withEmoji(text.slice(from)));
}

function emojiNode(name, char) {
  const label = name ? `:${name}:` : char;
  const node = h("span", { class: "emoji", role: "img", "aria-label": label, title: label });
  const shapes = name && shapesOf(name);
  if (colourFont()) node.append(char);
  else if (shapes) node.append(drawing(shapes));
  else if (name && !canDraw(char)) return h("span", { class: "emoji-name" }, label);
  else node.append(char);
  return node;
}

/** Names that fit a few typed letters: those that start with them first. */
export function findEmoji(typed, limit) {
  const letters = typed.toLowerCase();
  const names = [...BY_NAME.keys()].filter((name) => name.includes(letters));
  names.sort((a, b) => Number(b.startsWith(letters)) - Number(a.startsWith(letters)) || a.length - b.length);
  return names.slice(0, limit);
}

/** All names for the picker: each character once, and only what this machine can show. */
export const pickerNames = () => [...new Set([...FREQUENT, ...BY_CHAR.values()])].filter(emojiPicture);

// ---- what can this machine draw? ------------------------------------------------------------

const SIZE = 16;
const drawable = new Map();
let hasColourFont;

function colourFont() {
  hasColourFont ??= pixels("😀").some((value, i) => i % 4 === 0 && value > 100);
  return hasColourFont;
}

function canDraw(char) {
  // A character that no font has looks exactly like any other missing one.
  if (!drawable.has(char)) drawable.set(char, pixels(char).join() !== pixels("\u{1FFFE}").join());
  return drawable.get(char);
}

// Black ink on nothing: any red in the result comes from a colour font.
function pixels(char) {
  const canvas = h("canvas", { width: SIZE, height: SIZE });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.font = `${SIZE - 4}px sans-serif`;
  context.textBaseline = "top";
  context.fillText(char, 0, 0);
  return [...context.getImageData(0, 0, SIZE, SIZE).data];
}
