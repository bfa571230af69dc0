// Slack's mrkdwn, drawn as nodes. https://docs.slack.dev/messaging/formatting-message-text

import { h } from "../dom.js";
import { formatDate } from "./dates.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./mentions.js";

const PREFORMATTED = /```\n?([\s\S]*?)\n?```/g;
const QUOTED = /^(?:&gt;|>) ?/;

// Inside a *pair* a whole <link> or `code` counts as one, so that its own marks do not end the pair.
const pair = (mark, name) =>
  `(?<![\\w${mark}])${mark}(?=\\S)(?<${name}>(?:<[^>\\n]*>|\`[^\`\\n]*\`|[^${mark}\\n])+?)(?<=\\S)${mark}(?![\\w${mark}])`;

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "<(?<token>[^<>\\n]+)>",
    pair("\\*", "bold"),
    pair("_", "italic"),
    pair("~", "strike"),
    ":(?<emoji>[a-z0-9_+'-]+):",
    "(?<url>https?://[^\\s<>|`*]+[^\\s<>|`*.,;:!?)])",
  ].join("|"),
  "g",
);

const DRAWN = {
  code: (text) => h("code", {}, tokensOnly(text)),
  token: (text) => token(text),
  bold: (text) => h("strong", {}, inline(text)),
  italic: (text) => h("em", {}, inline(text)),
  strike: (text) => h("s", {}, inline(text)),
  emoji: (name) => emoji(name) ?? `:${name}:`,
  url: (url) => link(unescape(url)),
};

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Draw a whole mrkdwn text. `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PREFORMATTED)) {
    nodes.push(lines(text.slice(end, match.index), verbatim), h("pre", {}, tokensOnly(match[1])));
    end = match.index + match[0].length;
  }
  return [...nodes, lines(text.slice(end), verbatim)];
}

function lines(text, verbatim) {
  // The line break around a code block belongs to the block.
  const trimmed = text.replace(/^\n|\n$/g, "");
  if (!trimmed) return [];
  return quotes(trimmed).map(({ quoted, text: part }) => {
    const nodes = part
      .split("\n")
      .flatMap((line, at) => (at ? [h("br"), inline(line, verbatim)] : [inline(line, verbatim)]));
    return quoted ? h("blockquote", {}, nodes) : nodes;
  });
}

// Neighbouring lines of a kind together; ">>>" quotes everything after it.
function quotes(text) {
  const parts = [];
  let rest = false;
  for (let line of text.split("\n")) {
    if (/^(&gt;|>){3}/.test(line)) {
      rest = true;
      line = line.replace(/^(&gt;|>){3} ?/, "");
    }
    const quoted = rest || QUOTED.test(line);
    const shown = rest ? line : line.replace(QUOTED, "");
    const last = parts.at(-1);
    if (last?.quoted === quoted) last.text += `\n${shown}`;
    else parts.push({ quoted, text: shown });
  }
  return parts;
}

function inline(text, verbatim = false) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [kind, content] = Object.entries(match.groups).find(([, found]) => found !== undefined);
    nodes.push(unescape(text.slice(end, match.index)));
    nodes.push(kind === "url" && verbatim ? unescape(content) : DRAWN[kind](content));
    end = match.index + match[0].length;
  }
  return [...nodes, unescape(text.slice(end))];
}

// In code, marks are letters, but <…> still works: a smuggled ping must show there too.
function tokensOnly(text) {
  return text
    .split(/(<[^<>\n]+>)/)
    .map((part) => (/^<[^<>\n]+>$/.test(part) ? token(part.slice(1, -1)) : unescape(part)));
}

function token(content) {
  const [target, label] = content.split(/\|(.*)/s).map((part) => part && unescape(part));
  const [kind, rest] = [target[0], target.slice(1)];
  if (kind === "@") return userMention(rest, label);
  if (kind === "#") return channelMention(rest, label);
  if (kind === "!") return command(rest, label);
  return /^\w+:/.test(target) ? link(target, label) : `<${unescape(content)}>`;
}

function command(target, label) {
  const [name, seconds, format, url] = target.split("^");
  if (name === "date") {
    const date = formatDate(seconds, format ?? "", label ?? "");
    return url ? link(url, date) : h("time", { title: label }, date);
  }
  if (name === "subteam") return h("span", { class: "mention" }, label || `@${seconds}`);
  return ["here", "channel", "everyone"].includes(name) ? broadcast(name) : `<!${target}>`;
}
