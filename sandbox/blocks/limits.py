"""Every number Slack documents for what a bot may send, each with its source.

T  JSDoc of npm @slack/types 3.2.0             P  models of slackapi/python-slack-sdk
D  a page of docs.slack.dev                    J  block models of slackapi/java-slack-sdk
K  slackapi/slack-skills-plugin                C  community: nicklambourne/slackblocks, spec/limits.json
X  an answer of Slack's quoted in public

Where sources differ, or Slack only advises, the narrower number stands: what passes here passes there.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

UNLIMITED: Final = sys.maxsize


@dataclass(frozen=True, slots=True)
class Limit:
    """How many characters, items or units something has; both ends are allowed."""

    least: int
    most: int
    source: str
    error: str = ""
    """Slack's own code for going beyond it, where it has one."""


LIMITS: Final[Mapping[str, Limit]] = MappingProxyType(
    {
        "free": Limit(0, UNLIMITED, "no limit is documented"),
        # messages
        "message.text": Limit(0, 40_000, "D chat.postMessage: cut there", "msg_too_long"),
        "message.blocks": Limit(0, 50, "T D X"),
        "message.attachments": Limit(0, 100, "D", "too_many_attachments"),
        "message.markdown_text": Limit(1, 12_000, "D", "msg_too_long"),
        "message.tables": Limit(0, 1, "D table block", "only_one_table_allowed"),
        "message.markdown": Limit(0, 12_000, "K: over all markdown blocks", "msg_too_long"),
        "ephemeral.text": Limit(0, 4_000, "D chat.postEphemeral: advice, in bytes", "msg_too_long"),
        "update.text": Limit(0, 4_000, "D chat.update", "msg_too_long"),
        # views
        "view.blocks": Limit(1, 100, "T P D X"),
        "view.bytes": Limit(0, 250 * 1024, "D views.open", "view_too_large"),
        "view.title": Limit(1, 24, "T P X"),
        "view.submit": Limit(1, 24, "T P"),
        "view.close": Limit(1, 24, "T P"),
        "view.private_metadata": Limit(0, 3000, "T P"),
        "view.callback_id": Limit(0, 255, "T P"),
        "view.external_id": Limit(0, 255, "D views.update"),
        # names and texts
        "block_id": Limit(1, 255, "T P D"),
        "action_id": Limit(1, 255, "T P D"),
        "text": Limit(1, 3000, "T D text object"),
        "placeholder": Limit(1, 150, "P D"),
        "confirm.title": Limit(1, 100, "T P"),
        "confirm.text": Limit(1, 300, "T P"),
        "confirm.confirm": Limit(1, 30, "T P"),
        "confirm.deny": Limit(1, 30, "T P"),
        "option.text": Limit(1, 75, "T P D"),
        "option.value": Limit(0, 150, "D P; T still says 75"),
        "option.description": Limit(1, 75, "T P D"),
        "option.url": Limit(0, 3000, "T P D"),
        "dispatch.triggers": Limit(1, 2, "P D"),
        "filter.include": Limit(1, UNLIMITED, "D conversation filter"),
        # blocks
        "section.text": Limit(1, 3000, "T D"),
        "section.fields": Limit(1, 10, "T D X"),
        "section.field": Limit(1, 2000, "T D X"),
        "header.text": Limit(1, 150, "T P D"),
        "context.elements": Limit(1, 10, "T P"),
        "actions.elements": Limit(1, 25, "T P X; older texts say 5"),
        "context_actions.elements": Limit(1, 5, "T P"),
        "input.label": Limit(1, 2000, "T P"),
        "input.hint": Limit(1, 2000, "T P"),
        "image.image_url": Limit(1, 3000, "T P"),
        "image.alt_text": Limit(1, 2000, "T P"),
        "image.title": Limit(1, 2000, "T P"),
        "alert.text": Limit(1, 200, "J C"),
        "markdown.text": Limit(1, 12_000, "T P", "msg_too_long"),
        "table.rows": Limit(1, 100, "T D"),
        "table.cells": Limit(1, 20, "T D"),
        "table.column_settings": Limit(0, 20, "T D"),
        "table.cell": Limit(1, UNLIMITED, "X"),
        "data_table.rows": Limit(2, 201, "C"),
        "data_table.cells": Limit(1, 20, "C"),
        "data_table.page_size": Limit(1, 100, "T"),
        "card.title": Limit(1, 150, "T P J"),
        "card.subtitle": Limit(1, 150, "T P J"),
        "card.body": Limit(1, 200, "T P J"),
        "card.actions": Limit(1, 3, "T P J"),
        "carousel.elements": Limit(1, 10, "T P"),
        "container.child_blocks": Limit(1, 10, "T P"),
        "container.title": Limit(1, 150, "T P"),
        "plan.tasks": Limit(0, 50, "C"),
        "video.title": Limit(1, 199, "T P: less than 200"),
        "video.author_name": Limit(0, 49, "T P: less than 50"),
        "rich_text.text": Limit(1, UNLIMITED, "X"),
        "rich_text_list.indent": Limit(0, 8, "C"),
        # elements
        "button.text": Limit(1, 75, "T P"),
        "button.value": Limit(0, 2000, "T P"),
        "button.url": Limit(0, 3000, "T P"),
        "button.accessibility_label": Limit(0, 75, "T P"),
        "select.options": Limit(1, 100, "T P X"),
        "select.option_groups": Limit(1, 100, "T P"),
        "select.max_selected_items": Limit(1, UNLIMITED, "T D"),
        "select.min_query_length": Limit(0, UNLIMITED, "T D"),
        "group.label": Limit(1, 75, "T P"),
        "group.options": Limit(1, 100, "T P"),
        "checkboxes.options": Limit(1, 10, "T X"),
        "radio_buttons.options": Limit(1, 10, "T"),
        "overflow.options": Limit(1, 5, "T P D"),
        "plain_text_input.min_length": Limit(0, 3000, "T"),
        "plain_text_input.max_length": Limit(1, 3000, "T"),
        "file_input.max_files": Limit(1, 10, "T"),
        "datetimepicker.initial_date_time": Limit(1_000_000_000, 9_999_999_999, "T D: ten digits"),
    }
)
