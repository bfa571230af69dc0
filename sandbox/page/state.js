// Everything the page knows, in one object. Views read it; change() alters it and asks for one redraw.

export const state = {
  team: null, // from GET /people: {team, app, people}
  me: null, // the user id we act as
  snapshot: null, // the newest one pushed by the server
  live: false, // is the socket to the server open
  conversation: null, // the id on show; null while the Home tab is
  thread: null, // ts of the thread on show
  drafts: {}, // unsent text, by conversation or thread
  editing: null, // the message being edited: {box, ts}
  popup: null, // the one open menu or list: {id, query, active, shown}
  confirm: null, // the question being asked: {dialog, yes, style}
  busy: new Set(), // keys of buttons whose click is under way
  options: {}, // external_select: {[element key]: {query, options, option_groups}}
  trouble: null, // a sentence about the last thing that failed on this page
  sidebar: false, // narrow screens: is the sidebar pulled out
  misbehave: false, // is the Misbehave drawer open
  reloaded: false, // has the person pressed Reload here
};

let redraw = () => {};
let asked = false;

export function onChange(callback) {
  redraw = callback;
}

/** Alter the state and redraw once, after the running handler is through. */
export function change(alterations) {
  Object.assign(state, alterations);
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    redraw();
  });
}

export function me() {
  return state.team?.people.find((person) => person.id === state.me);
}

export function conversation(id = state.conversation) {
  return state.snapshot?.conversations.find((each) => each.id === id);
}

/** The direct message with the app, if it was opened. */
export function directMessage() {
  return state.snapshot?.conversations.find((each) => each.kind === "dm");
}

export function topModal() {
  return state.snapshot?.modals.at(-1);
}
