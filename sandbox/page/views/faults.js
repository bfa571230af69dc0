// The Misbehave drawer: make the pretend Slack fail the way the real one does.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { actOrTell } from "../server.js";
import { change, state } from "../state.js";

const EVERY_CALL = "*";
const TARGETS = {
  [EVERY_CALL]: "the bot's next call, whatever it is",
  response_url: "the next answer to a command or button",
  "chat.postMessage": "the next message to a channel",
  "chat.postEphemeral": "the next message to one person",
  "chat.update": "the next change of a message",
  "views.open": "the next modal",
  "views.update": "the next change of a modal",
  "views.publish": "the next Home tab",
  "users.info": "the next look at a person",
};

const CALLS = [
  {
    label: "Refuse",
    text: "Answers “no”: internal_error.",
    fault: { kind: "refuse", error: "internal_error" },
  },
  {
    label: "Rate limit",
    text: "HTTP 429: try again in 5 seconds.",
    fault: { kind: "ratelimit", retry_after: 5 },
  },
  { label: "Server error", text: "HTTP 503, and nothing was done.", fault: { kind: "http_503" } },
  { label: "Never answer", text: "Does it, but the answer never comes.", fault: { kind: "timeout" } },
  { label: "Be slow", text: "Does it, answers 2 seconds later.", fault: { kind: "slow", seconds: 2 } },
  { label: "Cut before", text: "The connection breaks; nothing was done.", fault: { kind: "reset_before" } },
  {
    label: "Cut after",
    text: "Done, but the connection breaks before the answer.",
    fault: { kind: "reset_after" },
  },
  { label: "Talk garbage", text: "Done; the answer is not JSON.", fault: { kind: "garbage" } },
  {
    label: "Never show it",
    text: "Answers “ok”, but nobody ever sees the message.",
    fault: { kind: "lost" },
  },
];

const DELIVERIES = [
  {
    label: "Deliver twice",
    text: "The next click or command reaches the bot twice.",
    fault: { fault: "deliver_twice" },
  },
  {
    label: "Too late",
    text: "The bot's next acknowledgement arrives too late.",
    fault: { fault: "late_ack" },
  },
  {
    label: "Drop the connection",
    text: "Cuts the bot off. It should come back by itself.",
    fault: { fault: "drop_socket" },
  },
  { label: "Go deaf", text: "The connection stays open, but nothing passes.", fault: { fault: "half_open" } },
  {
    label: "Refuse to connect",
    text: "The bot's next attempt to connect fails.",
    fault: { fault: "handshake_503" },
  },
];

// What the person picked last in this drawer.
let target = EVERY_CALL;

export function faultDrawer() {
  if (!state.misbehave) return null;
  const close = () => {
    change({ misbehave: false });
    document.querySelector(".bar-button[aria-expanded]")?.focus();
  };
  return h(
    "aside",
    {
      class: "drawer",
      key: "drawer",
      "aria-label": "Misbehave",
      onkeydown: (event) => event.key === "Escape" && close(),
    },
    h(
      "header",
      { class: "head" },
      h("h2", {}, "Misbehave"),
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close",
          mounted: (node) => node.focus(),
          onclick: close,
        },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "drawer-body" },
      h(
        "p",
        { class: "quiet" },
        "Make this Slack fail as the real one sometimes does, then watch what the bot makes of it. Each fault happens once.",
      ),
      waiting(),
      h("h3", { id: "faults-calls" }, "When the bot calls Slack"),
      h("label", { class: "drawer-target" }, "Spoil ", targetSelect()),
      group("faults-calls", CALLS, (each) => ({ fault: "next", target, ...each.fault })),
      h("h3", { id: "faults-deliveries" }, "When Slack calls the bot"),
      group("faults-deliveries", DELIVERIES, (each) => each.fault),
      problems(),
    ),
  );
}

function targetSelect() {
  const choose = (event) => {
    target = event.target.value;
    change({});
  };
  const options = Object.entries(TARGETS).map(([name, words]) => h("option", { value: name }, words));
  return h("select", { class: "text-input", value: target, onchange: choose }, options);
}

function group(labelledBy, faults, body) {
  const button = (each) =>
    h(
      "button",
      { type: "button", class: "fault", onclick: () => actOrTell("set_fault", body(each)) },
      h("b", {}, each.label),
      h("small", {}, each.text),
    );
  return h("div", { class: "faults", role: "group", "aria-labelledby": labelledBy }, faults.map(button));
}

function waiting() {
  const { waiting: calls = [], deliveries = {} } = state.snapshot?.faults ?? {};
  const lines = [
    ...calls.map(({ target: of, kind }) => `${kind.replaceAll("_", " ")}: ${TARGETS[of] ?? of}`),
    ...Object.entries(deliveries).map(
      ([kind, times]) => `${kind.replaceAll("_", " ")}${times > 1 ? ` (${times} times)` : ""}`,
    ),
  ];
  return h(
    "div",
    { class: "waiting", role: "status" },
    lines.length
      ? [
          h("b", {}, "About to happen"),
          h(
            "ul",
            {},
            lines.map((line) => h("li", {}, line)),
          ),
          clearButton(),
        ]
      : "Nothing is set: this Slack behaves.",
  );
}

function clearButton() {
  return h(
    "button",
    { type: "button", class: "button default", onclick: () => actOrTell("set_fault", { fault: "clear" }) },
    "Behave again",
  );
}

// What Slack lets pass in silence: nobody would notice, least of all the author of the bot.
function problems() {
  const found = state.snapshot?.problems ?? [];
  if (!found.length) return null;
  const items = found.map((sentence) => h("li", {}, sentence));
  return [h("h3", {}, "Mistakes of the bot that Slack swallows"), h("ul", { class: "problems" }, items)];
}
