using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Parsing;

/// <summary>A literal piece of a text (<paramref name="Variable"/> is null) or a macro.</summary>
/// <param name="Literal">The piece's bytes; empty for a macro.</param>
/// <param name="Variable">The variable whose first value the macro stands for.</param>
/// <param name="Selector">The name inside the variable's collection, as written; null without one.</param>
internal readonly record struct MacroPart(ByteSlice Literal, VariableKind? Variable = null, string? Selector = null)
{
    /// <summary>The selector as bytes; empty without one.</summary>
    public ByteSlice Name { get; } = Selector is null ? default : ByteSlice.Of(Selector);
}
