// The `markdown` block: ordinary Markdown, the part Slack documents. Drawn line by line, block by block.

import { h } from "../dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, userMention } from "./mentions.js";
import { unescape } from "./mrkdwn.js";

const INLINE =
  /`(?<code>[^`\n]+)`|\*\*(?<bold>(?=\S).+?\S?)\*\*|(?<![\w*])[*](?<italic>(?=\S)[^*\n]+?)[*](?!\w)|(?<!\w)_(?<under>(?=\S)[^_\n]+?)_(?!\w)|~~(?<strike>.+?)~~|!?\[(?<label>[^\]\n]*)\]\((?<url>[^)\s]+)\)|<(?<token>[^<>\n]+)>|:(?<emoji>[a-z0-9_+'-]+):/g;

const DRAWN = {
  code: ({ code }) => h("code", {}, unescape(code)),
  bold: ({ bold }) => h("strong", {}, inline(bold)),
  italic: ({ italic }) => h("em", {}, inline(italic)),
  under: ({ under }) => h("em", {}, inline(under)),
  strike: ({ strike }) => h("s", {}, inline(strike)),
  label: ({ label, url }) => link(url, unescape(label)),
  token: ({ token }) => angled(token),
  emoji: (found) => emoji(found.emoji) ?? `:${found.emoji}:`,
};

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const kind = Object.keys(DRAWN).find((name) => match.groups[name] !== undefined);
    nodes.push(unescape(text.slice(end, match.index)), DRAWN[kind](match.groups));
    end = match.index + match[0].length;
  }
  return [...nodes, unescape(text.slice(end))];
}

function angled(token) {
  if (/^@[UW]/.test(token)) return userMention(token.slice(1));
  if (/^#C/.test(token)) return channelMention(token.slice(1).split("|")[0]);
  if (/^!(here|channel|everyone)$/.test(token)) return broadcast(token.slice(1));
  return /^(https?|mailto):/.test(token) ? link(token) : `<${token}>`;
}

// Each rule takes lines from the front of the list while they are its own, and draws them.
const RULES = [
  { starts: /^\s*$/, draw: (lines) => void lines.shift() },
  { starts: /^```/, draw: fence },
  { starts: /^#{1,6} /, draw: heading },
  { starts: /^ {0,3}([-*_] ?){3,}$/, draw: (lines) => lines.shift() && h("hr") },
  { starts: /^ {0,3}> ?/, draw: quote },
  { starts: /^\s*[-*+] /, draw: (lines) => list("ul", /^\s*[-*+] (.*)/, lines) },
  { starts: /^\s*\d+[.)] /, draw: (lines) => list("ol", /^\s*\d+[.)] (.*)/, lines) },
  { starts: /^\|.*\|\s*$/, draw: table },
  { starts: /^/, draw: paragraph },
];

const rule = (line) => RULES.find(({ starts }) => starts.test(line));

export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(rule(lines[0]).draw(lines));
  return nodes;
}

function takeWhile(lines, wanted) {
  const taken = [];
  while (lines.length && wanted(lines[0])) taken.push(lines.shift());
  return taken;
}

function fence(lines) {
  lines.shift();
  const body = takeWhile(lines, (line) => !line.startsWith("```"));
  lines.shift();
  return h("pre", {}, unescape(body.join("\n")));
}

function heading(lines) {
  const [, marks, text] = lines.shift().match(/^(#+) (.*)/);
  return h(
    "p",
    { class: `markdown-heading level-${marks.length}`, role: "heading", "aria-level": marks.length + 2 },
    inline(text),
  );
}

function quote(lines) {
  const body = takeWhile(lines, (line) => /^ {0,3}>/.test(line));
  return h("blockquote", {}, markdown(body.map((line) => line.replace(/^ {0,3}> ?/, "")).join("\n")));
}

function list(tag, item, lines) {
  const items = takeWhile(lines, (line) => item.test(line)).map((line) => line.match(item)[1]);
  return h(
    tag,
    {},
    items.map((text) => h("li", {}, task(text))),
  );
}

function task(text) {
  const [, mark, rest] = text.match(/^\[([ xX])\] (.*)/) ?? [];
  return mark === undefined ? inline(text) : [mark === " " ? "☐ " : "☑ ", inline(rest)];
}

function table(lines) {
  const rows = takeWhile(lines, (line) => /^\|.*\|\s*$/.test(line)).map((line) =>
    line.trim().slice(1, -1).split("|"),
  );
  const body = rows.filter((cells) => !cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell)));
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((cell) => h(tag, {}, inline(cell.trim()))),
    );
  const [head, ...rest] = body;
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("thead", {}, [head].map(row("th"))), h("tbody", {}, rest.map(row("td")))),
  );
}

function paragraph(lines) {
  const plain = RULES.at(-1);
  const taken = [lines.shift(), ...takeWhile(lines, (line) => rule(line) === plain)];
  return h(
    "p",
    {},
    taken.flatMap((line, at) => (at ? [h("br"), inline(line)] : [inline(line)])),
  );
}
