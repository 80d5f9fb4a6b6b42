/** Every code that a hop or finding can print, in a few words. docs/findings has an entry for each. */
export const ruleTitles = {
  "DNS-01": "The most specific resolver rule answers",
} as const;
