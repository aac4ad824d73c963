namespace Bulwark.Waf.Operators.Patterns;

/// <summary>Whether the digits among these bytes are a number of some kind; the other bytes do not count.</summary>
internal delegate bool NumberCheck(ReadOnlySpan<byte> text);
