// Where the page is: "#channel/<id>", "#channel/<id>/<ts>" (one message), "#home"; "?as=" says who looks.

/** Parse the address: {kind, id?, ts?}. */
export function placeInAddress() {
  const [kind, id, ts] = location.hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  if (kind === "channel" && id) return { kind: "channel", id, ts };
  if (kind === "home") return { kind: "home" };
  return { kind: "none" };
}

export function goToChannel(channelId, ts) {
  const target = `#channel/${encodeURIComponent(channelId)}${ts ? `/${encodeURIComponent(ts)}` : ""}`;
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

/** A permalink like …/archives/C…/p1234567890123456 → {channel, ts}, else null. */
export function permalinkTarget(url) {
  const found = /\/archives\/([A-Z0-9]+)\/p(\d{7,})(\d{6})(?:\?.*)?$/.exec(url);
  return found && { channel: found[1], ts: `${found[2]}.${found[3]}` };
}
