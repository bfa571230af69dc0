// The strip on top: what this is, whether a bot is there, and the switches of the page itself.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { reload } from "../navigation.js";
import { change, state } from "../state.js";
import { nextTheme, theme } from "../theme.js";

export function topbar() {
  const look = theme();
  return h(
    "header",
    { class: "topbar" },
    h("p", { class: "pretend" }, h("b", {}, "This is a pretend Slack"), ": nothing leaves this computer."),
    connection(),
    h(
      "button",
      {
        type: "button",
        class: "bar-button",
        title: "Reload, as in a browser: messages only visible to you are lost",
        onclick: reload,
      },
      icon("reload"),
      h("span", {}, "Reload"),
    ),
    h(
      "button",
      {
        type: "button",
        class: "bar-button",
        "aria-expanded": String(state.misbehave),
        onclick: () => change({ misbehave: !state.misbehave }),
      },
      icon("warning"),
      h("span", {}, "Misbehave"),
    ),
    h(
      "button",
      {
        type: "button",
        class: "bar-button",
        title: `Colours: ${look.label}`,
        "aria-label": `Colours: ${look.label}. Change`,
        onclick: nextTheme,
      },
      icon(look.icon),
    ),
  );
}

function connection() {
  const [on, words] = !state.live
    ? ["off", "This page lost the pretend Slack"]
    : state.snapshot?.connected
      ? ["on", "The bot is connected"]
      : ["waiting", "No bot is connected"];
  return h(
    "p",
    { class: `connection ${on}`, role: "status" },
    h("span", { class: "lamp", "aria-hidden": "true" }),
    h("span", {}, words),
  );
}

/** After Reload: what just happened, and that it is not this page's whim. */
export function reloadNote() {
  if (!state.reloaded) return null;
  return h(
    "div",
    { class: "note", role: "status" },
    "Reloaded. Messages only visible to you are gone: real Slack forgets them too.",
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Dismiss",
        onclick: () => change({ reloaded: false }),
      },
      icon("close"),
    ),
  );
}
