// Standard Markdown → DOM nodes: for the markdown block and for previews of .md files.
// A small subset on purpose: headings, lists, quotes, code, tables, rules and inline styles.

import { fragment, h, outsideLink } from "./dom.js";
import { plainText } from "./emoji.js";

const FENCE = /^ {0,3}(```|~~~)\s*([\w+-]*)\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const TABLE_LINE = /^\s*\|.*\|\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function markdown(text) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  return h("div", { class: "markdown" }, blocks(lines));
}

function blocks(lines) {
  const nodes = [];
  let i = 0;
  while (i < lines.length) {
    const [node, used] = blockAt(lines, i);
    if (node) nodes.push(node);
    i += used;
  }
  return nodes;
}

/** The block that starts at line `i`: [node or null, lines used]. */
function blockAt(lines, i) {
  const line = lines[i];
  if (line.trim() === "") return [null, 1];
  if (FENCE.test(line)) return fence(lines, i);
  if (HEADING.test(line)) return [heading(HEADING.exec(line)), 1];
  if (RULE.test(line)) return [h("hr"), 1];
  if (line.startsWith(">")) return quote(lines, i);
  if (ITEM.test(line)) return list(lines, i);
  if (TABLE_LINE.test(line) && TABLE_RULE.test(lines[i + 1] ?? "")) return table(lines, i);
  return paragraph(lines, i);
}

function fence(lines, i) {
  const mark = FENCE.exec(lines[i])[1];
  let end = i + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  return [h("pre", {}, lines.slice(i + 1, end).join("\n")), end - i + 1];
}

// A message is not the page: its headings must not disturb the page's outline.
const heading = ([, marks, text]) =>
  h(
    "div",
    { class: `md-h md-h${marks.length}`, role: "heading", "aria-level": Math.min(marks.length + 2, 6) },
    inline(text),
  );

function quote(lines, i) {
  const count = run(lines, i, (line) => line.startsWith(">"));
  const inside = lines.slice(i, i + count).map((line) => line.replace(/^> ?/, ""));
  return [h("blockquote", {}, blocks(inside)), count];
}

function list(lines, i) {
  const first = ITEM.exec(lines[i]);
  const indent = first[1].length;
  const items = [];
  let at = i;
  while (at < lines.length) {
    const item = ITEM.exec(lines[at]);
    if (!item || item[1].length < indent) break;
    // What is indented deeper belongs to this item.
    const deeper = run(lines, at + 1, (line) => line.trim() !== "" && /^\s*/.exec(line)[0].length > indent);
    const width = indent + item[2].length + 1;
    const inner = lines.slice(at + 1, at + 1 + deeper).map((line) => line.replace(new RegExp(`^\\s{0,${width}}`), ""));
    items.push(h("li", {}, itemText(item[3]), blocks(inner)));
    at += 1 + deeper;
  }
  const ordered = /\d/.test(first[2]);
  return [h(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(first[2], 10) : null }, items), at - i];
}

function itemText(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return inline(text);
  return fragment(
    h("input", { type: "checkbox", checked: task[1] !== " ", disabled: true, "aria-label": "task" }),
    " ",
    inline(task[2]),
  );
}

function table(lines, i) {
  const count = run(lines, i, (line) => TABLE_LINE.test(line));
  const [head, rule, ...body] = lines.slice(i, i + count).map(cells);
  const sides = rule.map((cell) => (cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : "left"));
  const row = (tag) => (each) =>
    h(
      "tr",
      {},
      each.map((cell, n) => h(tag, { class: `align-${sides[n] ?? "left"}` }, inline(cell))),
    );
  const grid = h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td"))));
  return [h("div", { class: "table-scroll" }, grid), count];
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function paragraph(lines, i) {
  const starts = (line) =>
    line.trim() === "" ||
    FENCE.test(line) ||
    HEADING.test(line) ||
    RULE.test(line) ||
    line.startsWith(">") ||
    ITEM.test(line);
  const count = Math.max(
    1,
    run(lines, i, (line) => !starts(line)),
  );
  const parts = lines.slice(i, i + count).flatMap((line, n) => (n ? [h("br"), inline(line)] : [inline(line)]));
  return [h("p", {}, parts), count];
}

function run(lines, from, test) {
  let count = 0;
  while (from + count < lines.length && test(lines[from + count])) count += 1;
  return count;
}

// Each inline rule: what it looks like, and what it becomes. The earliest match wins.
const INLINE = [
  [/`([^`]+)`/, (m) => h("code", {}, m[1])],
  [/!?\[([^\]]*)\]\(([^\s)]+)(?:\s+"[^"]*")?\)/, (m) => outsideLink(m[2], inline(m[1]))],
  [/<(https?:\/\/[^>\s]+)>/, (m) => outsideLink(m[1], m[1])],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*/, (m) => h("strong", {}, inline(m[1]))],
  [/__(?=\S)(.+?)(?<=\S)__/, (m) => h("strong", {}, inline(m[1]))],
  [/~~(?=\S)(.+?)(?<=\S)~~/, (m) => h("del", {}, inline(m[1]))],
  [/\*(?=\S)([^*]+?)(?<=\S)\*/, (m) => h("em", {}, inline(m[1]))],
  [/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/, (m) => h("em", {}, inline(m[1]))],
  [/https?:\/\/[^\s<>|"`]*[^\s<>|"`.,;:!?)\]}'*_~]/, (m) => outsideLink(m[0], m[0])],
  [/\\([\\`*_{}[\]()#+\-.!|>~])/, (m) => m[1]],
];

function inline(text) {
  let first = null;
  for (const [pattern, build] of INLINE) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, build };
  }
  if (!first) return plainText(text);
  const { found, build } = first;
  return fragment(
    plainText(text.slice(0, found.index)),
    build(found),
    inline(text.slice(found.index + found[0].length)),
  );
}
