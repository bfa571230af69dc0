// Checkboxes and radio buttons.

import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { fill, keyOf, valueOf } from "../filled.js";
import { drawText } from "../text/text_object.js";

export function checkboxes(element, block, place, field) {
  const ticked = new Set(
    (valueOf(place, block, element).selected_options ?? []).map((option) => option.value),
  );
  const toggle = (option) => {
    const wanted = new Set(ticked);
    if (!wanted.delete(option.value)) wanted.add(option.value);
    choose({ selected_options: element.options.filter((each) => wanted.has(each.value)) });
  };
  const choose = (value) => confirmed(element.confirm, () => fill(place, block, element, value));
  return group(
    "checkbox",
    element,
    field,
    keyOf(place, block, element),
    (option) => ticked.has(option.value),
    toggle,
  );
}

export function radioButtons(element, block, place, field) {
  const chosen = valueOf(place, block, element).selected_option?.value;
  const choose = (option) =>
    confirmed(element.confirm, () => fill(place, block, element, { selected_option: option }));
  return group(
    "radio",
    element,
    field,
    keyOf(place, block, element),
    (option) => option.value === chosen,
    choose,
  );
}

function group(type, element, field, name, isOn, choose) {
  const attributes = {
    class: "choices",
    role: type === "radio" ? "radiogroup" : "group",
    "aria-labelledby": field.id ? `${field.id}-label` : null,
    "aria-label": field.id ? null : "Options",
    "aria-describedby": field.described,
  };
  return h(
    "div",
    attributes,
    element.options.map((option) => choice(type, option, name, isOn(option), choose)),
  );
}

function choice(type, option, name, on, choose) {
  return h(
    "label",
    { class: "choice" },
    h("input", { type, name, checked: on, onchange: () => choose(option) }),
    h(
      "span",
      { class: "choice-text" },
      drawText(option.text),
      option.description && h("small", {}, drawText(option.description)),
    ),
  );
}
