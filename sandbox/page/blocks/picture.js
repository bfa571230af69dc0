import { h } from "../dom.js";

/** An image of another host is named, not fetched: nothing may leave this computer. */
export function picture(element) {
  const address = element.image_url ?? "";
  const ours = address.startsWith("data:image/") || address.startsWith(`${location.origin}/`);
  if (ours) return h("img", { src: address, alt: element.alt_text ?? "" });
  const words = element.alt_text || "image";
  return h(
    "span",
    { class: "no-image", role: "img", "aria-label": words, title: `Not fetched: ${address}` },
    `🖼 ${words}`,
  );
}
