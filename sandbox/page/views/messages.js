// A list of messages, as the person on show sees it.

import { drawBlocks } from "../blocks/blocks.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { menu } from "../menu.js";
import { messagePlace } from "../places.js";
import { actOrTell } from "../server.js";
import { change, state } from "../state.js";
import { clockTime, instant, longDate, relativeDay } from "../text/dates.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { avatar } from "./sidebar.js";

/** New ones are read out: role="log". The list stays at its end unless the person scrolled up. */
export function messageList(conversation, messages, { empty, inThread = false } = {}) {
  return h(
    "div",
    {
      class: "messages",
      key: `messages ${conversation.id} ${inThread}`,
      role: "log",
      "aria-live": "polite",
      "aria-label": inThread ? "Thread" : `Messages in ${conversation.name}`,
      tabindex: "0",
      "data-follows": "true",
    },
    h("div", { class: "filler" }),
    messages.length
      ? withDays(messages).map((each) =>
          each.day ? divider(each.day) : message(conversation, each, inThread),
        )
      : empty,
  );
}

function withDays(messages) {
  let last = null;
  return messages.flatMap((each) => {
    const date = instant(each.ts);
    const day = relativeDay(date) ?? longDate(date);
    const isNew = day !== last;
    last = day;
    return isNew ? [{ day }, each] : [each];
  });
}

function divider(day) {
  return h("div", { class: "day", key: `day ${day}`, role: "separator" }, h("span", {}, day));
}

function message(conversation, each, inThread) {
  const sender = each.bot
    ? { name: each.name }
    : (state.team.people.find(({ id }) => id === each.user) ?? { name: each.name });
  return h(
    "article",
    {
      key: each.ts,
      class: each.ephemeral ? "message ephemeral" : "message",
      "aria-label": `${each.name}, ${clockTime(instant(each.ts))}`,
      "data-ts": each.ts,
    },
    avatar(sender, each.bot ? "app-avatar" : ""),
    h(
      "div",
      { class: "message-body" },
      each.ephemeral && h("div", { class: "only-you" }, icon("eye"), "Only visible to you"),
      head(each, sender),
      content(each, messagePlace(conversation.id, each, inThread ? "thread" : "channel")),
      !inThread && Boolean(each.reply_count) && replies(each),
    ),
    !each.ephemeral && moreMenu(conversation, each, inThread),
  );
}

function head(each, sender) {
  const date = instant(each.ts);
  return h(
    "div",
    { class: "message-head" },
    h("span", { class: "message-name" }, sender.name),
    each.bot && h("span", { class: "tag" }, "app"),
    h("time", { datetime: date.toISOString(), title: longDate(date) }, clockTime(date)),
  );
}

// With blocks, the text is only what notifications show.
function content(each, place) {
  const edited = each.edited && h("span", { class: "edited" }, "(edited)");
  const parts = each.blocks?.length
    ? drawBlocks(each.blocks, place)
    : h("div", { class: "text" }, mrkdwn(each.text ?? ""));
  const attachments = (each.attachments ?? []).map((attachment) => attached(attachment, place));
  return [parts, attachments, (each.files ?? []).map(file), edited];
}

function file({ name, content }) {
  return h("div", { class: "attachment" }, h("b", {}, name), h("pre", {}, content));
}

function attached(attachment, place) {
  const body = attachment.blocks
    ? drawBlocks(attachment.blocks, place)
    : h("div", { class: "text" }, mrkdwn(attachment.text ?? attachment.fallback ?? ""));
  return h("div", { class: "attachment", style: { borderColor: attachment.color ?? "" } }, body);
}

function replies(each) {
  const label = each.reply_count === 1 ? "1 reply" : `${each.reply_count} replies`;
  return h(
    "button",
    { type: "button", class: "replies", onclick: () => change({ thread: each.ts }) },
    icon("reply"),
    label,
  );
}

function moreMenu(conversation, each, inThread) {
  const shortcuts = state.team.app.shortcuts.filter(({ type }) => type === "message");
  const items = shortcuts.map((shortcut) => ({
    text: shortcut.name,
    description: shortcut.description,
    run: () =>
      actOrTell("message_shortcut", {
        callback_id: shortcut.callback_id,
        conversation: conversation.id,
        ts: each.ts,
      }),
  }));
  const own = each.user === state.me ? [
    { text: "Edit message", run: () => edit(conversation, each, inThread) },
    { text: "Delete message", run: () => actOrTell("delete", { conversation: conversation.id, ts: each.ts }) },
  ] : [];
  const reply = { text: "Reply in thread", run: () => change({ thread: each.thread_ts ?? each.ts }) };
  const id = `more ${conversation.id} ${each.ts}${inThread ? " thread" : ""}`;
  return h(
    "div",
    { class: "message-more" },
    menu({
      id,
      label: "Message actions",
      className: "icon-button",
      content: icon("more"),
      items: [...(inThread ? [] : [reply]), ...own, ...items],
    }),
  );
}

// What is typed next replaces it.
function edit(conversation, each, inThread) {
  const box = inThread ? `${conversation.id} ${each.thread_ts}` : conversation.id;
  change({ editing: { box, ts: each.ts }, drafts: { ...state.drafts, [box]: each.text } });
}
