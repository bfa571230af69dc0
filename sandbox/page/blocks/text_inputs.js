// Fields to type in: text (one line or several), email, address, number.

import { h } from "../dom.js";
import { click, fill, settle, valueOf } from "../filled.js";
import { plain } from "../text/text_object.js";
import { aria } from "./aria.js";

// "email" and "number" would let the browser reject letters; Slack answers with a sentence at the field instead.
const KEYBOARDS = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

export function textInput(element, block, place, field) {
  const value = valueOf(place, block, element).value ?? "";
  const attributes = {
    ...aria(field),
    class: "text-input",
    value,
    placeholder: plain(element.placeholder) || null,
    inputmode: KEYBOARDS[element.type] ?? null,
    autocomplete: "off",
    mounted: element.focus_on_load ? (node) => node.focus() : undefined,
    oninput: (event) => fill(place, block, element, { value: event.target.value || null }, { typing: true }),
    onchange: () => void settle(),
    onkeydown: (event) => dispatchOnEnter(event, element, block, place),
  };
  const control = element.multiline
    ? h("textarea", { ...attributes, rows: "4" })
    : h("input", { ...attributes, type: "text" });
  return [control, element.max_length && counter(value, element)];
}

// Like Slack: the number of characters left, and below zero in red. Nothing is cut off.
function counter(value, element) {
  const left = element.max_length - [...value].length;
  return h(
    "div",
    { class: left < 0 ? "counter over" : "counter", "aria-live": left < 10 ? "polite" : "off" },
    left,
  );
}

// With `dispatch_action`, Enter tells the app instead of sending the form.
function dispatchOnEnter(event, element, block, place) {
  if (event.key !== "Enter" || element.multiline || !block.dispatch_action) return;
  event.preventDefault();
  void click(place, block, element, { value: event.target.value || null });
}
