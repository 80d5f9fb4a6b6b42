const { only } = require("./jest.suites");

/**
 * Breaks the example's stacks in every way, one at a time: the proof must catch each mutation, or a table must explain
 * it.
 */
module.exports = only("mutation");
