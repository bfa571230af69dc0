// What every dialog shares: it opens above everything, keeps the focus and listens to Escape.

const FOCUSABLE = 'button:not([disabled]), a[href], input:not([disabled]), textarea, select, [tabindex="0"]';

/** The attributes of a <dialog>. `leave` is what Escape does: ask for it to be closed. */
export function modalDialog(leave) {
  return {
    mounted: (node) => node.showModal(),
    // Closing, not only removing, gives the focus back to where it was before.
    removed: (node) => node.close(),
    onkeydown: (event) => onKey(event, leave),
    oncancel: (event) => {
      event.preventDefault();
      leave();
    },
    // A browser closes on the second Escape whatever we say; what is on show is for the state to decide.
    onclose: (event) => event.target.isConnected && event.target.showModal(),
  };
}

function onKey(event, leave) {
  if (event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    leave();
  } else if (event.key === "Tab") {
    goRound(event);
  }
}

function goRound(event) {
  const stops = [...event.currentTarget.querySelectorAll(FOCUSABLE)].filter(
    (node) => node.tabIndex >= 0 && node.offsetParent,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? first : last;
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
