namespace Bulwark.Waf;

/// <summary>A value that an operator matched.</summary>
/// <param name="Name">The variable with its selector, as rules write it: <c>ARGS:user</c>, <c>REQUEST_HEADERS:Referer</c>, <c>REQUEST_URI</c>.</param>
/// <param name="Path">Where in a JSON body the value lies: <c>content.body</c>; null for every other value.</param>
/// <param name="Length">How many bytes the value has, after the rule's transformations.</param>
/// <param name="Value">The first bytes of the value after the rule's transformations; at most <see cref="MaxValueLength"/>.</param>
public sealed record MatchedVariable(string Name, string? Path, int Length, ReadOnlyMemory<byte> Value)
{
    /// <summary>How many bytes of a value a match shows.</summary>
    public const int MaxValueLength = 256;
}
