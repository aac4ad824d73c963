using Bulwark.Waf.Operators.Strings;

namespace Bulwark.Waf.Operators.Numbers;

/// <summary>The number that an operator compares with: known when the rule is loaded, or read from a text with macros.</summary>
internal sealed class NumberOperand
{
    private readonly TextOperand _text;

    /// <exception cref="RuleException">There is no number, or a macro names no variable.</exception>
    public NumberOperand(string operatorName, string argument)
    {
        _text = new TextOperand(argument);
        if (_text.Constant is not { } constant)
            return;

        if (!constant.Span.ContainsAnyInRange((byte)'0', (byte)'9'))
            throw new RuleException($"@{operatorName} needs a number");

        Constant = WholeNumber.Parse(constant.Span);
    }

    /// <summary>The number of a text without macros; null for others.</summary>
    public long? Constant { get; }

    public long Get(IOperatorContext context) => Constant ?? WholeNumber.Parse(_text.Get(context));
}
