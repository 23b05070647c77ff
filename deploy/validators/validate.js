'use strict';
// Usage: node validate.js MODULES FILE...: prints every finding of both validators, a line each, and ends with 1 if there is one.
// MODULES is the folder node_modules, which lies outside of the source tree.
const fs = require('fs');
const path = require('path');

const [modules, ...files] = process.argv.slice(2);
const aslValidator = require(path.join(modules, 'asl-validator'));
const service = require(path.join(modules, 'amazon-states-language-service'));

async function findings(file) {
  const text = fs.readFileSync(file, 'utf8');
  const found = aslValidator(JSON.parse(text)).errors.map(error => `asl-validator: ${JSON.stringify(error)}`);
  const language = service.getLanguageService({});
  const document = service.TextDocument.create(`file://${file}`, 'asl', 1, text);
  for (const finding of await language.doValidation(document, language.parseJSONDocument(document))) {
    found.push(`amazon-states-language-service: line ${finding.range.start.line + 1}: ${finding.message}`);
  }
  return found.map(finding => `${path.basename(file)}: ${finding}`);
}

Promise.all(files.map(findings)).then(all => {
  const found = all.flat();
  found.forEach(finding => console.log(finding));
  process.exitCode = found.length === 0 ? 0 : 1;
});
