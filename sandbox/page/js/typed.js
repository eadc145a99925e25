// What Slack stores ("<@U…> in <#C…>: a &lt; b") as one would type it ("@ana in #general: a < b").
// The other way is the sandbox's business: what is typed is sent as it is.

import { state } from "./store.js";

/** Slack's markup as typed text, for editing. */
export function fromMarkup(text) {
  const typed = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${state.users.get(id)?.name ?? id}`)
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (whole, id, label) => `#${state.channels.get(id)?.name ?? (label || id)}`)
    .replace(/<!subteam\^(\w+)(?:\|[^>]*)?>/g, (whole, id) => `@${state.groups.get(id)?.handle ?? id}`)
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<([a-z]+:[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return typed.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
