"use strict";
// cdktf calls `util.isArray`, which Node deprecates: versions 22 and later warn at each start.
module.exports = { ...require("node:util"), isArray: Array.isArray };
