// A channel or direct message: head, messages, the box to type in, and a thread beside it.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { goHome, openMessages } from "../navigation.js";
import { change, conversation, state } from "../state.js";
import { composer } from "./composer.js";
import { messageList } from "./messages.js";
import { notices } from "./notices.js";
import { pullOut } from "./sidebar.js";

export function conversationView() {
  const here = conversation();
  if (!here) return h("div", { class: "loading", role: "status" }, "Loading…");
  const all = state.snapshot.messages[here.id] ?? [];
  const inChannel = all.filter((each) => !each.thread_ts || each.thread_ts === each.ts);
  const isDm = here.kind === "dm";
  return h(
    "div",
    { class: "conversation", key: here.id },
    isDm ? appHead("messages") : channelHead(here),
    messageList(here, inChannel, { empty: isDm ? emptyDm() : emptyChannel(here) }),
    notices(),
    composer(here),
  );
}

export function threadView() {
  const here = conversation();
  if (!here || !state.thread) return null;
  const close = () => change({ thread: null });
  const messages = (state.snapshot.messages[here.id] ?? []).filter((each) =>
    [each.ts, each.thread_ts].includes(state.thread),
  );
  return h(
    "aside",
    {
      class: "thread",
      key: "thread",
      "aria-label": "Thread",
      onkeydown: (event) => event.key === "Escape" && !event.defaultPrevented && close(),
    },
    h(
      "header",
      { class: "head" },
      h("h2", {}, "Thread"),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: close },
        icon("close"),
      ),
    ),
    messageList(here, messages, { inThread: true }),
    composer(here, state.thread),
  );
}

function menuButton() {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button narrow-only",
      "aria-label": "Channels and people",
      "aria-expanded": String(state.sidebar),
      onclick: pullOut,
    },
    icon("menu"),
  );
}

function channelHead(here) {
  const mark =
    here.kind === "private" ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#");
  const note = here.bot_member
    ? null
    : h("span", { class: "head-note" }, `${state.team.app.name} is not in this channel`);
  return h("header", { class: "head" }, menuButton(), h("h1", {}, mark, here.name), note);
}

/** The app's two tabs. */
export function appHead(shown) {
  const tab = (name, label, go) =>
    h(
      "button",
      { type: "button", class: "tab", "aria-current": shown === name ? "page" : null, onclick: go },
      label,
    );
  return h(
    "header",
    { class: "head" },
    menuButton(),
    h("h1", {}, state.team.app.name),
    h(
      "div",
      { class: "tabs", role: "group", "aria-label": "Tabs of the app" },
      state.team.app.home_enabled !== false && tab("home", "Home", goHome),
      tab("messages", "Messages", openMessages),
    ),
  );
}

function emptyChannel(here) {
  const command = state.team.app.commands[0]?.command ?? "/help";
  const example = `${command} create`;
  const fillIn = () => {
    change({ drafts: { ...state.drafts, [here.id]: example } });
    document.querySelector(".composer textarea")?.focus();
  };
  return h(
    "div",
    { class: "welcome" },
    h("h2", {}, `This is #${here.name}`),
    here.name === "general"
      ? h(
          "p",
          {},
          "Nothing here yet. Type ",
          h("button", { type: "button", class: "example", onclick: fillIn }, example),
          " below and press Enter.",
        )
      : h("p", {}, `Nothing here yet. Commands such as ${command} work in every channel.`),
    here.name === "general" &&
      h(
        "p",
        { class: "quiet" },
        "Then become somebody else on the left, and try again: a guest and a stranger get a different answer.",
      ),
  );
}

function emptyDm() {
  return h(
    "div",
    { class: "welcome" },
    h("h2", {}, state.team.app.name),
    h("p", {}, "What the app tells you alone arrives here."),
  );
}
