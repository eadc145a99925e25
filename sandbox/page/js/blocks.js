// Block Kit → DOM. One function per kind of block; elements are in elements.js and selects.js.

import { freshId, h } from "./dom.js";
import { plainText } from "./emoji.js";
import { elementNode, isSelect } from "./elements.js";
import { textObject } from "./interact.js";
import { markdown } from "./markdown.js";
import { picture } from "./pictures.js";
import { richText } from "./richtext.js";

/** All blocks of a message, view or attachment. */
export function blockNodes(blocks, ctx) {
  return (blocks ?? []).map((block) => blockNode(block, ctx));
}

export function blockNode(block, ctx) {
  const build = KINDS[block.type];
  const content = build ? build(block, ctx) : leftOut(`Block “${block.type}”`);
  return h("div", { class: `block block-${block.type}`, "data-block-id": block.block_id ?? "" }, content);
}

const leftOut = (what, title) =>
  h("p", { class: "left-out" }, `${what}${title ? ` “${title}”` : ""} is not shown in the sandbox.`);

function header(block) {
  return h("h3", { class: "block-title" }, textObject(block.text));
}

function section(block, ctx) {
  const accessory = block.accessory && elementNode(block.accessory, block, ctx);
  const wide = block.accessory && isSelect(block.accessory);
  return h(
    "div",
    { class: `section ${wide ? "section-wide" : ""}` },
    h(
      "div",
      { class: "section-main" },
      block.text ? h("div", { class: `section-text ${linesKept(block.text)}` }, textObject(block.text)) : null,
      block.fields
        ? h(
            "div",
            { class: "fields" },
            block.fields.map((field) => h("div", { class: `field-cell ${linesKept(field)}` }, textObject(field))),
          )
        : null,
    ),
    accessory ? h("div", { class: "accessory" }, accessory) : null,
  );
}

/** Plain text keeps its line breaks; markup makes its own. */
const linesKept = (text) => (text.type === "plain_text" ? "plain-text" : "");

function context(block) {
  return h("div", { class: "context" }, (block.elements ?? []).map(contextPart));
}

function contextPart(element) {
  if (element.type !== "image") return h("span", { class: "context-text" }, textObject(element));
  return picture(element.image_url ?? element.slack_file?.url, element.alt_text, "context-image");
}

function actions(block, ctx) {
  return h(
    "div",
    { class: "actions" },
    (block.elements ?? []).map((element) => elementNode(element, block, ctx)),
  );
}

const divider = () => h("hr");

function image(block) {
  const title = block.title ? h("figcaption", {}, plainText(block.title.text ?? "")) : null;
  return h(
    "figure",
    {},
    title,
    picture(block.image_url ?? block.slack_file?.url ?? block.slack_file?.url_private, block.alt_text, "block-picture"),
  );
}

const rich_text = (block) => richText(block);
const markdownBlock = (block) => markdown(block.text ?? "");

/** An input: label, the element, hint; errors are put in by modal.js. */
function input(block, ctx) {
  const labelId = freshId("label");
  const hintId = block.hint ? freshId("hint") : null;
  const element = elementNode(block.element, block, ctx, { labelId, hintId });
  const control = element.matches("[data-action-id]") ? element : element.querySelector("[data-action-id]");
  if (ctx.inView && !block.optional && !control?.matches("fieldset")) control?.setAttribute("aria-required", "true");
  const optional = block.optional
    ? h("span", { class: "optional" }, " (optional)")
    : h("span", { class: "required", title: "required", "aria-hidden": "true" }, "*");
  return h(
    "div",
    { class: "input-block" },
    h(
      "div",
      {
        class: "input-label",
        id: labelId,
        onclick: () => (control?.matches("fieldset") ? control.querySelector("input") : control)?.focus(),
      },
      plainText(block.label?.text ?? ""),
      ctx.inView ? optional : null,
    ),
    element,
    block.hint ? h("div", { class: "hint", id: hintId }, plainText(block.hint.text ?? "")) : null,
  );
}

function table(block) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (each, n) => {
    const setting = settings[n] ?? {};
    return h(
      tag,
      { class: `align-${setting.align ?? "left"} ${setting.is_wrapped ? "wrapped" : ""}` },
      cellContent(each),
    );
  };
  const [head, ...rows] = block.rows ?? [];
  if (!head) return null;
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}

function cellContent(each) {
  if (each.type === "rich_text") return richText(each);
  return plainText(String(each.text ?? each.value ?? ""));
}

const ALERT_MARKS = { info: "ℹ️", warning: "⚠️", error: "⛔", success: "✅" };

function alert(block) {
  const level = block.level ?? "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note" },
    plainText(`${ALERT_MARKS[level] ? `${ALERT_MARKS[level]} ` : ""}`),
    textObject(block.text),
  );
}

function context_actions(block, ctx) {
  const parts = (block.elements ?? []).flatMap((element) => {
    if (element.type !== "feedback_buttons") return [elementNode(element, block, ctx)];
    const pair = [element.positive_button, element.negative_button].filter(Boolean);
    return pair.map((each) => elementNode({ ...each, type: "button", action_id: element.action_id, answer: each.value }, block, ctx));
  });
  return h("div", { class: "actions actions-small" }, parts);
}

function fileBlock(block) {
  return block.external_id ? leftOut("Remote file", block.external_id) : leftOut("File block");
}

// The table stands last, where all it names exists.
const KINDS = {
  header,
  section,
  context,
  actions,
  divider,
  image,
  rich_text,
  input,
  markdown: markdownBlock,
  table,
  alert,
  context_actions,
  file: fileBlock,
  video: (block) => leftOut("Video", block.title?.text ?? block.alt_text),
};
