// The shortcodes apps use most. An unknown one stays as typed, as in Slack.

const TABLE = `
+1 👍 -1 👎 100 💯 alarm_clock ⏰ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️ arrows_counterclockwise 🔄
ballot_box_with_check ☑️ bangbang ‼️ bell 🔔 no_bell 🔕 bookmark 🔖 books 📚 boom 💥 bug 🐛 bulb 💡 bust_in_silhouette 👤
busts_in_silhouette 👥 calendar 📆 chains ⛓️ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
checkered_flag 🏁 clap 👏 clipboard 📋 clock1 🕐 clock3 🕒 clock9 🕘 closed_lock_with_key 🔐 coffee ☕ construction 🚧
credit_card 💳 crossed_fingers 🤞 crown 👑 date 📅 detective 🕵️ door 🚪 dart 🎯 dash 💨 electric_plug 🔌 email ✉️
envelope ✉️ exclamation ❗ eyes 👀 file_folder 📁 fire 🔥 fire_engine 🚒 gear ⚙️ ghost 👻 gift 🎁 globe_with_meridians 🌐
green_circle 🟢 grey_exclamation ❕ grey_question ❔ hammer 🔨 hammer_and_wrench 🛠️ hand ✋ handshake 🤝
heart ❤️ heavy_check_mark ✔️ heavy_exclamation_mark ❗ heavy_minus_sign ➖ heavy_multiplication_x ✖️ heavy_plus_sign ➕ honey_pot 🍯
hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 inbox_tray 📥 outbox_tray 📤 information_source ℹ️ key 🔑 old_key 🗝️
label 🏷️ large_blue_circle 🔵 large_green_circle 🟢 large_orange_circle 🟠 large_purple_circle 🟣 large_red_circle 🔴
large_yellow_circle 🟡 white_circle ⚪ black_circle ⚫ large_green_square 🟩 large_red_square 🟥 large_yellow_square 🟨
ledger 📒 link 🔗 lock 🔒 unlock 🔓 lock_with_ink_pen 🔏 loudspeaker 📢 mag 🔍 mag_right 🔎 mailbox 📫 mailbox_with_no_mail 📭 mega 📣 memo 📝
moneybag 💰 muscle 💪 mute 🔇 nerd_face 🤓 new 🆕 no_entry ⛔ no_entry_sign 🚫 ok 🆗 ok_hand 👌 octagonal_sign 🛑
open_hands 👐 package 📦 paperclip 📎 partying_face 🥳 passport_control 🛂 pencil 📝 pencil2 ✏️ person_shrugging 🤷
point_down 👇 point_left 👈 point_right 👉 point_up ☝️ pray 🙏 pushpin 📌 question ❓ racing_car 🏎️ radioactive_sign ☢️
raised_hand ✋ raised_hands 🙌 recycle ♻️ red_circle 🔴 repeat 🔁 robot_face 🤖 rocket 🚀 rotating_light 🚨 round_pushpin 📍
satellite 🛰️ scroll 📜 see_no_evil 🙈 shield 🛡️ shrug 🤷 skull 💀 slightly_smiling_face 🙂 smile 😄 smiley 😃 grinning 😀
sos 🆘 sparkles ✨ speech_balloon 💬 star ⭐ stop_sign 🛑 stopwatch ⏱️ sunny ☀️ tada 🎉 thinking_face 🤔 thumbsup 👍
thumbsdown 👎 ticket 🎫 timer_clock ⏲️ toolbox 🧰 traffic_light 🚦 triangular_flag_on_post 🚩 trophy 🏆 vertical_traffic_light 🚦
umbrella ☔ warning ⚠️ wastebasket 🗑️ watch ⌚ wave 👋 white_check_mark ✅ white_large_square ⬜ wrench 🔧 writing_hand ✍️ x ❌ zap ⚡ zzz 💤
`;

const WORDS = TABLE.trim().split(/\s+/);
const EMOJI = new Map();
for (let at = 0; at < WORDS.length; at += 2) EMOJI.set(WORDS[at], WORDS[at + 1]);

export const SHORTCODE = /:([a-z0-9_+'-]+):/g;

export function emoji(name) {
  return EMOJI.get(name) ?? null;
}

/** Replace the shortcodes of a plain text. */
export function withEmoji(text) {
  return text.replace(SHORTCODE, (typed, name) => emoji(name) ?? typed);
}
