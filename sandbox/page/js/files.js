// Files as cards; a press shows what is inside.

import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { localUrl } from "./pictures.js";

const LONGEST_PREVIEW = 200_000;

export const fileNodes = (files) => (files ?? []).map(fileNode);

const titleOf = (file) => file.title || file.name || "File";
const isImage = (file) => /^image\//.test(file.mimetype ?? "");
const isMarkdown = (file) => /markdown/.test(file.mimetype ?? "") || /\.(md|markdown)$/i.test(file.name ?? "");
const isText = (file) =>
  /^text\/|json|yaml|xml|csv|javascript|x-sh/.test(file.mimetype ?? "") ||
  /\.(txt|log|csv|json|ya?ml|sql|py|md|tsv|ics)$/i.test(file.name ?? "");

function fileNode(file) {
  if (file.mode === "tombstone" || !file.url_private) return h("div", { class: "file-gone" }, "This file was deleted.");
  return isImage(file) ? imageCard(file) : plainCard(file);
}

function imageCard(file) {
  const picture = h("img", {
    src: localUrl(file.url_private),
    alt: file.alt_txt || titleOf(file),
    class: "file-picture",
    loading: "lazy",
  });
  const button = h(
    "button",
    {
      class: "file-image",
      "data-testid": "file",
      "data-file-id": file.id,
      "aria-label": `Open ${titleOf(file)}`,
      onclick: () => preview(file),
    },
    picture,
  );
  return h("figure", { class: "file-figure" }, h("figcaption", {}, titleOf(file)), button);
}

function plainCard(file) {
  return h(
    "button",
    { class: "file-card", "data-testid": "file", "data-file-id": file.id, onclick: () => preview(file) },
    h("span", { class: "file-icon" }, icon("file")),
    h(
      "span",
      { class: "file-words" },
      h("span", { class: "file-title" }, titleOf(file)),
      h("span", { class: "muted" }, `${kindOf(file)} · ${sizeOf(file.size)}`),
    ),
  );
}

const kindOf = (file) =>
  isMarkdown(file) ? "Markdown" : (file.pretty_type ?? (file.name ?? "").split(".").at(-1).toUpperCase());

function sizeOf(bytes = 0) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

async function preview(file) {
  const content = await contentOf(file);
  const download = h("a", { class: "button", href: localUrl(file.url_private), download: file.name }, "Download");
  await openDialog(
    titleOf(file),
    () => [
      h("div", { class: "dialog-body file-preview", "data-testid": "file-preview", tabindex: 0 }, content),
      h("footer", { class: "dialog-foot" }, download),
    ],
    { className: "wide" },
  );
}

async function contentOf(file) {
  const url = localUrl(file.url_private);
  if (isImage(file)) return h("img", { src: url, alt: file.alt_txt || titleOf(file) });
  if (!isText(file) && !isMarkdown(file))
    return h("p", { class: "muted" }, "There is no preview for this kind of file.");
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`The file could not be read (HTTP ${response.status}).`);
    const text = (await response.text()).slice(0, LONGEST_PREVIEW);
    return isMarkdown(file) ? markdown(text) : h("pre", {}, text);
  } catch (error) {
    return h("p", { class: "field-error" }, error.message);
  }
}
