// The modal on top of the person's stack.

import { drawBlocks } from "../blocks/blocks.js";
import { modalDialog } from "../dialog.js";
import { h } from "../dom.js";
import { settle } from "../filled.js";
import { icon } from "../icons.js";
import { modalPlace } from "../places.js";
import { act, actOrTell } from "../server.js";
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
      ...modalDialog(() => close(modal)),
    },
    h(
      "form",
      {
        key: modal.id,
        novalidate: true,
        onsubmit: (event) => (event.preventDefault(), submit(modal)),
        onkeydown: submitByKey,
      },
      head(modal),
      body(modal),
      foot(modal, view),
    ),
    h("div", { key: "notices", class: "modal-notices" }, notices({ inModal: true })),
  );
}

function head(modal) {
  const depth = state.snapshot.modals.length;
  return h(
    "header",
    { key: "head", class: "dialog-head" },
    depth > 1 &&
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => close(modal) },
        icon("back"),
      ),
    h("h2", { id: "modal-title" }, plain(modal.view.title)),
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => close(modal, true) },
      icon("close"),
    ),
  );
}

function body(modal) {
  const problems = Object.keys(modal.errors ?? {}).length;
  // A waiting view that becomes a form gets a new body, and with it the focus in the first field.
  const key = modal.view.blocks.some((block) => block.type === "input") ? "form" : "text";
  return h(
    "div",
    { key, class: "dialog-body", mounted: focusFirst },
    h(
      "div",
      { class: "for-readers", role: "status" },
      problems ? `${problems} field${problems > 1 ? "s need" : " needs"} another look.` : "",
    ),
    drawBlocks(modal.view.blocks, modalPlace(modal)),
  );
}

// Never the submit button: an Enter too many must not send anything. focus_on_load comes later and wins.
function focusFirst(node) {
  const first =
    node.querySelector("input, textarea") ?? node.parentElement.querySelector(".dialog-foot button");
  first?.focus();
}

function foot(modal, view) {
  const disabled = Boolean(modal.busy || view.submit_disabled);
  return h(
    "footer",
    { key: "foot", class: "dialog-foot" },
    h(
      "button",
      { type: "button", class: "button default", onclick: () => close(modal) },
      plain(view.close) || "Close",
    ),
    view.submit &&
      h(
        "button",
        { type: "submit", class: modal.busy ? "button primary busy" : "button primary", disabled },
        plain(view.submit),
      ),
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

// Slack tells nobody when a modal was gone already, so neither do we.
async function close(modal, all = false) {
  change({ popup: null });
  await settle();
  await act("close", { modal: modal.id, ...(all ? { clear_all: true } : {}) });
}
