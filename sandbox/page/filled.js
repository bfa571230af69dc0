// What the person on show has filled in, and how the server hears of it.
//
// A value has the shape Slack gives it in state.values: {value}, {selected_option}, {selected_options}, {selected_date}, …
// What was typed here wins over what the server pushes, as long as block_id and action_id stay the same.

import { modalPlace } from "./places.js";
import { act, actOrTell } from "./server.js";
import { change, state } from "./state.js";

const TYPING_PAUSE_MS = 250;

// key of an element -> {value, element}
const filled = new Map();
// key of an element -> {timer, send}: changes the server has not been told yet
const waiting = new Map();
const underWay = new Set();

/** The name of an element on this page. `place` is {key, where, values, errors}: where its block stands. */
export function keyOf(place, block, element) {
  return [place.key, block.block_id, element.action_id].join(" ");
}

export function valueOf(place, block, element) {
  const own = filled.get(keyOf(place, block, element));
  // A modal keeps what was typed by id alone; a message that was rewritten starts afresh.
  if (own && (place.where.modal || own.element === JSON.stringify(element))) return own.value;
  return place.values?.[block.block_id]?.[element.action_id] ?? initial(element);
}

function initial(element) {
  return {
    value: element.initial_value ?? null,
    selected_option: element.initial_option ?? null,
    selected_options: element.initial_options ?? [],
    selected_date: element.initial_date ?? null,
    selected_time: element.initial_time ?? null,
    selected_date_time: element.initial_date_time ?? null,
    selected_user: element.initial_user ?? null,
    selected_users: element.initial_users ?? [],
    selected_conversation: element.initial_conversation ?? null,
    selected_conversations: element.initial_conversations ?? [],
    selected_channel: element.initial_channel ?? null,
    selected_channels: element.initial_channels ?? [],
  };
}

/** Remember a value and tell the server: at once, or when the typing pauses. */
export function fill(place, block, element, value, { typing = false } = {}) {
  const key = keyOf(place, block, element);
  filled.set(key, { value, element: JSON.stringify(element) });
  change({});
  const body = { block_id: block.block_id, action_id: element.action_id, ...value };
  // Inside an input block nothing is clicked: Slack keeps the value until the form is submitted.
  if (block.type !== "input") return void click(place, block, element, value);
  clearTimeout(waiting.get(key)?.timer);
  const send = () => tell(key, { where: place.where, ...body });
  waiting.set(key, { send, timer: setTimeout(send, typing ? TYPING_PAUSE_MS : 0) });
}

function tell(key, body) {
  clearTimeout(waiting.get(key)?.timer);
  waiting.delete(key);
  const told = act("change", body).finally(() => underWay.delete(told));
  underWay.add(told);
}

/** Tell the server everything it has not heard yet. Await it before anything that reads the form. */
export async function settle() {
  for (const { send } of [...waiting.values()]) send();
  await Promise.all(underWay);
}

/** Press a button or pick from an element outside an input block. */
export async function click(place, block, element, payload = {}) {
  const key = keyOf(place, block, element);
  if (state.busy.has(key)) return;
  state.busy.add(key);
  change({});
  await settle();
  await actOrTell("click", {
    where: place.where,
    block_id: block.block_id,
    action_id: element.action_id,
    ...payload,
  });
  state.busy.delete(key);
  change({});
}

/** Forget the fields a modal no longer has: one that comes back comes back empty. */
export function forgetGone(modals) {
  const alive = new Set(modals.flatMap((modal) => keysIn(modalPlace(modal), modal.view.blocks)));
  for (const key of filled.keys()) if (key.startsWith("modal ") && !alive.has(key)) filled.delete(key);
}

export function forgetAll() {
  filled.clear();
}

function keysIn(place, blocks) {
  return blocks.flatMap((block) =>
    [block.element, block.accessory, ...(block.elements ?? [])]
      .filter((element) => element?.action_id)
      .map((element) => keyOf(place, block, element)),
  );
}
