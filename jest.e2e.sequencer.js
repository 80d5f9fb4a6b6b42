const { default: Sequencer } = require("@jest/test-sequencer");

/** Begins with the file that takes longest: on a machine without an earlier run, Jest goes by size, and it came last. */
module.exports = class extends Sequencer {
  sort(tests) {
    const longest = ({ path }) => path.endsWith("examples.test.ts");
    const sorted = [...super.sort(tests)];
    return [...sorted.filter(longest), ...sorted.filter((test) => !longest(test))];
  }
};
