// A button that opens a menu: overflow elements, the shortcuts, the "more" of a message.

import { h } from "./dom.js";
import { close, isOpen, open, popup } from "./popups.js";

/** items: [{text, description?, href?, run()}] */
export function menu({ id, label, className = "", content, items, disabled = false }) {
  const shown = isOpen(id);
  return h(
    "span",
    { class: "menu", onkeydown: shown ? moveFocus : null },
    h(
      "button",
      {
        type: "button",
        class: className,
        disabled,
        title: label,
        "aria-label": label,
        "aria-haspopup": "menu",
        "aria-expanded": String(shown),
        "data-opens": id,
        onclick: () => (shown ? close() : open(id)),
        onkeydown: (event) => {
          if (event.key !== "ArrowDown" || shown) return;
          event.preventDefault();
          open(id);
        },
      },
      content,
    ),
    shown && popup({ role: "menu", "aria-label": label }, items.map(menuItem)),
  );
}

function menuItem(item, at) {
  const choose = () => {
    close({ refocus: true });
    item.run?.();
  };
  const attributes = { role: "menuitem", class: "menu-item", tabindex: "-1", onclick: choose };
  const mounted = at === 0 ? (node) => node.focus() : undefined;
  const label = [h("span", {}, item.text), item.description && h("small", {}, item.description)];
  if (item.href)
    return h(
      "a",
      { ...attributes, mounted, href: item.href, target: "_blank", rel: "noopener noreferrer" },
      label,
    );
  return h("button", { ...attributes, mounted, type: "button" }, label);
}

function moveFocus(event) {
  const items = [...event.currentTarget.querySelectorAll(".menu-item")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items.at(to % items.length)?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close({ refocus: true });
  }
}
