// What a select offers and what it holds, whatever its kind. A choice is {id, text, description, payload}.

import { keyOf } from "../filled.js";
import { act } from "../server.js";
import { change, state } from "../state.js";
import { plain } from "../text/text_object.js";

const DEFAULT_MIN_QUERY = 3;

// kind -> the name of its value in a payload
const HELD_IN = {
  static: "selected_option",
  external: "selected_option",
  users: "selected_user",
  conversations: "selected_conversation",
  channels: "selected_channel",
};

const fromOption = (option) => ({
  id: option.value,
  text: plain(option.text),
  description: plain(option.description),
  payload: option,
});
const fromNamed = (mark) => (each) => ({
  id: each.id,
  text: mark + each.name,
  description: "",
  payload: each.id,
});

const hash = (each) => ({ ...fromNamed(each.kind === "dm" ? "" : "#")(each), kind: each.kind });

const OFFERS = {
  static: (element) => grouped(element),
  external: (element, key) => grouped(state.options[key] ?? {}),
  users: () => [{ options: state.team.people.map(fromNamed("")) }],
  channels: () => [
    { options: state.snapshot.conversations.filter((each) => each.kind === "channel").map(hash) },
  ],
  conversations: (element) => [
    { options: state.snapshot.conversations.filter(allowedBy(element.filter)).map(hash) },
  ],
};

export function kindOf(element) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  return { kind, multi, name: HELD_IN[kind] + (multi ? "s" : "") };
}

/** Groups of choices: [{label?, options}]. */
export function offers(element, key) {
  return OFFERS[kindOf(element).kind](element, key);
}

/** The choices that contain what was typed, in the order of their groups. */
export function matching(groups, query) {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return groups;
  const fits = (choice) => `${choice.text} ${choice.description}`.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter((group) => group.options.length);
}

/** The choices a value holds. */
export function held(element, value) {
  const { kind, multi, name } = kindOf(element);
  const payloads = multi ? (value[name] ?? []) : [value[name]].filter(Boolean);
  if (kind === "static" || kind === "external") return payloads.map(fromOption);
  const known = offers(element).flatMap((group) => group.options);
  return payloads.map((id) => known.find((choice) => choice.id === id) ?? { id, text: id, payload: id });
}

export function isHeld(box, choice) {
  return box.held.some((each) => each.id === choice.id);
}

function grouped({ options, option_groups: groups }) {
  if (groups)
    return groups.map((group) => ({ label: plain(group.label), options: group.options.map(fromOption) }));
  return options?.length ? [{ options: options.map(fromOption) }] : [];
}

function allowedBy(filter) {
  const kinds = { public: "channel", private: "private", im: "dm" };
  const wanted = filter?.include?.map((name) => kinds[name]);
  return (each) => !wanted || wanted.includes(each.kind);
}

export function minimumQuery(element) {
  return kindOf(element).kind === "external" ? (element.min_query_length ?? DEFAULT_MIN_QUERY) : 0;
}

/** Ask the bot for options. An answer to an older question is dropped. */
export async function suggest(element, block, place, query) {
  const key = keyOf(place, block, element);
  state.options[key] = { ...state.options[key], query, loading: true };
  change({});
  const body = { where: place.where, block_id: block.block_id, action_id: element.action_id, value: query };
  const answer = await act("options", body);
  if (state.options[key]?.query !== query) return;
  state.options[key] = {
    query,
    loading: false,
    failed: !answer.ok,
    options: answer.options,
    option_groups: answer.option_groups,
  };
  change({});
}
