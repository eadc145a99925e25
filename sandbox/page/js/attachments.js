// Attachments: the coloured bar with blocks, or with the older title/text/fields.

import { blockNodes } from "./blocks.js";
import { dayLabel, clockTime, toDate } from "./dates.js";
import { h, outsideLink } from "./dom.js";
import { plainText } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";
import { picture } from "./pictures.js";

const NAMED = { good: "#2eb886", warning: "#daa038", danger: "#a30200" };

export function attachmentNodes(attachments, ctx) {
  return (attachments ?? [])
    .filter((each) => each && typeof each === "object")
    .map((each) => attachmentNode(each, ctx));
}

function attachmentNode(attachment, ctx) {
  const body = h(
    "div",
    { class: "attachment-body" },
    attachment.blocks ? blockNodes(attachment.blocks, ctx) : legacy(attachment),
  );
  const bar = h("div", { class: "attachment-bar" });
  const colour = attachment.color && (NAMED[attachment.color] ?? `#${attachment.color.replace("#", "")}`);
  if (colour && CSS.supports("color", colour)) bar.style.backgroundColor = colour;
  return h(
    "div",
    {},
    attachment.pretext ? h("div", { class: "pretext" }, mrkdwn(attachment.pretext)) : null,
    h("div", { class: "attachment", "data-color": attachment.color }, bar, body),
  );
}

function legacy(attachment) {
  const { author_name: author, title, text, fields, footer, ts } = attachment;
  const parts = [
    author ? h("div", { class: "attachment-author" }, link(attachment.author_link, author)) : null,
    title ? h("div", { class: "attachment-title" }, link(attachment.title_link, title)) : null,
    text ? h("div", { class: "attachment-text" }, mrkdwn(text)) : null,
    fields?.length ? h("div", { class: "attachment-fields" }, fields.map(field)) : null,
    attachment.image_url ? picture(attachment.image_url, attachment.fallback ?? title, "block-picture") : null,
    footer || ts
      ? h("div", { class: "attachment-footer" }, [
          footer ? plainText(footer) : null,
          ts ? `${footer ? " | " : ""}${dayLabel(toDate(ts))} at ${clockTime(toDate(ts))}` : null,
        ])
      : null,
  ];
  return parts.some(Boolean) ? parts : h("div", { class: "attachment-text" }, plainText(attachment.fallback ?? ""));
}

const link = (url, text) => (url ? outsideLink(url, plainText(text)) : plainText(text));

function field(each) {
  return h(
    "div",
    { class: each.short ? "attachment-field" : "attachment-field long" },
    h("div", { class: "attachment-field-title" }, plainText(each.title ?? "")),
    h("div", {}, mrkdwn(String(each.value ?? ""))),
  );
}
