const { only } = require("./jest.suites");

/** Every break of the example's stacks, one at a time: caught by the proof, or explained. */
module.exports = only("mutation");
