// Pictures. The page fetches nothing from outside by itself: what lies on another machine is shown
// as a card with its description, and loaded only when the reader asks.

import { h, outsideLink, safeUrl } from "./dom.js";
import { icon } from "./icons.js";

const LOCAL_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The address to load, made local where the sandbox itself serves it. */
export function localUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    // The app may know the sandbox as 127.0.0.1 while the reader opened localhost.
    if (parsed.pathname.startsWith("/files/") && LOCAL_HOSTS.has(parsed.hostname))
      return parsed.pathname + parsed.search;
    return parsed.href;
  } catch {
    return null;
  }
}

function isNear(url) {
  const parsed = new URL(url, location.href);
  return parsed.origin === location.origin || LOCAL_HOSTS.has(parsed.hostname);
}

/** An image by URL with its description. */
export function picture(url, alt, className) {
  const address = url && safeUrl(url) && localUrl(url);
  if (!address) return h("span", { class: `picture-card ${className}` }, alt || "Image");
  if (isNear(address)) return loaded(address, alt, className);
  return distant(address, alt, className);
}

function loaded(address, alt, className) {
  const image = h("img", { src: address, alt: alt ?? "", class: className, loading: "lazy" });
  image.addEventListener("error", () =>
    image.replaceWith(h("span", { class: `picture-card ${className}` }, `${alt || "Image"} (could not be loaded)`)),
  );
  return image;
}

function distant(address, alt, className) {
  const host = new URL(address).hostname;
  if (className !== "block-picture")
    return h(
      "span",
      { class: `picture-card ${className}`, title: `${alt ?? ""} (${host})`, role: "img", "aria-label": alt ?? "" },
      [...(alt || "?")][0],
    );
  const card = h("div", { class: "picture-card picture-distant" });
  const show = h(
    "button",
    { class: "button small", onclick: () => card.replaceWith(loaded(address, alt, className)) },
    "Load picture",
  );
  card.append(
    icon("eye"),
    h("div", {}, h("div", {}, alt || "Picture"), h("div", { class: "muted" }, "on ", outsideLink(address, host))),
    show,
  );
  return card;
}
