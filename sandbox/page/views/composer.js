// The box to type in: messages, slash commands with completion, shortcuts.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { menu } from "../menu.js";
import { alter, close, isOpen, open, popup } from "../popups.js";
import { actOrTell } from "../server.js";
import { change, state } from "../state.js";

const LONGEST_ROWS = 8;

export function composer(conversation, thread = null) {
  const box = { conversation, thread, id: thread ? `${conversation.id} ${thread}` : conversation.id };
  box.text = state.drafts[box.id] ?? "";
  box.found = completions(box.text);
  box.completes = isOpen(`complete ${box.id}`) && box.found.length > 0;
  return h(
    "form",
    { key: "composer", class: "composer", onsubmit: (event) => (event.preventDefault(), send(box)) },
    hint(box),
    h(
      "div",
      { class: "composer-box" },
      shortcuts(box),
      field(box),
      box.completes && completionList(box),
      sendButton(box),
    ),
  );
}

function completions(text) {
  if (!/^\/\S*$/.test(text)) return [];
  return state.team.app.commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

function field(box) {
  const where = box.thread
    ? "Reply"
    : box.conversation.kind === "dm"
      ? `Message ${state.team.app.name}`
      : `Message #${box.conversation.name}`;
  return h("textarea", {
    key: "field",
    rows: Math.min(LONGEST_ROWS, box.text.split("\n").length),
    value: box.text,
    placeholder: where,
    "aria-label": where,
    "aria-describedby": `hint-${box.id}`,
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": `commands-${box.id}`,
    "aria-activedescendant": box.completes ? `command-${state.popup.active}` : null,
    "data-opens": `complete ${box.id}`,
    spellcheck: "false",
    oninput: (event) => write(box, event.target.value),
    onkeydown: (event) => onKey(box, event),
    onblur: () => isOpen(`complete ${box.id}`) && close(),
  });
}

function write(box, text) {
  state.drafts = { ...state.drafts, [box.id]: text };
  if (completions(text).length) open(`complete ${box.id}`);
  else if (isOpen(`complete ${box.id}`)) close();
  else change({});
}

function onKey(box, event) {
  if (event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (box.completes && steps) {
    event.preventDefault();
    alter({ active: (state.popup.active + steps + box.found.length) % box.found.length });
  } else if (box.completes && event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (box.completes && (event.key === "Tab" || event.key === "Enter")) {
    choose(box, event, box.found[state.popup.active]);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(box);
  }
}

// Enter on a command typed in full sends it; on a beginning it completes.
function choose(box, event, { command }) {
  event.preventDefault();
  if (event.key === "Enter" && box.text === command) return send(box);
  return write(box, `${command} `);
}

function send(box) {
  const text = box.text.trim();
  if (!text) return;
  const edited = state.editing?.box === box.id ? state.editing.ts : null;
  change({ popup: null, editing: null, drafts: { ...state.drafts, [box.id]: "" } });
  if (edited) return void actOrTell("edit", { conversation: box.conversation.id, ts: edited, text });
  const thread = box.thread ? { thread_ts: box.thread } : {};
  void actOrTell("type", { conversation: box.conversation.id, text, ...thread });
}

function completionList(box) {
  return popup(
    {
      id: `commands-${box.id}`,
      class: "listbox commands",
      role: "listbox",
      "aria-label": "Commands",
      onpointerdown: (event) => event.preventDefault(),
      onmousedown: (event) => event.preventDefault(),
    },
    box.found.map((each, at) =>
      h(
        "div",
        {
          id: `command-${at}`,
          class: at === state.popup.active ? "option active" : "option",
          role: "option",
          "aria-selected": String(at === state.popup.active),
          onclick: () => write(box, `${each.command} `),
        },
        h(
          "span",
          {},
          h(
            "span",
            { class: "command" },
            h("b", {}, each.command.slice(0, box.text.length)),
            each.command.slice(box.text.length),
          ),
          h("span", { class: "usage" }, ` ${each.usage_hint ?? ""}`),
          h("small", {}, each.description),
        ),
      ),
    ),
  );
}

// Under a command being typed: how it goes on. Otherwise: how to send.
function hint(box) {
  const [name] = box.text.split(/\s/, 1);
  const known = state.team.app.commands.find(({ command }) => command === name);
  const words = known
    ? [
        h("span", { class: "command" }, known.command),
        h("span", { class: "usage" }, ` ${known.usage_hint ?? ""}`),
      ]
    : [];
  return h("div", { class: "composer-hint", id: `hint-${box.id}` }, words);
}

function shortcuts(box) {
  if (box.thread) return null;
  const items = state.team.app.shortcuts
    .filter(({ type }) => type === "global")
    .map((each) => ({
      text: each.name,
      description: each.description,
      run: () => actOrTell("shortcut", { callback_id: each.callback_id }),
    }));
  if (!items.length) return null;
  return menu({
    id: `shortcuts ${box.id}`,
    label: "Shortcuts",
    className: "icon-button",
    content: icon("bolt"),
    items,
  });
}

function sendButton(box) {
  return h(
    "button",
    {
      type: "submit",
      class: "icon-button send",
      "aria-label": "Send",
      title: "Send (Enter)",
      disabled: !box.text.trim(),
    },
    icon("send"),
  );
}
