// Light or dark: as the system says, until the reader chooses.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "sandbox-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

const current = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");

try {
  const chosen = localStorage.getItem(KEY);
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the system's choice is followed.
}

export function themeButton() {
  const button = h("button", { class: "icon-button", "data-testid": "theme", onclick: toggle });
  function draw() {
    const other = current() === "dark" ? "light" : "dark";
    button.replaceChildren(icon(other === "dark" ? "moon" : "sun"));
    button.setAttribute("aria-label", `Use ${other} colours`);
    button.title = `Use ${other} colours`;
  }
  function toggle() {
    document.documentElement.dataset.theme = current() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, current());
    } catch {
      // It holds for this visit.
    }
    draw();
  }
  draw();
  return button;
}
