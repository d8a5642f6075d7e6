// Every pair of colours in which the page shows text, and the first element in it.
() => {
  const rgba = (colour) => {
    const numbers = colour.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
    const scale = { rgb: 1, rgba: 1, "color(srgb": 255 }[colour.match(/^(color\()?\w+/)[0]];
    if (!scale) throw new Error(`which colour is ${colour}?`);
    return [numbers.slice(0, 3).map((n) => n * scale), numbers[3] ?? 1];
  };
  const hex = (colour) =>
    "#" + colour.map((n) => Math.round(n).toString(16).padStart(2, "0")).join("");
  const blend = (over, under, alpha) => over.map((n, i) => n * alpha + under[i] * (1 - alpha));
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((n) =>
      n / 255 <= 0.04045 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (...two) => {
    const [dark, light] = two.map(luminance).sort((one, other) => one - other);
    return (light + 0.05) / (dark + 0.05);
  };

  // what is behind the text of an element, as far as its ancestors say
  const met = new Map([[null, { ground: [255, 255, 255], opacity: 1 }]]);
  const behind = (element) => {
    if (met.has(element)) return met.get(element);
    const outer = behind(element.parentElement);
    const style = getComputedStyle(element);
    const [colour, alpha] = rgba(style.backgroundColor);
    const opacity = outer.opacity * style.opacity;
    const covers = alpha * opacity === 1;
    met.set(element, {
      ground: blend(colour, outer.ground, alpha * opacity),
      opacity,
      image: style.backgroundImage !== "none" || (!covers && outer.image),
      lifted: !covers && (outer.lifted || ["absolute", "fixed"].includes(style.position)),
      filtered: outer.filtered || style.filter !== "none" || style.mixBlendMode !== "normal",
    });
    return met.get(element);
  };
  const pairOf = (element) => {
    const style = getComputedStyle(element);
    const { ground, opacity, image, lifted, filtered } = behind(element);
    const [ink, alpha] = rgba(element.closest("svg") ? style.fill : style.webkitTextFillColor);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const seen = blend(ink, ground, alpha * opacity);
    return [
      `${hex(ink)} on ${hex(ground)}`,
      alpha * opacity < 1 && `opacity ${(alpha * opacity).toFixed(3)}`,
      large && "large",
      image && "over an image",
      lifted && "out of its place",
      filtered && "filtered",
      !image && !filtered && contrast(seen, ground) < (large ? 3 : 4.5) && "pale",
    ].filter(Boolean).join(", ");
  };

  const range = document.createRange();
  const isShown = (node, element) => {
    range.selectNodeContents(node);
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !element.closest(":disabled")
      && (node === element || range.getBoundingClientRect().width > 0);
  };
  const nodes = [...document.querySelectorAll(
    "select, textarea, input:not([type=range], [type=checkbox], [type=radio])")];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (texts.currentNode.data.trim()) nodes.push(texts.currentNode);
  const pairs = {};
  for (const node of nodes) {
    const element = node instanceof Element ? node : node.parentElement;
    if (isShown(node, element)) pairs[pairOf(element)] ??= element.outerHTML.slice(0, 120);
  }
  return pairs;
}
