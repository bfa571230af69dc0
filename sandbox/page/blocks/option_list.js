// The list a select opens: groups of options, drawn a page at a time.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { alter, isOpen, popup } from "../popups.js";
import { state } from "../state.js";
import { isHeld, minimumQuery } from "./options.js";

// Options drawn at a time: a list may hold 100 groups of 100. More appear as it is scrolled.
export const PAGE = 100;

/** The floating list of a select. `box` is described in select.js. */
export function optionList(box, label, pick) {
  const attributes = {
    id: box.domId,
    class: "listbox",
    role: "listbox",
    "aria-label": label,
    "aria-multiselectable": box.multi ? "true" : null,
    // Keeps the focus in the field while the list is clicked.
    onpointerdown: (event) => event.preventDefault(),
    onmousedown: (event) => event.preventDefault(),
    onscroll: (event) => grow(box, event.target),
  };
  return popup(
    attributes,
    box.flat.length ? page(box, pick) : h("div", { class: "nothing", role: "status" }, whyEmpty(box)),
  );
}

function grow(box, node) {
  const atEnd = node.scrollTop + node.clientHeight > node.scrollHeight - 200;
  if (atEnd && isOpen(box.id) && state.popup.shown < box.flat.length)
    alter({ shown: state.popup.shown + PAGE });
}

function page(box, pick) {
  let at = 0;
  return box.groups.map((group) => {
    const first = at;
    at += group.options.length;
    const visible = group.options.slice(0, Math.max(0, state.popup.shown - first));
    if (!visible.length) return null;
    const options = visible.map((choice, position) => option(choice, first + position, box, pick));
    if (!group.label) return options;
    return h(
      "div",
      { role: "group", "aria-label": group.label },
      h("div", { class: "group-label", "aria-hidden": "true" }, group.label),
      options,
    );
  });
}

function option(choice, at, box, pick) {
  const chosen = isHeld(box, choice);
  return h(
    "div",
    {
      id: `${box.domId}-${at}`,
      class: at === state.popup.active ? "option active" : "option",
      role: "option",
      "aria-selected": String(chosen),
      onpointermove: () => at === state.popup.active || alter({ active: at }),
      onclick: () => pick(choice),
    },
    h("span", {}, choice.text, choice.description && h("small", {}, choice.description)),
    chosen && icon("check"),
  );
}

function whyEmpty(box) {
  const asked = state.options[box.id];
  const missing = minimumQuery(box.element) - state.popup.query.length;
  if (missing > 0) return `Type ${missing} more character${missing > 1 ? "s" : ""} to search`;
  if (asked?.loading) return "Loading…";
  return asked?.failed ? "The app did not send any options" : "No results";
}
