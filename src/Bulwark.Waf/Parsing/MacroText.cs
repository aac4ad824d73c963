using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Parsing;

/// <summary>Text of a rule in which <c>%{tx.score}</c> stands for a value of the transaction.</summary>
/// <param name="Parts">Literal pieces and macros, in order. A text without macros has at most one part.</param>
internal sealed record MacroText(IReadOnlyList<MacroPart> Parts)
{
    /// <summary>The text as the rule has it.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Whether the text means the same in every transaction.</summary>
    public bool IsConstant => Parts.All(part => part.Variable is null);

    /// <summary>Reads a text: <c>%{VARIABLE}</c>, <c>%{collection.name}</c> or <c>%{collection:name}</c> are macros; a percent sign alone is itself.</summary>
    /// <exception cref="RuleException">A macro names no variable, or has no end.</exception>
    public static MacroText Parse(string text)
    {
        var parts = new List<MacroPart>();
        var literal = 0;
        for (var start = Next(text, 0); start >= 0; start = Next(text, literal))
        {
            AddLiteral(parts, text[literal..start]);
            var end = text.IndexOf('}', start);
            if (end < 0)
                throw new RuleException($"the macro {text[start..]} does not end");

            parts.Add(Macro(text[(start + 2)..end]));
            literal = end + 1;
        }

        AddLiteral(parts, text[literal..]);
        return new MacroText(parts) { Text = text };
    }

    /// <summary>The text as the rule has it.</summary>
    public override string ToString() => Text;

    private static int Next(string text, int from) => text.IndexOf("%{", from, StringComparison.Ordinal);

    private static void AddLiteral(List<MacroPart> parts, string literal)
    {
        if (literal.Length > 0)
            parts.Add(new MacroPart(ByteSlice.Of(literal)));
    }

    private static MacroPart Macro(string text)
    {
        var end = text.AsSpan().IndexOfAny('.', ':');
        var name = end < 0 ? text : text[..end];
        if (!VariableTable.TryFind(name, out var kind))
            throw new RuleException($"the macro %{{{text}}} names no variable");

        if (end < 0)
            return new MacroPart(ByteSlice.Empty, kind);

        return VariableTable.IsCollection(kind) && end + 1 < text.Length
            ? new MacroPart(ByteSlice.Empty, kind, text[(end + 1)..])
            : throw new RuleException($"the macro %{{{text}}}: {VariableTable.NameOf(kind)} has no part '{text[(end + 1)..]}'");
    }
}
