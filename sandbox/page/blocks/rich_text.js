// rich_text blocks: what people write in Slack's editor, and what apps may send.

import { h } from "../dom.js";
import { formatDate } from "../text/dates.js";
import { emoji } from "../text/emoji.js";
import { broadcast, channelMention, link, userMention } from "../text/mentions.js";

const SECTIONS = {
  rich_text_section: (section) => h("div", { class: "rich-section" }, inlines(section.elements)),
  rich_text_preformatted: (section) => h("pre", {}, inlines(section.elements)),
  rich_text_quote: (section) => h("blockquote", {}, inlines(section.elements)),
  rich_text_list: list,
};

const INLINES = {
  text: (element) => element.text,
  link: (element) => link(element.url, element.text),
  emoji: (element) => emoji(element.name) ?? `:${element.name}:`,
  user: (element) => userMention(element.user_id),
  usergroup: (element) => h("span", { class: "mention" }, `@${element.usergroup_id}`),
  channel: (element) => channelMention(element.channel_id),
  broadcast: (element) => broadcast(element.range),
  date: (element) =>
    h(
      "time",
      { title: element.fallback },
      formatDate(element.timestamp, element.format, element.fallback ?? ""),
    ),
  color: (element) => [
    h("span", { class: "swatch", style: { backgroundColor: element.value } }),
    element.value,
  ],
};

export function richText(block) {
  return h(
    "div",
    { class: "rich-text" },
    block.elements.map((section) => SECTIONS[section.type]?.(section)),
  );
}

function inlines(elements) {
  return elements.map((element) => styled(INLINES[element.type]?.(element), element.style ?? {}));
}

function styled(node, style) {
  const tags = { code: "code", strike: "s", italic: "em", bold: "strong" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function list(section) {
  const tag = section.style === "ordered" ? "ol" : "ul";
  const items = section.elements.map((item) => h("li", {}, inlines(item.elements)));
  const start = section.offset ? { start: section.offset + 1 } : {};
  return h(tag, { ...start, class: `indent-${section.indent ?? 0}` }, items);
}
