// Where blocks stand. `where` goes to the server with every click; `values` are what the server holds.

/** A message may be drawn twice, in its channel and in its thread: `drawn` tells them apart. */
export function messagePlace(conversation, message, drawn = "channel") {
  return {
    key: `${drawn} ${conversation} ${message.ts}`,
    where: { message: { conversation, ts: message.ts } },
    values: message.values,
  };
}

export function modalPlace(modal) {
  return { key: `modal ${modal.id}`, where: { modal: modal.id }, values: modal.values, errors: modal.errors };
}

export function homePlace(view) {
  return { key: "home", where: { home: true }, values: view.state?.values };
}
