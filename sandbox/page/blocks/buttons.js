// Buttons and overflow menus: press, perhaps answer a question first, and the bot hears of it.

import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { click, keyOf } from "../filled.js";
import { icon } from "../icons.js";
import { menu } from "../menu.js";
import { state } from "../state.js";
import { plain } from "../text/text_object.js";

const SAFE = /^(https?|mailto):/i;

export function button(element, block, place) {
  const busy = state.busy.has(keyOf(place, block, element));
  const attributes = {
    class: ["button", element.style ?? "default", busy && "busy"].filter(Boolean).join(" "),
    "aria-label": element.accessibility_label ?? null,
    "aria-busy": busy ? "true" : null,
    onclick: () =>
      confirmed(element.confirm, () =>
        click(place, block, element, element.value ? { value: element.value } : {}),
      ),
  };
  // A link button opens its page and tells the bot as well, as in Slack.
  if (SAFE.test(element.url ?? "")) {
    return h(
      "a",
      { ...attributes, href: element.url, target: "_blank", rel: "noopener noreferrer" },
      plain(element.text),
    );
  }
  return h("button", { ...attributes, type: "button" }, plain(element.text));
}

export function workflowButton(element) {
  return h("button", { class: "button default", type: "button", disabled: true }, plain(element.text));
}

export function overflow(element, block, place) {
  const items = element.options.map((option) => ({
    text: plain(option.text),
    description: plain(option.description),
    href: SAFE.test(option.url ?? "") ? option.url : null,
    run: () => confirmed(element.confirm, () => click(place, block, element, { selected_option: option })),
  }));
  const id = keyOf(place, block, element);
  return menu({
    id,
    label: "More actions",
    className: "button default icon-button",
    content: icon("more"),
    items,
  });
}
