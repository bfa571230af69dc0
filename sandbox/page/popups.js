// The one open menu, list or completion. It lives in the browser's top layer, so no dialog can cut it off.

import { h } from "./dom.js";
import { change, state } from "./state.js";

const GAP = 4;

export function isOpen(id) {
  return state.popup?.id === id;
}

export function open(id, more = {}) {
  change({ popup: { id, query: "", active: 0, ...more } });
}

export function alter(more) {
  change({ popup: { ...state.popup, ...more } });
}

export function close({ refocus = false } = {}) {
  const id = state.popup?.id;
  change({ popup: null });
  if (refocus) document.querySelector(`[data-opens="${CSS.escape(id)}"]`)?.focus();
}

/** The floating box. Put it right after the control that opens it: it hangs below that (above, where room is short). */
export function popup(attributes, ...children) {
  return h(
    "div",
    { ...attributes, class: `popup ${attributes.class ?? ""}`, popover: "manual", mounted: show },
    children,
  );
}

function show(node) {
  node.showPopover?.();
  place(node);
}

function place(node) {
  const anchor = node.previousElementSibling.getBoundingClientRect();
  const below = innerHeight - anchor.bottom;
  const upwards = below < Math.min(node.scrollHeight, 280) + GAP && anchor.top > below;
  node.style.minWidth = `${Math.min(anchor.width, innerWidth - 2 * GAP)}px`;
  node.style.maxHeight = `${Math.max(120, Math.min(320, (upwards ? anchor.top : below) - 3 * GAP))}px`;
  node.style.left = `${Math.max(GAP, Math.min(anchor.left, innerWidth - node.offsetWidth - GAP))}px`;
  node.style.top = upwards ? "auto" : `${anchor.bottom + GAP}px`;
  node.style.bottom = upwards ? `${innerHeight - anchor.top + GAP}px` : "auto";
}

function placeAll() {
  for (const node of document.querySelectorAll(".popup")) place(node);
}

/** Close on a press elsewhere; follow the control when things scroll or resize. */
export function watchOutside() {
  document.addEventListener("pointerdown", (event) => {
    if (!state.popup || event.target.closest?.(".popup")) return;
    if (event.target.closest?.("[data-opens]")?.dataset.opens !== state.popup.id) close();
  });
  addEventListener("resize", placeAll);
  document.addEventListener("scroll", (event) => !event.target.closest?.(".popup") && placeAll(), true);
}

/** After a redraw the list may have grown or shrunk. */
export const replaceAll = placeAll;
