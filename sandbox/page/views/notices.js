// What Slack itself would tell the person (a command timed out …), and what went wrong on this page.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { actOrTell } from "../server.js";
import { change, state } from "../state.js";

export function notices() {
  const fromServer = (state.snapshot?.notices ?? []).map((each) =>
    notice(each.id, each.level, each.text, () => actOrTell("dismiss_notice", { id: each.id })),
  );
  const own = state.trouble && notice("trouble", "error", state.trouble, () => change({ trouble: null }));
  return h("div", { class: "notices", role: "alert" }, fromServer, own);
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
