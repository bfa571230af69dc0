// The 256 most frequent colours of a picture, and for each pixel the number of the nearest one. A screen has few
// colours that matter; the rest are edges of letters.

async (png) => {
  const blob = await (await fetch(`data:image/png;base64,${png}`)).blob();
  const image = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);

  const found = new Map();
  for (const pixel of pixels) found.set(pixel, (found.get(pixel) ?? 0) + 1);
  const palette = [...found].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([colour]) => colour);

  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const known = palette.map(parts);
  const distance = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const nearest = (colour) => {
    const wanted = parts(colour);
    let best = 0;
    for (let at = 1; at < known.length; at += 1) {
      if (distance(known[at], wanted) < distance(known[best], wanted)) best = at;
    }
    return best;
  };
  const numbers = new Map(palette.map((colour, at) => [colour, at]));
  const indexes = new Uint8Array(pixels.length);
  pixels.forEach((pixel, at) => {
    if (!numbers.has(pixel)) numbers.set(pixel, nearest(pixel));
    indexes[at] = numbers.get(pixel);
  });

  let text = "";
  for (let at = 0; at < indexes.length; at += 32768) {
    text += String.fromCharCode(...indexes.subarray(at, at + 32768));
  }
  return { width: image.width, height: image.height, palette: known.flat(), indexes: btoa(text) };
}
