// Building DOM nodes. Nothing in this page ever assigns innerHTML: what people and apps write
// goes into text nodes and attributes only, so it can not become markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "indeterminate"]);

/**
 * h("button", {class: "btn", onclick: go, "data-testid": "go"}, "Go", icon)
 * Props that are null, undefined or false are left out; functions under on… become listeners.
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) setProp(node, key, value);
  node.append(...flat(children));
  return node;
}

function setProp(node, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (typeof value === "function" && key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (PROPERTIES.has(key)) node[key] = value;
  else node.setAttribute(key, value === true ? "" : String(value));
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replace all children of a node. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

/** Bring the children into this order, touching only what is out of place. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, i) => {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}

/** A fragment of nodes and strings. */
export function fragment(...children) {
  const result = document.createDocumentFragment();
  result.append(...flat(children));
  return result;
}

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The URL if following it is harmless, else null (javascript:, data: and the like are refused). */
export function safeUrl(url) {
  try {
    return SAFE_SCHEMES.has(new URL(url, location.href).protocol) ? url : null;
  } catch {
    return null;
  }
}

/** A link to somewhere else; what can not be followed safely stays plain text. */
export function outsideLink(url, ...children) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Does the event come from a place where single keys are text? */
export function isTyping(event) {
  return event.target instanceof Element && event.target.matches("input, textarea, select, [contenteditable]");
}

let counter = 0;
/** An id that no other node of this page has (for aria-labelledby and friends). */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
