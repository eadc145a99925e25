// The messages of each channel and thread that the page has seen, sorted by ts.

import { call } from "./api.js";
import { emit, state } from "./store.js";

const PAGE_SIZE = 60;
const channels = new Map(); // channel id → {messages, hasMore, loading}
const threads = new Map(); // "channel ts" → messages
const readings = new Set(); // for each answer that is on its way: what the stream has told since it was asked for

/** Forget everything, also what is on its way: another person looks now, or the stream was interrupted. */
export function forgetAll() {
  channels.clear();
  threads.clear();
  readings.clear();
}

/** What is known of a channel: {messages, hasMore}, or undefined before `load`. */
export const timelineOf = (channelId) => channels.get(channelId);
export const threadOf = (channelId, ts) => threads.get(`${channelId} ${ts}`);

export const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
const inChannel = (message) => !isReply(message) || message.subtype === "thread_broadcast";

// What the stream tells while an answer is on its way may be newer than it, so it is done again upon the answer.
async function read(action, body, take) {
  const since = [];
  readings.add(since);
  try {
    const answer = await call(action, body);
    if (!readings.has(since)) return;
    take(answer);
  } finally {
    readings.delete(since);
  }
  for (const change of since) change();
}

function told(change) {
  for (const since of readings) since.push(change);
  change();
}

/** Read the newest page of a channel. */
export async function load(channelId) {
  await read("history", { channel: channelId, limit: PAGE_SIZE }, (answer) => {
    const messages = answer.messages.filter(inChannel);
    channels.set(channelId, { messages, hasMore: answer.has_more, loading: false });
  });
  emit("messages", { channel: channelId });
}

/** Read one more page above the oldest known message; false when there is none. */
export async function loadOlder(channelId) {
  const timeline = channels.get(channelId);
  if (!timeline?.hasMore || timeline.loading) return false;
  timeline.loading = true;
  try {
    const before = timeline.messages[0]?.ts;
    await read("history", { channel: channelId, before, limit: PAGE_SIZE }, (answer) => {
      timeline.messages = merge(answer.messages.filter(inChannel), timeline.messages);
      timeline.hasMore = answer.has_more;
    });
  } finally {
    timeline.loading = false;
  }
  emit("messages", { channel: channelId, older: true });
  return true;
}

/** Read pages upwards until the message is known; true when it was found. */
export async function loadUntil(channelId, ts) {
  if (!channels.has(channelId)) await load(channelId);
  const known = () => Boolean(find(channelId, ts));
  while (!known() && channels.get(channelId)?.messages[0]?.ts > ts) {
    if (!(await loadOlder(channelId))) break;
  }
  return known();
}

export async function loadThread(channelId, ts) {
  await read("replies", { channel: channelId, ts }, (answer) => threads.set(`${channelId} ${ts}`, answer.messages));
  emit("thread", { channel: channelId, ts });
}

/** One message by ts, wherever it is known. */
export function find(channelId, ts) {
  const known = channels.get(channelId)?.messages.find((each) => each.ts === ts);
  if (known) return known;
  for (const [key, messages] of threads) {
    const found = key.startsWith(`${channelId} `) && messages.find((each) => each.ts === ts);
    if (found) return found;
  }
  return undefined;
}

/** Read one message that may be far above what is loaded (for the list of pins). */
export async function fetchOne(channelId, ts) {
  const known = find(channelId, ts);
  if (known) return known;
  const [seconds, micros] = ts.split(".");
  const before = `${seconds}.${String(Number(micros) + 1).padStart(6, "0")}`;
  const answer = await call("history", { channel: channelId, before, limit: 1 });
  return answer.messages.find((each) => each.ts === ts);
}

/** Add a message or put a newer version in its place. */
export function upsert(channelId, message) {
  told(() => put(channelId, message));
}

function put(channelId, message) {
  const timeline = channels.get(channelId);
  if (timeline && inChannel(message)) timeline.messages = merge(timeline.messages, [message]);
  putInThreads(channelId, message);
  emit("messages", { channel: channelId, ts: message.ts });
}

/** These are the reactions to a message now. */
export function react(channelId, ts, reactions) {
  told(() => {
    const message = find(channelId, ts);
    if (message) put(channelId, { ...message, reactions });
  });
}

function putInThreads(channelId, message) {
  const key = `${channelId} ${message.thread_ts || message.ts}`;
  if (!threads.has(key)) return;
  threads.set(key, merge(threads.get(key), [message]));
  emit("thread", { channel: channelId, ts: message.thread_ts || message.ts });
}

/** A reply was posted: the thread's first message counts it, unless the server already told so. */
export function countReply(channelId, reply) {
  told(() => count(channelId, reply));
}

function count(channelId, reply) {
  const parent = channels.get(channelId)?.messages.find((each) => each.ts === reply.thread_ts);
  if (!parent || (parent.latest_reply ?? "") >= reply.ts) return;
  const users = new Set([...(parent.reply_users ?? []), reply.user ?? reply.bot_id]);
  put(channelId, {
    ...parent,
    reply_count: (parent.reply_count ?? 0) + 1,
    latest_reply: reply.ts,
    reply_users: [...users],
  });
}

export function remove(channelId, ts) {
  told(() => drop(channelId, ts));
}

function drop(channelId, ts) {
  const timeline = channels.get(channelId);
  if (timeline) timeline.messages = timeline.messages.filter((each) => each.ts !== ts);
  for (const [key, messages] of threads) {
    if (!key.startsWith(`${channelId} `)) continue;
    threads.set(
      key,
      messages.filter((each) => each.ts !== ts),
    );
  }
  emit("messages", { channel: channelId, removed: ts });
  if (state.thread) emit("thread", { channel: channelId, ts: state.thread });
}

function merge(older, newer) {
  const byTs = new Map(older.map((each) => [each.ts, each]));
  for (const each of newer) byTs.set(each.ts, each);
  return [...byTs.values()].sort((a, b) => (a.ts < b.ts ? -1 : Number(a.ts > b.ts)));
}
