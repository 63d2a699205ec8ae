// Print a bibliography by citeproc-js as JSON.
// usage: NODE_PATH=FOLDER node cite.js STYLE.csl LOCALE.xml ITEMS.json
const { readFileSync } = require("fs");
const CSL = require("citeproc");

const [style, locale, items] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const byId = new Map(JSON.parse(items).map((item) => [item.id, item]));
const engine = new CSL.Engine(
  { retrieveLocale: () => locale, retrieveItem: (id) => byId.get(id) }, style, "en-GB", true,
);
engine.setOutputFormat("text");
engine.updateItems([...byId.keys()]);
const [about, lines] = engine.makeBibliography();
const cited = about.entry_ids.map(([id], at) => [id, lines[at].trim()]);
console.log(JSON.stringify({ version: CSL.PROCESSOR_VERSION, cited: Object.fromEntries(cited) }));
