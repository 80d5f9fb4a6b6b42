/** Files that esbuild (and jest) import as their text. */
declare module "*.sh" {
  const text: string;
  export = text;
}
declare module "*.corefile" {
  const text: string;
  export = text;
}
