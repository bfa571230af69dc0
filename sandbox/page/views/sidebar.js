// Who we are, and where we can go.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { goHome, goTo, becomes } from "../navigation.js";
import { change, directMessage, state } from "../state.js";

// What each of them is to an app, in a line. By the key the workspace gives them.
const ROLES = {
  ada: "Owner: may do everything",
  adi: "Admin: may do everything",
  mia: "Member, nothing granted",
  max: "Member, to be a manager",
  gus: "Guest: gets a refusal",
  sam: "From another company",
};

export function sidebar() {
  return h(
    "nav",
    {
      class: state.sidebar ? "sidebar pulled-out" : "sidebar",
      "aria-label": "Workspace",
      onkeydown: (event) => event.key === "Escape" && pushIn(),
    },
    h(
      "div",
      { class: "workspace" },
      h("span", { class: "workspace-mark", "aria-hidden": "true" }, state.team.team.name[0]),
      state.team.team.name,
    ),
    people(),
    conversations("Channels", (each) => each.kind !== "dm"),
    app(),
  );
}

/** Narrow screens: pull the sidebar out, with the focus in it, and push it in again. */
export function pullOut() {
  change({ sidebar: true });
  requestAnimationFrame(() =>
    document.querySelector(".sidebar .place[aria-current], .sidebar .place")?.focus(),
  );
}

export function pushIn() {
  if (!state.sidebar) return;
  change({ sidebar: false });
  requestAnimationFrame(() => document.querySelector(".narrow-only")?.focus());
}

function people() {
  return h(
    "section",
    { class: "people" },
    h("h2", { id: "act-as" }, "Act as"),
    h("div", { role: "radiogroup", "aria-labelledby": "act-as" }, state.team.people.map(person)),
  );
}

function person(each) {
  const chosen = each.id === state.me;
  return h(
    "label",
    { key: each.id, class: chosen ? "person chosen" : "person" },
    h("input", { type: "radio", name: "person", checked: chosen, onchange: () => becomes(each.id) }),
    avatar(each),
    h(
      "span",
      { class: "person-text" },
      h("span", { class: "person-name" }, each.name),
      h("small", {}, ROLES[each.key] ?? each.role_label),
    ),
  );
}

/** Two letters on the person's colour. */
export function avatar(each, extra = "") {
  const letters = each.name
    .split(/[\s-]+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return h(
    "span",
    { class: `avatar ${extra}`, "aria-hidden": "true", style: { backgroundColor: each.avatar_color ?? "" } },
    letters,
  );
}

function conversations(title, wanted) {
  const list = (state.snapshot?.conversations ?? []).filter(wanted);
  return h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      list.map((each) => h("li", { key: each.id }, channel(each))),
    ),
  );
}

function channel(each) {
  const mark =
    each.kind === "private" ? icon("lock") : h("span", { class: "hash", "aria-hidden": "true" }, "#");
  return place(each.id === state.conversation, () => goTo(each.id), each.unread, mark, each.name);
}

function app() {
  const { app } = state.team;
  const dm = directMessage();
  const shown = state.conversation === null || state.conversation === dm?.id;
  const mark = avatar({ name: app.name }, "app-avatar small");
  const entry = place(shown, goHome, dm?.unread, mark, app.name, h("span", { class: "tag" }, "app"));
  return h("section", {}, h("h2", {}, "Apps"), h("ul", {}, h("li", {}, entry)));
}

function place(chosen, go, unread, mark, ...label) {
  const classes = ["place", chosen && "chosen", unread && "unread"].filter(Boolean).join(" ");
  const count =
    Boolean(unread) && h("span", { class: "unread-dot" }, h("span", { class: "for-readers" }, "unread"));
  return h(
    "button",
    { type: "button", class: classes, "aria-current": chosen ? "page" : null, onclick: go },
    mark,
    h("span", { class: "place-name" }, label),
    count,
  );
}
