using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Operators;

/// <summary>What an operator sees of the transaction that asks it.</summary>
internal interface IOperatorContext
{
    /// <summary>Where a match leaves what it captured; null when nobody wants to know. It has been cleared.</summary>
    Captures? Captures { get; }

    /// <summary>The bytes of <paramref name="text"/> with its macros replaced; valid until the next call.</summary>
    ReadOnlySpan<byte> Expand(MacroText text);
}
