// The one place that touches the DOM.
//
// h() describes an element, draw() makes the page match a description. Nodes that stay are kept, so focus,
// caret and scroll position survive every update. Text only ever becomes text nodes: nothing here parses HTML,
// so whatever a bot sends cannot become markup.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle", "rect"]);
// Live properties: the attribute of the same name is only the initial value.
const PROPERTIES = new Set(["value", "checked", "disabled", "indeterminate"]);

/**
 * Describe an element. `attributes` may hold on… handlers, `style` (an object), a `key`, and what to do with the
 * node once it is there (`mounted`) and before it goes (`removed`). Without a key an element is known by its
 * position: give one to whatever stands beside siblings that come and go, or it is made anew and loses the focus.
 */
export function h(tag, attributes, ...children) {
  const { key, mounted, removed, ...rest } = attributes ?? {};
  return { tag, key, mounted, removed, attributes: rest, children: tidy(children) };
}

/** Make the children of `parent` match the descriptions. */
export function draw(parent, ...children) {
  const mounts = [];
  drawChildren(parent, tidy(children), mounts);
  // Only now is everything in the document: focus() and showModal() need that.
  for (const mount of mounts) mount();
}

function tidy(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "")
    .map((child) => (typeof child === "object" ? child : String(child)));
}

function drawChildren(parent, wanted, mounts) {
  const keyed = dropUnwanted(parent, new Set(wanted.map((child) => child.key)));
  let here = parent.firstChild;
  for (const child of wanted) {
    const old = child.key === undefined ? here : keyed.get(child.key);
    const node = fits(old, child) ? old : create(child, mounts);
    if (node === here) here = here.nextSibling;
    else parent.insertBefore(node, here);
    update(node, child, mounts);
  }
  while (here) {
    const next = here.nextSibling;
    remove(here);
    here = next;
  }
}

// Removing first keeps the rest in order: moving a node would take the focus out of it.
function dropUnwanted(parent, keys) {
  const keyed = new Map();
  for (const node of [...parent.childNodes]) {
    if (node.vkey === undefined) continue;
    if (keys.has(node.vkey)) keyed.set(node.vkey, node);
    else remove(node);
  }
  return keyed;
}

function remove(node) {
  node.vremoved?.(node);
  node.remove();
}

function fits(node, child) {
  if (!node) return false;
  if (typeof child === "string") return node.nodeType === Node.TEXT_NODE;
  return node.vtag === child.tag && node.vkey === child.key;
}

function create(child, mounts) {
  if (typeof child === "string") return document.createTextNode(child);
  const node = SVG_TAGS.has(child.tag)
    ? document.createElementNS(SVG, child.tag)
    : document.createElement(child.tag);
  node.vtag = child.tag;
  node.vkey = child.key;
  node.vremoved = child.removed;
  node.vattributes = {};
  if (child.mounted) mounts.push(() => child.mounted(node));
  return node;
}

function update(node, child, mounts) {
  if (typeof child === "string") {
    if (node.data !== child) node.data = child;
    return;
  }
  drawChildren(node, child.children, mounts);
  // After the children: a <select> takes its value only once its options are there.
  for (const name of Object.keys(node.vattributes)) {
    if (!(name in child.attributes)) set(node, name, null);
  }
  for (const [name, value] of Object.entries(child.attributes)) set(node, name, value);
  node.vattributes = child.attributes;
}

function set(node, name, value) {
  // An on… handler that happened to return false would cancel the event.
  if (name.startsWith("on")) node[name] = value ? (event) => void value(event) : null;
  else if (name === "style") Object.assign(node.style, value);
  else if (PROPERTIES.has(name)) setProperty(node, name, value);
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : value);
}

function setProperty(node, name, value) {
  const wanted = name === "value" ? (value ?? "") : Boolean(value);
  if (node[name] !== wanted) node[name] = wanted;
}
