// Light, dark, or as the system says. Kept in this browser.

import { change } from "./state.js";

const THEMES = [
  { name: "system", label: "as the system", icon: "system" },
  { name: "light", label: "light", icon: "sun" },
  { name: "dark", label: "dark", icon: "moon" },
];

export function theme() {
  return THEMES.find(({ name }) => name === localStorage.getItem("theme")) ?? THEMES[0];
}

export function applyTheme() {
  document.documentElement.dataset.theme = theme().name;
}

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  localStorage.setItem("theme", next.name);
  applyTheme();
  change({});
}
