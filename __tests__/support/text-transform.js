/** Imports shell scripts and configuration files as text, as esbuild's text loader does for the program. */
module.exports = { process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
