namespace Bulwark.Waf.Transformations;

/// <summary>Which bytes a value holds, in the classes that decide whether a transformation can change it.</summary>
/// <remarks>
/// Every single flag is the product of a set of low and a set of high nibbles, so that <see cref="ByteClassScan"/> can look at sixteen bytes at once;
/// a class that is not such a product has two flags.
/// </remarks>
[Flags]
internal enum ByteClasses : uint
{
    None = 0,

    Null = 1 << 0,

    /// <summary>Tab, line feed, vertical tab, form feed, carriage return.</summary>
    ControlSpace = 1 << 1,
    Space = 1 << 2,
    Percent = 1 << 3,
    Plus = 1 << 4,
    Ampersand = 1 << 5,

    /// <summary>Single and double quotes.</summary>
    Quote = 1 << 6,
    Comma = 1 << 7,
    Semicolon = 1 << 8,
    Slash = 1 << 9,
    Star = 1 << 10,
    Hash = 1 << 11,
    Dash = 1 << 12,
    Dot = 1 << 13,
    Backslash = 1 << 14,
    Caret = 1 << 15,

    /// <summary>The letter x of <c>0x</c>, in both cases.</summary>
    HexPrefix = 1 << 16,
    UpperToO = 1 << 17,
    UpperFromP = 1 << 18,
    LowerToO = 1 << 19,
    LowerFromP = 1 << 20,

    /// <summary>Bytes from 0x80.</summary>
    High = 1 << 21,

    /// <summary>White space as the first or the last byte.</summary>
    EdgeSpace = 1u << 30,

    /// <summary>Set for every value, even the empty one: what has it as a trigger can change any value.</summary>
    Any = 1u << 31,

    Upper = UpperToO | UpperFromP,
    Lower = LowerToO | LowerFromP,
    Whitespace = ControlSpace | Space,
}
