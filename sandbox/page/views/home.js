// The app's Home tab: a view the bot publishes for one person.

import { drawBlocks } from "../blocks/blocks.js";
import { h } from "../dom.js";
import { homePlace } from "../places.js";
import { state } from "../state.js";
import { appHead } from "./conversation.js";
import { notices } from "./notices.js";

export function homeView() {
  const { home } = state.snapshot;
  return h(
    "div",
    { class: "conversation", key: "home" },
    appHead("home"),
    h(
      "div",
      { class: "home", tabindex: "0", role: "region", "aria-label": "Home" },
      home ? published(home) : nothing(),
    ),
    notices(),
  );
}

function published(home) {
  return h("div", { class: "home-blocks" }, drawBlocks(home.blocks ?? [], homePlace(home)));
}

function nothing() {
  const why = state.snapshot.connected
    ? "The app has not published anything here yet."
    : "The app is not connected, so nobody fills this tab.";
  return h("div", { class: "welcome" }, h("h2", {}, state.team.app.name), h("p", {}, why));
}
