using Bulwark.Waf.Parsing;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Strings;

/// <summary>The text that an operator compares with: bytes that are known when the rule is loaded, or a text with macros.</summary>
internal sealed class TextOperand
{
    private readonly MacroText _text;

    /// <exception cref="RuleException">A macro names no variable, or has no end.</exception>
    public TextOperand(string argument)
    {
        _text = MacroText.Parse(argument);
        if (_text.IsConstant)
            Constant = ByteSlice.Of(argument);
    }

    /// <summary>The bytes of a text without macros; null for others.</summary>
    public ByteSlice? Constant { get; }

    /// <summary>The bytes in this transaction; valid until the next call.</summary>
    public ReadOnlySpan<byte> Get(IOperatorContext context) => Constant is { } constant ? constant.Span : context.Expand(_text);
}
