// Reads a list of formulas from standard input, and writes what MathJax says of each:
// null where it can read it, else why not. On a page it would show red text instead.
import { text } from "node:stream/consumers";
import { createRequire } from "node:module";

const formulas = JSON.parse(await text(process.stdin));
const MathJax = await createRequire(import.meta.url)("mathjax").init({
  loader: { load: ["input/tex-full"] },
  startup: { typeset: false },
  tex: {
    packages: { "[-]": ["noerrors", "noundefined", "bussproofs"] },
    formatError(_, error) { throw error; },
  },
});

function fault(formula) {
  try {
    MathJax.tex2mml(formula);
    return null;
  } catch (error) {
    return error.message;
  }
}

console.log(JSON.stringify(formulas.map(fault)));
