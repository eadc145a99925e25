// Where the page is put together: start as somebody, follow the address, listen to the stream.

import { actAs, call } from "./api.js";
import { announce, orToast } from "./announce.js";
import { createComposer } from "./composer.js";
import { conversation, editLast, openConversationView, showMessage, toEnd } from "./conversation.js";
import { h } from "./dom.js";
import { applyEvent } from "./events.js";
import { footNotice, header, notices } from "./header.js";
import { homePane, openHome } from "./home.js";
import { refreshDates } from "./mentions.js";
import "./modal.js";
import { closePopovers } from "./popover.js";
import { goToChannel, permalinkTarget, personInAddress, placeInAddress, rememberPerson } from "./router.js";
import { sidebar, stepChannel, unreadTotal } from "./sidebar.js";
import { channelTitle, currentChannel, emit, on, sidebarChannels, state, takeBoot } from "./store.js";
import { openStream } from "./stream.js";
import { closeThread, openThread, threadPanel } from "./thread.js";
import { forgetAll, load, loadThread } from "./timeline.js";

const DATES_EVERY_MS = 30_000;
const FIRST_PERSON = "U0ANA00001"; // of the seeded workspace, while the address names nobody

const composer = createComposer({
  testid: "composer",
  placeholder: () => {
    const channel = currentChannel();
    return channel ? `Message ${channel.is_im ? "" : "#"}${channelTitle(channel)}` : "Message";
  },
  draftKey: () => state.place.id ?? "",
  send: (text) => call("post", { channel: state.place.id, text }),
  onSend: toEnd,
  onEditLast: editLast,
});

const channelPane = h(
  "section",
  { class: "channel-pane", "aria-label": "Channel" },
  header,
  conversation,
  footNotice,
  composer.node,
);
const veil = h("div", { class: "veil", onclick: () => document.body.classList.remove("sidebar-open") });
const main = h("main", { class: "main", id: "main" }, notices, channelPane, homePane);
document.getElementById("page").append(sidebar, veil, main, threadPanel);

let closeStream = () => {};

/** Look at the workspace as this person. */
function startAs(userId) {
  closeStream();
  closePopovers();
  closeThread();
  actAs(userId);
  let waiting = []; // what the stream has said since it opened, until `boot` has answered
  closeStream = openStream(userId, {
    async onOpen() {
      const told = (waiting = []);
      const answer = await call("boot").catch(() => null);
      if (!answer || waiting !== told) return false; // it failed, or the stream was lost meanwhile
      waiting = null;
      takeIn(answer, userId, told);
      return true;
    },
    onEvent: (event) => (waiting ? waiting.push(event) : applyEvent(event)),
    onLost() {
      waiting = [];
      setOnline(false);
      // The address may name somebody whom the sandbox does not know: then nothing ever opens.
      if (state.me !== userId && userId !== FIRST_PERSON)
        call("boot").catch((error) => error.code === "user_not_found" && startAs(FIRST_PERSON));
    },
  });
}

/** Show everything anew: at the start, as another person, and after the stream was interrupted. */
function takeIn(answer, userId, told) {
  const back = state.me === userId;
  forgetAll();
  takeBoot(answer);
  told.forEach(applyEvent);
  rememberPerson(userId);
  setOnline(true);
  return back ? refresh() : followAddress();
}

function setOnline(online) {
  state.online = online;
  emit("online");
}

/** After an interruption the same place is read again, without moving. */
async function refresh() {
  if (!currentChannel()) return followAddress();
  const thread = state.thread;
  return orToast(() => Promise.all([load(state.place.id), thread ? loadThread(state.place.id, thread) : null]));
}

/** Show what the address says; where it says nothing (or what one may not see), the first channel. */
async function followAddress() {
  const place = placeInAddress();
  if (place.kind === "home" && state.app) return showPlace({ kind: "home" });
  if (place.kind === "channel" && state.channels.has(place.id)) return showPlace(place);
  const { rooms, talks } = sidebarChannels();
  const first = rooms.find((each) => each.name === "data-alerts") ?? rooms[0] ?? talks[0];
  return first ? goToChannel(first.id) : showPlace({ kind: "home" });
}

async function showPlace(place) {
  const same = state.place.kind === place.kind && state.place.id === place.id && state.shownFor === state.me;
  document.body.classList.remove("sidebar-open");
  closePopovers();
  if (same && place.ts) return pointAt(place);
  closeThread();
  state.place = { kind: place.kind, id: place.id };
  state.shownFor = state.me;
  const home = place.kind === "home";
  channelPane.hidden = home;
  homePane.hidden = !home;
  emit("place");
  if (home) return void openHome();
  composer.restore();
  composer.focus();
  announce(`${channelTitle(currentChannel())} channel`);
  await orToast(() => openConversationView(currentChannel(), place.ts));
  if (place.thread && state.place.id === place.id) await openThread(place.ts);
}

async function pointAt({ id, ts, thread }) {
  await showMessage(id, ts);
  if (thread && state.place.id === id) await openThread(ts);
}

function drawTitle() {
  const total = unreadTotal();
  const channel = currentChannel();
  const name = channel ? `${channel.is_im ? "" : "#"}${channelTitle(channel)}` : (state.app?.name ?? "");
  document.title = `${total ? `(${total}) ` : ""}${name} – ${state.team.name} – Sandbox`;
}

window.addEventListener("hashchange", () => state.me && followAddress());
on("act-as", startAs);
for (const topic of ["boot", "channels", "place"]) on(topic, drawTitle);
on("layout", () => document.body.classList.toggle("thread-open", Boolean(state.thread)));
// The channel that is shown may be deleted, or closed to this person.
on("channels", (id) => id === state.place.id && !state.channels.has(id) && followAddress());

document.addEventListener("keydown", (event) => {
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    stepChannel(event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Escape" && document.body.classList.contains("sidebar-open")) {
    document.body.classList.remove("sidebar-open");
  }
});

// Permalinks of this workspace lead to the message here, not to Slack.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const target = link && permalinkTarget(link.href);
  if (!target || !state.channels.has(target.channel)) return;
  event.preventDefault();
  goToChannel(target.channel, target.ts, target);
});

setInterval(refreshDates, DATES_EVERY_MS);
startAs(personInAddress() ?? FIRST_PERSON);
