/** Files that esbuild (and Jest) import as text. */
declare module "*.sh" {
  const text: string;
  export = text;
}
declare module "*.corefile" {
  const text: string;
  export = text;
}
