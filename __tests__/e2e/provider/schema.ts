/** The fields of the provider's answer to GetSchema that map a type to its schema, by Terraform's tfplugin5.proto. */
const mapsByType = new Set([2, 3]);

/**
 * The provider's answer to GetSchema with only some types of resources and data sources, otherwise unchanged.
 *
 * @param message a message of gRPC: a flag, a length, and the fields in the encoding of Protocol Buffers
 */
export function schemaOfTypes(message: Buffer, types: ReadonlySet<string>): Buffer {
  const fields: Buffer[] = [];
  for (let at = 5; at < message.length;) {
    const tag = varint(message, at);
    if ((tag.value & 7) !== 2) throw new Error(`the provider's schema has an unexpected field: ${tag.value}`);
    const length = varint(message, tag.end);
    const end = length.end + length.value;
    if (!mapsByType.has(tag.value >> 3) || types.has(keyOf(message, length.end)))
      fields.push(message.subarray(at, end));
    at = end;
  }
  const body = Buffer.concat(fields);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** The key of an entry of a map: its first field. */
function keyOf(message: Buffer, at: number): string {
  const length = varint(message, varint(message, at).end);
  return message.toString("utf8", length.end, length.end + length.value);
}

function varint(message: Buffer, at: number): { value: number; end: number } {
  let value = 0;
  for (let shift = 0, end = at; end < message.length; shift += 7) {
    const byte = message[end++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) return { value, end };
  }
  throw new Error("the provider's schema ends within a number");
}
