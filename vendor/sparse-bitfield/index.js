// docs/decisions/0011-zod-mini.md says why. The first bit is the highest of the first byte; beyond the last, all are 0.
module.exports = ({ buffer }) => ({ get: (index) => ((buffer[index >> 3] ?? 0) & (128 >> (index & 7))) !== 0 });
