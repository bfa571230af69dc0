// What Slack itself would tell the person (a command timed out …), and what went wrong on this page.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { actOrTell } from "../server.js";
import { change, state, topModal } from "../state.js";

/** While a modal is open nothing else can be reached, so they show inside it and not behind. */
export function notices({ inModal = false } = {}) {
  if (Boolean(topModal()) !== inModal) return null;
  const fromServer = (state.snapshot?.notices ?? []).map((each) =>
    notice(each.id, each.level, each.text, () => actOrTell("dismiss_notice", { id: each.id })),
  );
  const own = state.trouble && notice("trouble", "error", state.trouble, () => change({ trouble: null }));
  return h("div", { key: "notices", class: "notices", role: "alert" }, fromServer, own);
}

function notice(key, level, text, dismiss) {
  return h(
    "div",
    { class: `notice notice-${level}`, key },
    icon(level === "info" ? "bolt" : "warning"),
    h("span", {}, h("b", {}, "Slackbot "), text),
    h(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: dismiss },
      icon("close"),
    ),
  );
}
