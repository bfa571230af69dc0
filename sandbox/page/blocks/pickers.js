// Dates and times, with the browser's own pickers: they know every keyboard and screen reader.

import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { fill, valueOf } from "../filled.js";
import { fromWallClock, instant, wallClock } from "../text/dates.js";
import { aria } from "./aria.js";

export function datePicker(element, block, place, field) {
  return picker("date", element, block, place, field, {
    shown: (value) => value.selected_date,
    chosen: (text) => ({ selected_date: text || null }),
  });
}

export function timePicker(element, block, place, field) {
  return picker("time", element, block, place, field, {
    shown: (value) => value.selected_time,
    chosen: (text) => ({ selected_time: text || null }),
  });
}

export function dateTimePicker(element, block, place, field) {
  return picker("datetime-local", element, block, place, field, {
    shown: (value) => value.selected_date_time && wallClock(instant(value.selected_date_time)),
    chosen: (text) => ({ selected_date_time: text ? fromWallClock(text).getTime() / 1000 : null }),
  });
}

function picker(type, element, block, place, field, { shown, chosen }) {
  const choose = (event) => {
    const value = chosen(event.target.value);
    confirmed(element.confirm, () => fill(place, block, element, value));
  };
  return h("input", {
    ...aria(field),
    class: "text-input picker",
    type,
    value: shown(valueOf(place, block, element)) ?? "",
    mounted: element.focus_on_load ? (node) => node.focus() : undefined,
    onchange: choose,
  });
}
