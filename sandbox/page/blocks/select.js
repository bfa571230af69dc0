// Every select menu: a field that filters a list. Keyboard as in https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { fill, keyOf, valueOf } from "../filled.js";
import { icon } from "../icons.js";
import { alter, close, isOpen, open } from "../popups.js";
import { state } from "../state.js";
import { plain } from "../text/text_object.js";
import { aria } from "./aria.js";
import { held, isHeld, kindOf, matching, minimumQuery, offers, suggest } from "./options.js";
import { optionList, PAGE } from "./option_list.js";

export function select(element, block, place, field) {
  const box = describe(element, block, place);
  return h(
    "div",
    { class: box.multi ? "select multi" : "select" },
    h(
      "div",
      { class: "select-box" },
      box.multi && box.held.map((choice) => chip(choice, box)),
      entry(box, field),
      clearButton(box),
      h("span", { class: "chevron" }, icon("chevron")),
    ),
    box.opened && optionList(box, field.label, (choice) => pick(box, choice)),
  );
}

function describe(element, block, place) {
  const id = keyOf(place, block, element);
  const opened = isOpen(id);
  const groups = opened ? matching(offers(element, id), filterOf(element)) : [];
  return {
    ...kindOf(element),
    element,
    block,
    place,
    id,
    opened,
    groups,
    flat: groups.flatMap((group) => group.options),
    held: held(element, valueOf(place, block, element)),
    domId: `list-${id.replaceAll(" ", "_")}`,
  };
}

// The bot has filtered an external list already.
function filterOf(element) {
  return kindOf(element).kind === "external" ? "" : state.popup.query;
}

function entry(box, field) {
  const chosen = box.multi ? "" : (box.held[0]?.text ?? "");
  return h("input", {
    ...aria(field),
    key: "entry",
    class: "select-entry",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": String(box.opened),
    "aria-controls": box.domId,
    "aria-autocomplete": "list",
    "aria-activedescendant": box.opened && box.flat.length ? `${box.domId}-${state.popup.active}` : null,
    "data-opens": box.id,
    placeholder:
      (box.opened && chosen) ||
      (box.held.length && box.multi ? null : plain(box.element.placeholder) || "Choose an option"),
    value: box.opened ? state.popup.query : chosen,
    mounted: box.element.focus_on_load ? (node) => node.focus() : undefined,
    onclick: () => box.opened || show(box),
    oninput: (event) => search(box, event.target.value),
    onkeydown: (event) => onKey(box, event),
    onblur: () => isOpen(box.id) && close(),
  });
}

function show(box, query = "") {
  const chosen = offers(box.element, box.id)
    .flatMap((group) => group.options)
    .findIndex((choice) => isHeld(box, choice));
  const active = query ? 0 : Math.max(0, chosen);
  open(box.id, { query, active, shown: PAGE * Math.ceil((active + 1) / PAGE) });
  if (query.length >= minimumQuery(box.element) && box.kind === "external")
    void suggest(box.element, box.block, box.place, query);
  scrollToActive(box);
}

function search(box, query) {
  if (!box.opened) return show(box, query);
  if (box.kind === "external" && query.length >= minimumQuery(box.element))
    void suggest(box.element, box.block, box.place, query);
  return alter({ query, active: 0, shown: PAGE });
}

function onKey(box, event) {
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
  if (steps) {
    event.preventDefault();
    if (box.opened) move(box, steps);
    else show(box);
  } else if (box.opened && event.key === "Enter") {
    event.preventDefault();
    if (box.flat[state.popup.active]) pick(box, box.flat[state.popup.active]);
  } else if (box.opened && event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key === "Backspace" && !event.target.value.length) {
    removeLast(box);
  }
}

function move(box, steps) {
  const last = box.flat.length - 1;
  const active = Math.max(0, Math.min(last, state.popup.active + steps));
  alter({ active, shown: Math.max(state.popup.shown, active + PAGE / 2) });
  scrollToActive(box);
}

function scrollToActive(box) {
  requestAnimationFrame(() => {
    if (isOpen(box.id))
      document.getElementById(`${box.domId}-${state.popup.active}`)?.scrollIntoView({ block: "nearest" });
  });
}

function pick(box, choice) {
  const payloads = box.held.map((each) => each.payload);
  if (!box.multi) {
    close();
    return choose(box, choice.payload);
  }
  alter({ query: "" });
  if (isHeld(box, choice)) return remove(box, choice);
  if (payloads.length >= (box.element.max_selected_items ?? Infinity)) return undefined;
  return choose(box, [...payloads, choice.payload]);
}

function choose(box, payload) {
  confirmed(box.element.confirm, () => fill(box.place, box.block, box.element, { [box.name]: payload }));
}

function remove(box, choice) {
  choose(
    box,
    box.held.filter((each) => each.id !== choice.id).map((each) => each.payload),
  );
}

function removeLast(box) {
  if (box.multi && box.held.length) remove(box, box.held.at(-1));
  else if (box.held.length && box.block.optional) choose(box, null);
}

function chip(choice, box) {
  return h(
    "span",
    { class: "chip", key: choice.id },
    choice.text,
    h(
      "button",
      { type: "button", "aria-label": `Remove ${choice.text}`, onclick: () => remove(box, choice) },
      icon("close"),
    ),
  );
}

function clearButton(box) {
  if (box.multi || !box.held.length || !box.block.optional) return null;
  return h(
    "button",
    { type: "button", class: "clear", "aria-label": "Clear", onclick: () => choose(box, null) },
    icon("close"),
  );
}
