using System.Text;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Tests.Operators;

/// <summary>A transaction in which each macro stands for the name inside its collection: <c>%{tx.words}</c> for <c>words</c>.</summary>
internal sealed class OperatorContext : IOperatorContext
{
    public Captures Captured { get; } = new();

    Captures? IOperatorContext.Captures => Captured;

    public ReadOnlySpan<byte> Expand(MacroText text) =>
        text.Parts.SelectMany(part => part.Variable is null ? part.Literal.Span.ToArray() : Encoding.UTF8.GetBytes(part.Selector ?? "")).ToArray();
}
