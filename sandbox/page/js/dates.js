// Times in the browser's zone: message times, day dividers and Slack's date tokens.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The page speaks English; whether the clock has 12 or 24 hours is the reader's habit.
const HOUR12 = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12 ?? false;

const part = (date, options) => new Intl.DateTimeFormat("en-US", options).format(date);

export const toDate = (ts) => new Date(Number.parseFloat(ts) * 1000);

const clockOptions = HOUR12
  ? { hour: "numeric", minute: "2-digit", hour12: true }
  : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export const clockTime = (date) => part(date, clockOptions);
const clockSeconds = (date) => part(date, { ...clockOptions, second: "2-digit" });

function ordinal(day) {
  const teen = day % 100 >= 11 && day % 100 <= 13;
  return `${day}${teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

const long = (date) => `${part(date, { month: "long" })} ${ordinal(date.getDate())}, ${date.getFullYear()}`;
const short = (date) => part(date, { month: "short", day: "numeric", year: "numeric" });
const weekday = (date) => part(date, { weekday: "long" });
const two = (number) => String(number).padStart(2, "0");

function daysFromToday(date) {
  const midnight = (each) => Date.UTC(each.getFullYear(), each.getMonth(), each.getDate());
  return Math.round((midnight(date) - midnight(new Date())) / (DAY * 1000));
}

const NEAR_DAYS = { "-1": "yesterday", 0: "today", 1: "tomorrow" };
const near = (date) => NEAR_DAYS[daysFromToday(date)];

/** "Today", "Yesterday" or "Thursday, November 19th". */
export function dayLabel(date) {
  const word = near(date);
  if (word) return capital(word);
  const year = date.getFullYear() === new Date().getFullYear() ? "" : `, ${date.getFullYear()}`;
  return `${weekday(date)}, ${part(date, { month: "long" })} ${ordinal(date.getDate())}${year}`;
}

export const sameDay = (a, b) => a.toDateString() === b.toDateString();

/** The full moment, for tooltips. */
export const fullTime = (date) => `${weekday(date)}, ${long(date)} at ${clockSeconds(date)}`;

/** "3 minutes ago", "in 2 hours". */
export function ago(date) {
  const seconds = (Date.now() - date.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return seconds >= 0 ? "just now" : "in a moment";
  const [amount, unit] =
    size < 45 * MINUTE ? [size / MINUTE, "minute"] : size < 22 * HOUR ? [size / HOUR, "hour"] : [size / DAY, "day"];
  const words = `${Math.round(amount)} ${unit}${Math.round(amount) === 1 ? "" : "s"}`;
  return seconds >= 0 ? `${words} ago` : `in ${words}`;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

const TOKENS = {
  date_num: (d) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`,
  date_slash: (d) => `${two(d.getMonth() + 1)}/${two(d.getDate())}/${d.getFullYear()}`,
  date: long,
  date_pretty: (d) => near(d) ?? long(d),
  date_short: short,
  date_short_pretty: (d) => near(d) ?? short(d),
  date_long: (d) => `${weekday(d)}, ${long(d)}`,
  date_long_full: (d) => `${weekday(d)}, ${long(d)}`,
  date_long_pretty: (d) => near(d) ?? `${weekday(d)}, ${long(d)}`,
  day_divider_pretty: dayLabel,
  time: clockTime,
  time_secs: clockSeconds,
  ago,
};

/** Slack's date format: "{date_short_pretty} at {time}" → "Today at 14:00". */
export function formatDate(epoch, format) {
  const date = new Date(Number(epoch) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const text = format.replace(/\{(\w+)\}/g, (whole, name) =>
    Object.hasOwn(TOKENS, name) ? TOKENS[name](date) : whole,
  );
  return /^\{date\w*_pretty\}/.test(format) ? capital(text) : text;
}

/** Name of the browser's zone, for tooltips. */
export const zoneName = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What time it is now for a person in another zone. */
export function timeInZone(zone) {
  try {
    return part(new Date(), { ...clockOptions, timeZone: zone });
  } catch {
    return "";
  }
}
