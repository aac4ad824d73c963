using Bulwark.Waf.Parsing.Syntax;

namespace Bulwark.Waf.Parsing;

/// <summary>Reads the operator of a rule: <c>@rx ^a</c>, <c>!@within GET HEAD</c>, or a regular expression alone.</summary>
internal static class OperatorParser
{
    /// <exception cref="RuleException">There is no operator of that name.</exception>
    public static OperatorSyntax Parse(string text)
    {
        var isNegated = text.StartsWith('!');
        var rest = isNegated ? text[1..].TrimStart(' ', '\t') : text;
        if (rest.Length == 0)
            throw new RuleException("the operator is empty");

        if (rest[0] != '@')
            return new OperatorSyntax("rx", rest, isNegated);

        var end = rest.AsSpan().IndexOfAny(' ', '\t');
        var name = end < 0 ? rest[1..] : rest[1..end];
        if (!KnownNames.TryFindOperator(name, out var spelling))
            throw new RuleException($"unknown operator '@{name}'");

        return new OperatorSyntax(spelling, end < 0 ? "" : rest[end..].TrimStart(' ', '\t'), isNegated);
    }
}
