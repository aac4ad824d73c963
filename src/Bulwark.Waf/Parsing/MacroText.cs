
namespace Bulwark.Waf.Parsing;

/// <summary>Text of a rule in which <c>%{tx.score}</c> stands for a value of the transaction.</summary>
/// <param name="Parts">Literal pieces and macros, in order. A text without macros has at most one part.</param>
internal sealed record MacroText(IReadOnlyList<MacroPart> Parts)
{
    /// <summary>Whether the text means the same in every transaction.</summary>
    public bool IsConstant => Parts.All(part => part.Variable is null);
}
