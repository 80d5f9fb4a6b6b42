import { benchSynth } from "../bench/synth";

process.stdout.write(`${benchSynth()}\n`);
