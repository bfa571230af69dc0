// Mentions and links, however a text or a rich text asks for them.

import { h } from "../dom.js";
import { state } from "../state.js";
import { withEmoji } from "./emoji.js";

const OPENABLE = /^(https?|mailto|tel):/i;

export function userName(id) {
  return state.team?.people.find((person) => person.id === id)?.name ?? null;
}

export function channelName(id) {
  return state.snapshot?.conversations.find((each) => each.id === id)?.name ?? null;
}

export function userMention(id, label) {
  const name = userName(id) ?? (id === state.team?.app.user_id ? state.team.app.name : label || id);
  return h("span", { class: id === state.me ? "mention mention-me" : "mention" }, `@${name}`);
}

export function channelMention(id, label) {
  return h("span", { class: "mention" }, `#${channelName(id) ?? (label || id)}`);
}

/** @channel and its kin. Drawn loudly, so that one smuggled in by a name cannot be missed. */
export function broadcast(range) {
  return h("strong", { class: "mention ping", title: "This would notify everyone" }, `@${range}`);
}

/** A link. What a browser could execute (javascript:) stays text. */
export function link(url, label) {
  const text = withEmoji(label || url);
  if (!OPENABLE.test(url)) return text;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}
