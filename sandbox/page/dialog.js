// What every dialog shares: it opens above everything, keeps the focus and listens to Escape.

const FOCUSABLE = 'button:not([disabled]), a[href], input:not([disabled]), textarea, select, [tabindex="0"]';

export function openDialog(node) {
  if (!node.open) node.showModal();
}

/** Closing gives the focus back to where it was before. */
export function closeDialog(node) {
  node.close();
}

/** A keydown handler: Escape calls `leave`, Tab goes round inside the dialog. */
export function keepInside(leave) {
  return (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      // Otherwise the browser closes the dialog itself, and the bot never hears of it.
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === "Tab") {
      goRound(event);
    }
  };
}

function goRound(event) {
  const stops = [...event.currentTarget.querySelectorAll(FOCUSABLE)].filter((node) => node.tabIndex >= 0 && node.offsetParent);
  const [first, last] = [stops[0], stops.at(-1)];
  const leaving = event.shiftKey ? first : last;
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
