/** Shell scripts and configuration files are imported as text, as esbuild's text loader does for the program itself. */
module.exports = { process: (text) => ({ code: `module.exports = ${JSON.stringify(text)};` }) };
