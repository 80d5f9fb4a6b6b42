/** Every code that a hop or finding can print, in a few words. docs/findings has an entry for each. */
export const ruleTitles = {
  "DNS-01": "The most specific resolver rule answers",
  "DNS-02": "AWS's own rules and private hosted zones",
  "DNS-03": 'Forwarding "." or "com" takes AWS\'s names along',
  "DNS-05": "A FORWARD rule goes before the private zone of the same name",
  "DNS-06": "Rule types that Terraform cannot fully describe",
  "DNS-08": "Two rules for one domain in a VPC",
  "DNS-14": "A resolver that forwards to itself",
  "DNS-16": "Shared, but not associated",
  "VPC-01": "Both DNS attributes of the VPC must be on",
  "VPC-04": "DHCP options must name AmazonProvidedDNS",
} as const;
