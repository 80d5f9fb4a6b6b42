import { benchHclFolder } from "../bench/hcl-folder";
import { benchProve } from "../bench/prove";
import { benchScale } from "../bench/scale";
import { benchSynth } from "../bench/synth";

process.stdout.write(`${benchSynth()}\n`);
process.stdout.write(`${benchScale()}\n`);
process.stdout.write(`${benchProve()}\n`);
process.stdout.write(`${benchHclFolder()}\n`);
