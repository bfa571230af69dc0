// The page's one wire to the server: a socket that brings snapshots, and posts that do what the person does.

import { change, state } from "./state.js";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8000;

let socket = null;

export async function loadTeam() {
  const answer = await fetch("people");
  if (!answer.ok) throw new Error(`The pretend Slack answered ${answer.status}.`);
  return answer.json();
}

/** Receive snapshots for one person until the next call of watch(). */
export function watch(userId, onSnapshot, retryMs = FIRST_RETRY_MS) {
  socket?.close();
  const mine = new WebSocket(
    `${location.origin.replace(/^http/, "ws")}/live?as=${encodeURIComponent(userId)}`,
  );
  socket = mine;
  let wait = retryMs;
  mine.onopen = () => {
    wait = FIRST_RETRY_MS;
    change({ live: true });
  };
  mine.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "snapshot" && mine === socket) onSnapshot(message);
  };
  mine.onclose = () => {
    if (mine !== socket) return;
    change({ live: false });
    setTimeout(() => mine === socket && watch(userId, onSnapshot, Math.min(wait * 2, LAST_RETRY_MS)), wait);
  };
}

/** Do something as the person on show. Answers {ok, ...}; never throws, because every caller is a click. */
export async function act(action, details = {}) {
  try {
    const answer = await fetch(`do?as=${encodeURIComponent(state.me)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ action, ...details }),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "the pretend Slack did not answer; is it still running?" };
  }
}

/** The same, but a refusal is shown to the person. */
export async function actOrTell(action, details) {
  const answer = await act(action, details);
  // One of Slack's own codes (operation_timeout) comes with a notice already; a sentence does not.
  if (!answer.ok && /\s/.test(answer.error ?? "")) change({ trouble: answer.error });
  return answer;
}
