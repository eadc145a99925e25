// Nothing is drawn anew under a finger that is down: the browser forgets a press
// whose control is replaced before it ends.

const kept = []; // what is to be done once the finger is lifted
let down = false;
let lifted;

/** Do it now, or as soon as no finger is down. */
export function onceLifted(work) {
  if (down) kept.push(work);
  else work();
}

function lift() {
  clearTimeout(lifted);
  // The browser tells of the click only after it has told that the finger was lifted.
  lifted = setTimeout(() => {
    down = false;
    for (const work of kept.splice(0)) work();
  });
}

function press(event) {
  if (event.button !== 0) return;
  clearTimeout(lifted);
  down = true;
}

document.addEventListener("pointerdown", press, true);
document.addEventListener("pointerup", lift, true);
document.addEventListener("pointercancel", lift, true);
// Some presses end unseen: on a scroll bar, or in another window.
document.addEventListener("pointermove", (event) => down && !event.buttons && lift(), true);
window.addEventListener("blur", lift);
