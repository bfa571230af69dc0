import { h } from "../dom.js";
import { drawElement } from "./elements.js";

export function actions(block, place) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((element) => drawElement(element, block, place)),
  );
}
