/** Files that esbuild (and Jest) import as text. */
declare module "*.sh" {
  const text: string;
  export = text;
}
declare module "*.corefile" {
  const text: string;
  export = text;
}
declare module "*.yml" {
  const text: string;
  export = text;
}
declare module "*.yaml" {
  const text: string;
  export = text;
}
