// The stream of what this person may see. It reconnects by itself; whoever listens is told
// after each (re)connection, because what happened in between was missed and must be read anew.
// Where that reading fails (`onOpen` promises false), the stream is opened once more.

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

/** openStream("U…", {onOpen, onEvent, onLost}) → a function that closes it for good. */
export function openStream(userId, { onOpen, onEvent, onLost }) {
  let socket = null;
  let wait = FIRST_WAIT_MS;
  let timer = null;
  let over = false;

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const opening = new WebSocket(`${scheme}//${location.host}/client/stream?as=${encodeURIComponent(userId)}`);
    socket = opening;
    socket.addEventListener("open", async () => {
      if (await onOpen()) wait = FIRST_WAIT_MS;
      else opening.close();
    });
    socket.addEventListener("message", (event) => !over && onEvent(JSON.parse(event.data)));
    socket.addEventListener("close", lost);
  }

  function lost() {
    if (over) return;
    onLost();
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  connect();
  return () => {
    over = true;
    clearTimeout(timer);
    socket.close();
  };
}
