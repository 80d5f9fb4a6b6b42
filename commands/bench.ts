import { benchHclFolder } from "../bench/hcl-folder";
import { benchProve } from "../bench/prove";
import { benchSynth } from "../bench/synth";

process.stdout.write(`${benchSynth()}\n`);
process.stdout.write(`${benchProve()}\n`);
process.stdout.write(`${benchHclFolder()}\n`);
