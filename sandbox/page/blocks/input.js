// The input block: label, one element, hint, and the error that came back for it.

import { h } from "../dom.js";
import { keyOf } from "../filled.js";
import { plain } from "../text/text_object.js";
import { drawElement } from "./elements.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

export function input(block, place) {
  const id = keyOf(place, block, block.element).replaceAll(" ", "_");
  const error = place.errors?.[block.block_id];
  const label = plain(block.label);
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || null;
  const field = { id, label, described, invalid: Boolean(error), required: !block.optional };
  // A group of boxes has no single control a <label> could point at.
  const group = GROUPS.has(block.element.type);
  return h(
    "div",
    { class: error ? "input invalid" : "input" },
    h(
      group ? "div" : "label",
      { class: "input-label", id: `${id}-label`, for: group ? null : id },
      label,
      block.optional && h("span", { class: "optional" }, " (optional)"),
    ),
    drawElement(block.element, block, place, field),
    error &&
      h(
        "div",
        { key: "error", class: "error", id: `${id}-error`, role: "alert", mounted: toFirstError },
        error,
      ),
    block.hint && h("div", { class: "hint", id: `${id}-hint` }, plain(block.hint)),
  );
}

// Errors arrive together; the first field that has one gets the focus.
function toFirstError(error) {
  if (error.closest(".blocks").querySelector(".error") === error)
    error.parentElement.querySelector("input, textarea")?.focus();
}
