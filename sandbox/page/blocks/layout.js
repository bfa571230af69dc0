// The blocks that only show something.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { markdown } from "../text/markdown.js";
import { drawText, plain } from "../text/text_object.js";
import { drawElement } from "./elements.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";

const ALERT_ICONS = { warning: "warning", error: "warning", success: "check" };

export function section(block, place) {
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-body" },
      block.text && h("div", { class: "text" }, drawText(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((field) => h("div", { class: "text" }, drawText(field))),
        ),
    ),
    block.accessory && h("div", { class: "accessory" }, drawElement(block.accessory, block, place)),
  );
}

export function header(block) {
  return h("h2", { class: "header" }, plain(block.text));
}

export function divider() {
  return h("hr");
}

export function context(block) {
  const draw = (element) =>
    element.type === "image" ? picture(element) : h("div", { class: "text" }, drawText(element));
  return h("div", { class: "context" }, block.elements.map(draw));
}

export function image(block) {
  return h("figure", {}, block.title && h("figcaption", {}, plain(block.title)), picture(block));
}

export function alert(block) {
  const level = block.level ?? "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note" },
    icon(ALERT_ICONS[level] ?? "bolt"),
    h("div", { class: "text" }, drawText(block.text)),
  );
}

export function markdownBlock(block) {
  return h("div", { class: "markdown" }, markdown(block.text));
}

export function table(block) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const row = (tag) => (cells) =>
    h(
      "tr",
      {},
      cells.map((cell, at) => h(tag, { class: columnClass(settings[at]) }, tableCell(cell))),
    );
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h("table", {}, h("thead", {}, [head].map(row("th"))), h("tbody", {}, rows.map(row("td")))),
  );
}

function columnClass(setting) {
  return (
    [setting?.align && `align-${setting.align}`, setting?.is_wrapped && "wrapped"]
      .filter(Boolean)
      .join(" ") || null
  );
}

function tableCell(cell) {
  return cell.type === "rich_text" ? richText(cell) : (cell.text ?? String(cell.value ?? ""));
}

/** A block this page cannot draw says so instead of vanishing. */
export function unknown(block) {
  return h("div", { class: "unknown" }, `A \`${block.type}\` block. This pretend Slack does not draw those.`);
}
