// The "Are you sure?" of Block Kit: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object

import { h } from "./dom.js";
import { modalDialog } from "./dialog.js";
import { change, state } from "./state.js";
import { drawText, plain } from "./text/text_object.js";

/** Run `action`, after a yes where the element asks for one. */
export function confirmed(question, action) {
  if (!question) return action();
  return change({ confirm: { question, action } });
}

function answer(yes) {
  if (!state.confirm) return;
  const { action } = state.confirm;
  change({ confirm: null });
  if (yes) action();
}

export function confirmDialog() {
  if (!state.confirm) return null;
  const { question } = state.confirm;
  const style = question.style === "danger" ? "danger" : "primary";
  return h(
    "dialog",
    {
      key: "confirm",
      class: "dialog confirm",
      "aria-labelledby": "confirm-title",
      ...modalDialog(() => answer(false)),
    },
    h("header", { class: "dialog-head" }, h("h2", { id: "confirm-title" }, plain(question.title))),
    h("div", { class: "dialog-body text" }, drawText(question.text)),
    h(
      "footer",
      { class: "dialog-foot" },
      h(
        "button",
        { type: "button", class: "button default", onclick: () => answer(false) },
        plain(question.deny) || "Cancel",
      ),
      h(
        "button",
        { type: "button", class: `button ${style}`, autofocus: true, onclick: () => answer(true) },
        plain(question.confirm) || "Yes",
      ),
    ),
  );
}
