using Bulwark.Waf.Operators;
using Bulwark.Waf.Parsing;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Evaluation.Planning;

/// <summary>Asks an operator while the rules are loaded: its macros stand for what is certain.</summary>
internal sealed class StaticContext(TxFacts facts, NameIndex txNames) : IOperatorContext
{
    private readonly ByteBuffer _text = new();

    public Captures? Captures => null;

    /// <summary>Whether a macro was asked for of which nothing is certain, so that the answer means nothing.</summary>
    public bool HasGuessed { get; private set; }

    public ReadOnlySpan<byte> Expand(MacroText text)
    {
        _text.Clear();
        foreach (var part in text.Parts)
            Append(part);

        return _text.WrittenSpan;
    }

    private void Append(MacroPart part)
    {
        if (part.Variable is null)
            _text.Append(part.Literal.Span);
        else if (part is not { Variable: VariableKind.Tx, Selector: { } name } || !txNames.TryFind(ByteSlice.Of(name).Span, out var slot))
            HasGuessed = true;
        else if (facts.IsConstant(slot, out var value))
            _text.Append(value.Span);
        else if (!facts.IsAbsent(slot))
            HasGuessed = true;
    }
}
