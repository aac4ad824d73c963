namespace Bulwark.Waf.Injection.Sql;

/// <summary>What else is known of a word or a token.</summary>
[Flags]
internal enum SqlTraits : byte
{
    None = 0,

    /// <summary>An operator written with signs, not with a word.</summary>
    Sign = 1,

    /// <summary>An operator that makes one value of two: <c>+</c>, not <c>=</c>.</summary>
    Arithmetic = 2,

    /// <summary>An operator that may stand before a value: <c>-</c>, <c>NOT</c>.</summary>
    Unary = 4,

    /// <summary>A function only if the <c>(</c> follows at once: its name is an English word too.</summary>
    Tight = 8,

    /// <summary>An operator only before a <c>(</c>: <c>IN</c>.</summary>
    BeforeList = 16,

    /// <summary>An operator only before a literal or a <c>(</c>: <c>LIKE</c>.</summary>
    BeforeLiteral = 32,

    /// <summary>May be the first word of a phrase (<c>ORDER BY</c>).</summary>
    StartsPhrase = 64,

    /// <summary>A phrase of two words.</summary>
    Phrase = 128,
}
