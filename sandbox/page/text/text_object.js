// Block Kit text objects: {type: "plain_text" | "mrkdwn", text}.

import { mrkdwn } from "./mrkdwn.js";
import { withEmoji } from "./emoji.js";

/** The letters of a text object, for labels and comparisons. */
export function plain(text) {
  if (!text) return "";
  const letters = typeof text === "string" ? text : text.text;
  return text.type === "mrkdwn" || text.emoji === false ? letters : withEmoji(letters);
}

export function drawText(text) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text, text) : plain(text);
}
