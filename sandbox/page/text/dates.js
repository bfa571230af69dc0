// Instants in the zone of the person on show, and Slack's <!date^…> formats.

import { me, state } from "../state.js";

export function timeZone() {
  return state.snapshot?.me?.tz ?? me()?.tz ?? undefined;
}

export function now() {
  const told = state.snapshot?.now;
  if (told === undefined || told === null) return new Date();
  return typeof told === "number" ? new Date(told * 1000) : new Date(told);
}

export function instant(seconds) {
  return new Date(Number(seconds) * 1000);
}

function write(date, parts) {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: timeZone() }).format(date);
}

export function clockTime(date) {
  return write(date, { hour: "2-digit", minute: "2-digit" });
}

/** "2027-02-20" and "09:30" on that person's wall, as date and time inputs want them. */
export function wallClock(date) {
  const iso = new Intl.DateTimeFormat("sv-SE", {
    timeZone: timeZone(),
    dateStyle: "short",
    timeStyle: "short",
  });
  return iso.format(date).replace(" ", "T");
}

/** The instant at which that person's wall shows `text` ("2027-02-20T09:30"). */
export function fromWallClock(text) {
  const guess = new Date(`${text}:00Z`);
  const shown = new Date(`${wallClock(guess)}:00Z`);
  return new Date(2 * guess.getTime() - shown.getTime());
}

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

export function longDate(date) {
  return write(date, LONG);
}

/** "Today", "Yesterday", "Tomorrow", or null. */
export function relativeDay(date) {
  const day = (of) => Date.parse(wallClock(of).slice(0, 10));
  const days = Math.round((day(date) - day(now())) / 86_400_000);
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[days] ?? null;
}

function ago(date) {
  const seconds = (date - now()) / 1000;
  const units = { year: 31_536_000, month: 2_592_000, day: 86_400, hour: 3600, minute: 60 };
  const unit = Object.keys(units).find((each) => Math.abs(seconds) >= units[each]) ?? "second";
  const amount = Math.round(seconds / (units[unit] ?? 1));
  return new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" }).format(amount, unit);
}

const DATE = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const pretty = (date, parts) => relativeDay(date)?.toLowerCase() ?? write(date, parts);

const FORMATS = {
  date_num: (date) => wallClock(date).slice(0, 10),
  date_slash: (date) => write(date, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (date) => write(date, DATE),
  date_short: (date) => write(date, SHORT),
  date_long: (date) => write(date, LONG),
  date_long_full: (date) => write(date, LONG),
  date_pretty: (date) => pretty(date, DATE),
  date_short_pretty: (date) => pretty(date, SHORT),
  date_long_pretty: (date) => pretty(date, LONG),
  day_divider_pretty: (date) => relativeDay(date) ?? write(date, LONG),
  time: (date) => clockTime(date),
  time_secs: (date) => write(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Fill a <!date^…> format, or give the fallback where Slack would. */
export function formatDate(seconds, format, fallback) {
  const date = instant(seconds);
  if (Number.isNaN(date.getTime())) return fallback;
  return format.replace(/\{(\w+)\}/g, (token, name) => FORMATS[name]?.(date) ?? token);
}
