// Going somewhere: another person, another conversation, the Home tab, a thread. The address bar remembers.

import { forgetAll, forgetGone, settle } from "./filled.js";
import { act, actOrTell, watch } from "./server.js";
import { change, conversation, directMessage, me, state } from "./state.js";

/** Start where the address says: #as=ada&in=general (`in=home` is the Home tab). */
export function start() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const people = state.team.people;
  const person = people.find(({ key, id }) => [key, id].includes(wanted.get("as"))) ?? people[0];
  state.conversation = undefined;
  follow(person.id, wanted.get("in"));
}

export async function becomes(userId) {
  const name = state.conversation === null ? "home" : conversation()?.name;
  await settle();
  forgetAll();
  change({
    me: userId,
    snapshot: null,
    popup: null,
    confirm: null,
    thread: null,
    options: {},
    trouble: null,
    reloaded: false,
  });
  follow(userId, name);
}

function follow(userId, place) {
  state.me = userId;
  watch(userId, (snapshot) => {
    const first = state.snapshot === null;
    change({ snapshot });
    forgetGone(snapshot.modals);
    if (first) arrive(place);
    else if (state.conversation !== null && !conversation()) goTo(firstChannel());
    else lookAt();
  });
}

function arrive(place) {
  const { conversations } = state.snapshot;
  const there = conversations.find((each) => [each.id, each.name].includes(place));
  if (place === "home") goHome();
  else goTo(there?.id ?? firstChannel());
}

function firstChannel() {
  const { conversations } = state.snapshot;
  return (conversations.find((each) => each.name === "general") ?? conversations[0])?.id ?? null;
}

export function goTo(id) {
  change({ conversation: id, thread: null, sidebar: false, popup: null });
  remember();
  lookAt();
}

// What is on the screen counts as read.
function lookAt() {
  if (conversation()?.unread) void act("look_at", { conversation: state.conversation });
}

export async function goHome() {
  if (state.team.app.home_enabled === false) return openMessages();
  change({ conversation: null, thread: null, sidebar: false, popup: null });
  remember();
  await actOrTell("open_home");
}

/** The Messages tab of the app: a direct message, opened on first need. */
export async function openMessages() {
  const answer = directMessage() ? { ok: true } : await actOrTell("open_dm");
  // The snapshot that shows a new conversation may come before or after the answer.
  const id = directMessage()?.id ?? answer.conversation;
  if (id) goTo(id);
}

function remember() {
  const place = state.conversation === null ? "home" : (conversation()?.name ?? state.conversation);
  history.replaceState(null, "", `#${new URLSearchParams({ as: me().key ?? state.me, in: place })}`);
}

/** What a reload of Slack does: ephemeral messages are gone. */
export async function reload() {
  const answer = await actOrTell("reload");
  if (answer.ok) change({ reloaded: true });
}

/** The browser's own reload button is a reload too. */
export function browserReloaded() {
  return performance.getEntriesByType("navigation")[0]?.type === "reload";
}
