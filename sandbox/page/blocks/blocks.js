// From a list of blocks to nodes. A `place` says where they stand:
// {key, where: {message} | {modal} | {home}, values, errors}.

import { h } from "../dom.js";
import { input } from "./input.js";
import * as layout from "./layout.js";
import { actions } from "./actions.js";
import { richText } from "./rich_text.js";

const DRAWN = {
  actions,
  alert: layout.alert,
  context: layout.context,
  divider: layout.divider,
  header: layout.header,
  image: layout.image,
  input,
  markdown: layout.markdownBlock,
  rich_text: richText,
  section: layout.section,
  table: layout.table,
};

export function drawBlocks(blocks, place) {
  return h(
    "div",
    { class: "blocks" },
    blocks.map((block, at) => {
      const draw = DRAWN[block.type] ?? layout.unknown;
      return h(
        "div",
        { key: block.block_id ?? `block ${at}`, class: `block block-${block.type}` },
        draw(block, place),
      );
    }),
  );
}
