const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Starts with the file that takes longest: without a record of an earlier run, Jest sorts by size and would run it
 * last.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const longest = ({ path }) => path.endsWith("examples.test.ts");
    const sorted = [...super.sort(tests)];
    return [...sorted.filter(longest), ...sorted.filter((test) => !longest(test))];
  }
};
