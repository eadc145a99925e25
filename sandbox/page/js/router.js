// Where the page is: "#channel/<id>", "#channel/<id>/<ts>" (one message), "#channel/<id>/<ts>/thread"
// (the thread under it), "#home"; "?as=" says who looks.

/** Parse the address: {kind, id?, ts?, thread?}. */
export function placeInAddress() {
  const [kind, id, ts, thread] = location.hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  if (kind === "channel" && id) return { kind: "channel", id, ts, thread: thread === "thread" };
  if (kind === "home") return { kind: "home" };
  return { kind: "none" };
}

export function goToChannel(channelId, ts, { thread = false } = {}) {
  const target = `#channel/${encodeURIComponent(channelId)}${ts ? `/${encodeURIComponent(ts)}` : ""}${thread ? "/thread" : ""}`;
  if (location.hash === target) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = target;
}

export function goHome() {
  location.hash = "#home";
}

export const personInAddress = () => new URLSearchParams(location.search).get("as");

/** Remember in the address who looks, without reloading. */
export function rememberPerson(userId) {
  const url = new URL(location.href);
  url.searchParams.set("as", userId);
  history.replaceState(null, "", url);
}

/** A permalink like …/archives/C…/p1234567890123456 → {channel, ts, thread}, else null. */
export function permalinkTarget(url) {
  const found = /\/archives\/([A-Z0-9]+)(?:\/p(\d{7,})(\d{6}))?(?:\?(.*))?$/.exec(url);
  if (!found) return null;
  const [, channel, seconds, micros, query] = found;
  // A reply is shown in its thread, so the link leads to the thread's first message.
  const parent = new URLSearchParams(query).get("thread_ts");
  return { channel, ts: parent ?? (seconds && `${seconds}.${micros}`), thread: Boolean(parent) };
}
