// Parses Bicep files with the tree-sitter grammar and prints what does not parse. Arguments: the folder of the modules, files.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const { Parser, Language } = createRequire(join(modules, 'package.json'))('web-tree-sitter');
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(join(modules, 'node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm')));

const report = (file, node) => {
  if (node.isError || node.isMissing)
    console.log(`${file}(${node.startPosition.row + 1}): ${node.isMissing ? `'${node.type}' is missing` : node.text.slice(0, 60)}`);
  else if (node.hasError)
    node.children.forEach(child => report(file, child));
};
files.forEach(file => report(file, parser.parse(readFileSync(file, 'utf8')).rootNode));
