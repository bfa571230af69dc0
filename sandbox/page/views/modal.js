// The modal on top of the person's stack.

import { drawBlocks } from "../blocks/blocks.js";
import { closeDialog, keepInside, openDialog } from "../dialog.js";
import { h } from "../dom.js";
import { settle } from "../filled.js";
import { icon } from "../icons.js";
import { modalPlace } from "../places.js";
import { actOrTell } from "../server.js";
import { change, state, topModal } from "../state.js";
import { plain } from "../text/text_object.js";
import { notices } from "./notices.js";

export function modalView() {
  const modal = topModal();
  if (!modal) return null;
  const { view } = modal;
  return h(
    "dialog",
    {
      // One dialog for the whole stack: a pushed view must not flash.
      key: "modal",
      class: "dialog modal",
      "aria-labelledby": "modal-title",
      "aria-busy": modal.busy ? "true" : null,
      mounted: opened,
      removed: closeDialog,
      onkeydown: keepInside(() => leave(modal)),
      oncancel: (event) => event.preventDefault(),
    },
    h("form", { key: modal.id, novalidate: true, onsubmit: (event) => (event.preventDefault(), submit(modal)), onkeydown: submitByKey }, head(modal), body(modal), foot(modal, view)),
    // Everything outside the dialog is out of reach, so what Slack has to say is said here.
    h("div", { class: "modal-notices" }, notices()),
  );
}

function opened(node) {
  openDialog(node);
  // The first field, unless the app asked for another by focus_on_load.
  if (!node.querySelector(".dialog-body")?.contains(document.activeElement)) {
    node.querySelector(".dialog-body :is(input, textarea), .dialog-foot button:last-child")?.focus();
  }
}

function head(modal) {
  const depth = state.snapshot.modals.length;
  return h(
    "header",
    { class: "dialog-head" },
    depth > 1 && h("button", { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => close(modal) }, icon("back")),
    h("h2", { id: "modal-title" }, plain(modal.view.title)),
    h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => close(modal, true) }, icon("close")),
  );
}

function body(modal) {
  const problems = Object.keys(modal.errors ?? {}).length;
  return h(
    "div",
    { class: "dialog-body", tabindex: modal.view.blocks.length ? null : "0" },
    h("div", { class: "for-readers", role: "status" }, problems ? `${problems} field${problems > 1 ? "s need" : " needs"} another look.` : ""),
    drawBlocks(modal.view.blocks, modalPlace(modal)),
  );
}

function foot(modal, view) {
  const disabled = Boolean(modal.busy || view.submit_disabled);
  return h(
    "footer",
    { class: "dialog-foot" },
    h("button", { type: "button", class: "button default", onclick: () => close(modal) }, plain(view.close) || "Close"),
    view.submit && h("button", { type: "submit", class: modal.busy ? "button primary busy" : "button primary", disabled }, plain(view.submit)),
  );
}

async function submit(modal) {
  if (modal.busy || !modal.view.submit) return;
  await settle();
  await actOrTell("submit", { modal: modal.id });
}

// In a text of several lines Enter is a new line, so Ctrl+Enter (or ⌘) submits.
function submitByKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
}

async function close(modal, all = false) {
  change({ popup: null });
  await settle();
  await actOrTell("close", { modal: modal.id, ...(all ? { clear_all: true } : {}) });
}

// Escape: one view back, as the Close button does.
function leave(modal) {
  void close(modal);
}
