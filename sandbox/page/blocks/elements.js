// From an element to its control. `field` holds what an input block adds: {id, label, describedBy, invalid}.

import { h } from "../dom.js";
import { plain } from "../text/text_object.js";
import { button, overflow, workflowButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { picture } from "./picture.js";
import { select } from "./select.js";
import { textInput } from "./text_inputs.js";

const SELECTS = ["static", "external", "users", "conversations", "channels"];

const DRAWN = {
  button,
  checkboxes,
  datepicker: datePicker,
  datetimepicker: dateTimePicker,
  image: picture,
  overflow,
  radio_buttons: radioButtons,
  timepicker: timePicker,
  workflow_button: workflowButton,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  ...Object.fromEntries(
    SELECTS.flatMap((kind) => [
      [`${kind}_select`, select],
      [`multi_${kind}_select`, select],
    ]),
  ),
};

export function drawElement(element, block, place, field = {}) {
  const draw = DRAWN[element.type];
  if (!draw)
    return h(
      "span",
      { class: "unknown" },
      `A \`${element.type}\` element. This pretend Slack does not draw those.`,
    );
  return draw(element, block, place, {
    label: plain(element.placeholder) || element.type.replaceAll("_", " "),
    ...field,
  });
}
