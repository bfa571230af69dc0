// The pretend Slack's page. state.js holds what is known, views/ draw it, server.js talks to the server.

import { confirmDialog } from "./confirm.js";
import { draw, h } from "./dom.js";
import { browserReloaded, reload, start } from "./navigation.js";
import { replaceAll, watchOutside } from "./popups.js";
import { loadTeam } from "./server.js";
import { onChange, state } from "./state.js";
import { applyTheme } from "./theme.js";
import { conversationView, threadView } from "./views/conversation.js";
import { faultDrawer } from "./views/faults.js";
import { homeView } from "./views/home.js";
import { modalView } from "./views/modal.js";
import { pushIn, sidebar } from "./views/sidebar.js";
import { reloadNote, topbar } from "./views/topbar.js";

const root = document.getElementById("page");

function page() {
  return [
    topbar(),
    h(
      "div",
      { class: "frame" },
      sidebar(),
      state.sidebar && curtain(),
      main(),
      state.snapshot && threadView(),
      faultDrawer(),
    ),
    modalView(),
    confirmDialog(),
  ];
}

function main() {
  return h("main", { key: "main", class: "main" }, reloadNote(), shown());
}

function shown() {
  if (!state.snapshot) return h("div", { class: "loading", role: "status" }, "Loading…");
  return state.conversation === null ? homeView() : conversationView();
}

function curtain() {
  return h("button", {
    type: "button",
    class: "curtain",
    "aria-label": "Close the sidebar",
    onclick: pushIn,
  });
}

/** Draw everything, and keep message lists at their end unless the person scrolled up to read. */
function redraw() {
  const atEnd = new Map(
    [...root.querySelectorAll("[data-follows]")].map((list) => [
      list,
      list.scrollHeight - list.scrollTop - list.clientHeight < 40,
    ]),
  );
  draw(root, page());
  for (const list of root.querySelectorAll("[data-follows]")) {
    if (atEnd.get(list) ?? true) list.scrollTop = list.scrollHeight;
  }
  replaceAll();
}

function failed(problem) {
  draw(
    root,
    h(
      "div",
      { class: "loading", role: "alert" },
      `The pretend Slack did not answer. Is it still running? (${problem.message})`,
    ),
  );
}

applyTheme();
watchOutside();
try {
  state.team = await loadTeam();
  onChange(redraw);
  start();
  if (browserReloaded()) await reload();
} catch (problem) {
  failed(problem);
}
