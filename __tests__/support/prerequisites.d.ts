export function chromium(): string | undefined;
export function program(name: string): string | undefined;
export function providerMirror(): string | undefined;
export function canRun(suite: string): boolean;
