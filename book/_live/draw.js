// What an answer made, drawn below it: a graph of Values, a curve of numbers. Python has computed what is
// to be seen and where; the walks draw their graphs with the same arrows.
window.BookDraw = (() => {
  "use strict";
  const {element, drawn} = window.BookPage;
  const ROW = 5.2, GAP = 3.4, MARGIN = 2.7, SLOT = 4.2, ASIDE = 0.11; // in em
  const CURVE = {left: 70, top: 24, width: 260, height: 90}; // in a drawing of 400 x 138
  let graphs = 0;

  // a single letter is a number, and set like one; a digit may stand behind it
  const label = (text) => text.split(/(?<![a-z\d])([a-zA-Z]\d?)(?![a-z])/).map((part, i) => i % 2
    ? element("i", {}, part[0], element("sub", {}, part.slice(1))) : part);
  const width = (text) => Math.max(SLOT, 0.46 * text.length + 1);

  function put(made, [x, y], lower = 0, width = "") {
    Object.assign(made.style, {left: `${x}em`, top: `${y + lower}em`, width});
    return made;
  }

  // a picture with room for what lies at the spots, in em
  function paper(size, ...children) {
    const made = element("div", {className: "walk-graph"}, ...children);
    Object.assign(made.style, {width: `${size[0]}em`, height: `${size[1]}em`});
    return made;
  }

  // for each input an arrow there, and back where a gradient flows; `beside` is written at its middle
  function arrows(id, size, nodes, spots, flowsBack, beside = () => "", wide = (i) => width(nodes[i].label)) {
    const made = drawn("svg", {viewBox: `0 0 ${size.join(" ")}`, "aria-hidden": "true"});
    made.append(...["there", "back"].map((way) => {
      const tip = drawn("marker", {id: `${id}-${way}`, class: `walk-${way}`, viewBox: "0 0 10 10", refX: 9,
        refY: 5, markerWidth: 0.6, markerHeight: 0.6, markerUnits: "userSpaceOnUse", orient: "auto"});
      tip.append(drawn("path", {d: "M0 1 L10 5 L0 9 Z"}));
      return tip;
    }));
    const line = (way, [x1, y1], [x2, y2]) => made.append(drawn("line",
      {x1, y1, x2, y2, class: `walk-${way}`, "marker-end": `url(#${id}-${way})`}));
    nodes.forEach(({inputs}, end) => inputs.forEach((start, i) => {
      const [[left, y0], [right, y1]] = [spots[start], spots[end]];
      const [x0, x1] = [left + wide(start) / 2, right - wide(end) / 2];
      const [run, rise] = [x1 - x0, y1 - y0];
      const at = (along, side) => [x0 + along * run - side * rise, y0 + along * rise + side * run];
      const gap = 0.15 / Math.hypot(run, rise);
      const both = flowsBack(start, end);
      const aside = both ? ASIDE / Math.hypot(run, rise) : 0;
      line("there", at(gap, -aside), at(1 - gap, -aside));
      if (!both) return;
      line("back", at(1 - gap, aside), at(gap, aside));
      const [[x, y], text] = [at(0.5, 0), beside(end, i)];
      if (text) made.append(drawn("text", {x, y: y + 1, class: "walk-back"}, text));
    }));
    return made;
  }

  function graph({many, nodes, backward}) {
    if (many) return [element("p", {}, `The graph has ${many} nodes: too many to be drawn.`)];
    const column = Math.max(...nodes.map((node) => width(node.label))) + GAP;
    const rows = nodes.map(({at}) => at[1]);
    const spots = nodes.map(({at}) =>
      [at[0] * column + column / 2, (Math.max(...rows) - at[1]) * ROW + MARGIN]);
    const size = [Math.max(...spots.map(([x]) => x)) + column / 2,
                  Math.max(...spots.map(([, y]) => y)) + MARGIN];
    const text = (node) => `${node.label}: ` + [
      node.value && `value ${node.value}`, node.gradient && `gradient ${node.gradient}`,
      node.inputs.length && `from ${node.inputs.map((i) => nodes[i].label).join(" and ")}`,
    ].filter(Boolean).join(", ");
    const picture = paper(size, arrows(`graph-${++graphs}`, size, nodes, spots, () => backward),
      ...nodes.flatMap((node, i) => [
        put(element("div", {className: "walk-node"}, ...label(node.label)), spots[i], 0, `${width(node.label)}em`),
        put(element("span", {className: "walk-value"}, node.value), spots[i], -1.7),
        put(element("span", {className: "walk-gradient"}, node.gradient), spots[i], 1.7)]));
    picture.ariaHidden = "true";
    const frame = element("div", {className: "walk-frame", tabIndex: 0}, picture);
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "The graph that your code made");
    return [
      element("p", {}, "The graph that your code made: values above, gradients below."),
      element("ul", {className: "visually-hidden"}, ...nodes.map((node) => element("li", {}, text(node)))),
      frame];
  }

  function curve({name, count, points, first, last, least, largest}) {
    const {left, top, width, height} = CURVE;
    const at = ([x, y]) => [left + x * width, top + (1 - y) * height];
    const write = (text, [x, y], anchor) => drawn("text", {x, y, "text-anchor": anchor}, text);
    const extreme = (text, wanted, lower) => {
      const point = points.find(([, y]) => y === wanted);
      if (!point) return ""; // all are the same
      const [x, y] = at(point);
      return write(text, [x, y + lower], point[0] < 0.2 ? "start" : point[0] > 0.8 ? "end" : "middle");
    };
    const isExtreme = (text) => text === largest || text === least;
    const [[x0, y0], [x1, y1]] = [at(points[0]), at(points.at(-1))];
    const picture = drawn("svg", {viewBox: "0 0 400 138", class: "curve", "aria-hidden": "true"},
      drawn("polyline", {points: points.map((point) => at(point).join()).join(" ")}),
      isExtreme(first) ? "" : write(first, [x0 - 6, y0 + 4], "end"),
      isExtreme(last) ? "" : write(last, [x1 + 6, y1 + 4], "start"),
      extreme(`largest ${largest}`, 1, -8), extreme(`least ${least}`, 0, 18));
    return [
      element("p", {}, `The ${count} numbers in ${name}: from ${first} to ${last}, ` +
        `the least ${least}, the largest ${largest}.`),
      picture];
  }

  const BookDraw = (made) => made && element("div", {className: "exercise-drawn"},
    ...(made.graph ? graph(made.graph) : []), ...(made.curve ? curve(made.curve) : []));
  return Object.assign(BookDraw, {SLOT, arrows, label, paper, put, width});
})();
