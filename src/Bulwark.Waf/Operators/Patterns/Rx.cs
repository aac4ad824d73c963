using System.Text;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Operators.Strings;

namespace Bulwark.Waf.Operators.Patterns;

/// <summary><c>@rx</c>, or no operator at all: the regular expression matches somewhere in the value. Captures the match and its groups.</summary>
/// <remarks>
/// A pattern with macros is made when it is needed, and kept while its macros stand for the same. What its macros make of it may be no pattern: then it does
/// not match. <c>@rxGlobal</c>, which captures of all matches, is this operator too: it captures of the first one.
/// </remarks>
/// <example><c>SecRule ARGS "@rx (?i)union\s+select" "id:100,phase:2,deny"</c></example>
internal sealed class Rx : Operator
{
    private const int MostBytesOfMacros = 4096;

    private readonly TextOperand? _text;
    private readonly bool _takesAll;
    private Expanded? _expanded; // one reference, so that text and pattern always belong together

    /// <exception cref="RuleException">It is no pattern.</exception>
    public Rx(string argument)
    {
        // Rules that want to walk through all values are written so; what such a pattern captures is the value.
        _takesAll = argument is "^.*$" or ".*";
        if (HasMacro(argument, out var text))
            _text = text;
        else
            Pattern = Pattern.Parse(argument);
    }

    /// <summary>The pattern; null for one with macros.</summary>
    public Pattern? Pattern { get; }

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        if (_takesAll)
        {
            context.Captures?.Add(value);
            return true;
        }

        if ((Pattern ?? Expand(context)) is not { } pattern)
            return false;

        return context.Captures is { } captures ? pattern.Capture(value, captures) : pattern.IsMatch(value);
    }

    /// <summary>In a pattern <c>%{</c> may also be what it looks for: what names no variable is no macro.</summary>
    private static bool HasMacro(string argument, out TextOperand? text)
    {
        try
        {
            text = new TextOperand(argument);
            return text.Constant is null;
        }
        catch (RuleException)
        {
            text = null;
            return false;
        }
    }

    private Pattern? Expand(IOperatorContext context)
    {
        var text = _text!.Get(context);
        var expanded = _expanded;
        if (expanded is null || !text.SequenceEqual(expanded.Text))
            _expanded = expanded = new Expanded(text.ToArray(), Parse(text));

        return expanded.Pattern;
    }

    private static Pattern? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length > MostBytesOfMacros)
            return null;

        try
        {
            return Pattern.Parse(Encoding.UTF8.GetString(text));
        }
        catch (RuleException)
        {
            return null;
        }
    }

    private sealed record Expanded(byte[] Text, Pattern? Pattern);
}
