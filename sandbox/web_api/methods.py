"""The methods, with what each takes and needs. Source: slack-ruby/slack-api-ref (MIT), August 2026."""

from sandbox.web_api import chat, connections, conversations, files, users, views
from sandbox.web_api.method import Method

_MESSAGE = ("text", "blocks", "attachments", "markdown_text", "metadata", "parse", "link_names", "as_user")
_LOOKS = ("username", "icon_emoji", "icon_url")
_PAGES = ("cursor", "limit")
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_TIERS = {2: 20, 3: 50, 4: 100}
_SPECIAL = 300

METHODS: dict[str, Method] = {
    "api.test": Method(connections.api_test, ("error", "foo"), token="none", per_minute=_TIERS[4]),
    "auth.test": Method(users.auth_test, token="any", per_minute=_SPECIAL),
    "apps.connections.open": Method(connections.open_connection, token="app", per_minute=_TIERS[3]),
    "users.info": Method(
        users.info,
        ("user", "include_locale"),
        required=("user",),
        scopes=("users:read",),
        reads_json=False,
        per_minute=_TIERS[4],
    ),
    "files.info": Method(
        files.info,
        ("file", *_PAGES, "count", "page"),
        required=("file",),
        scopes=("files:read",),
        reads_json=False,
        per_minute=_TIERS[4],
    ),
    "files.getUploadURLExternal": Method(
        files.get_upload_url,
        ("filename", "length", "alt_txt", "snippet_type"),
        required=("filename", "length"),
        scopes=("files:write",),
        reads_json=False,
        per_minute=_TIERS[4],
    ),
    "files.completeUploadExternal": Method(
        files.complete_upload,
        ("files", "channel_id", "channels", "initial_comment", "thread_ts", "blocks"),
        required=("files",),
        scopes=("files:write",),
        per_minute=_TIERS[4],
    ),
    "chat.postMessage": Method(
        chat.post_message,
        (
            "channel",
            *_MESSAGE,
            *_LOOKS,
            "mrkdwn",
            "thread_ts",
            "reply_broadcast",
            "unfurl_links",
            "unfurl_media",
        ),
        required=("channel",),
        scopes=("chat:write",),
        per_minute=_SPECIAL,
    ),
    "chat.postEphemeral": Method(
        chat.post_ephemeral,
        ("channel", "user", *_MESSAGE, *_LOOKS, "thread_ts"),
        required=("channel", "user"),
        scopes=("chat:write",),
        per_minute=_TIERS[4],
    ),
    "chat.update": Method(
        chat.update,
        ("channel", "ts", *_MESSAGE, "reply_broadcast", "file_ids"),
        required=("channel", "ts"),
        scopes=("chat:write",),
        per_minute=_TIERS[3],
    ),
    "chat.delete": Method(
        chat.delete,
        ("channel", "ts", "as_user"),
        required=("channel", "ts"),
        scopes=("chat:write",),
        per_minute=_TIERS[3],
    ),
    "chat.getPermalink": Method(
        chat.get_permalink,
        ("channel", "message_ts"),
        required=("channel", "message_ts"),
        reads_json=False,
        per_minute=_SPECIAL,
    ),
    "views.open": Method(
        views.open_view, ("trigger_id", "view"), required=("trigger_id", "view"), per_minute=_TIERS[4]
    ),
    "views.push": Method(
        views.push, ("trigger_id", "view"), required=("trigger_id", "view"), per_minute=_TIERS[4]
    ),
    "views.update": Method(
        views.update,
        ("view_id", "external_id", "view", "hash"),
        required=("view",),
        per_minute=_TIERS[4],
    ),
    "views.publish": Method(
        views.publish, ("user_id", "view", "hash"), required=("user_id", "view"), per_minute=_TIERS[4]
    ),
    "conversations.open": Method(
        conversations.open_conversation,
        ("users", "channel", "return_im", "prevent_creation"),
        scopes=("im:write", "mpim:write", "channels:manage", "groups:write"),
        per_minute=_TIERS[3],
    ),
    "conversations.info": Method(
        conversations.info,
        ("channel", "include_locale", "include_num_members"),
        required=("channel",),
        scopes=_READ,
        reads_json=False,
        per_minute=_TIERS[3],
    ),
    "conversations.members": Method(
        conversations.members,
        ("channel", *_PAGES),
        required=("channel",),
        scopes=_READ,
        reads_json=False,
        per_minute=_TIERS[4],
    ),
    "conversations.history": Method(
        conversations.history,
        ("channel", *_PAGES, "latest", "oldest", "inclusive", "include_all_metadata"),
        required=("channel",),
        scopes=_HISTORY,
        per_minute=_TIERS[3],
    ),
}
