using Bulwark.Waf.Matching;

namespace Bulwark.Waf.Operators.Patterns;

/// <summary>
/// <c>@verifyCC</c>, <c>@verifyCPF</c>, <c>@verifySSN</c>, <c>@verifySVNR</c>: what the pattern finds somewhere in the value passes the check of such
/// numbers. Captures the number as it stands in the value.
/// </summary>
/// <remarks>
/// After a match that fails the check the search goes on one byte after its beginning. How many bytes it may look at in all is limited by the size of the value;
/// where the limit is reached the value counts as matching, so that nobody gets past a rule by making it tired.
/// </remarks>
/// <example><c>SecRule RESPONSE_BODY "@verifyCC \d{13,16}" "id:100,phase:4,deny"</c></example>
internal sealed class VerifyNumber : Operator
{
    private const int FreeBytes = 65_536;
    private const int LooksAtEachByte = 64;

    private readonly Pattern _pattern;
    private readonly NumberCheck _isNumber;

    /// <exception cref="RuleException">It is no pattern.</exception>
    public VerifyNumber(string operatorName, string pattern, NumberCheck isNumber)
    {
        if (pattern.Length == 0)
            throw new RuleException($"@{operatorName} needs a pattern");

        _pattern = Pattern.Parse(pattern);
        _isNumber = isNumber;
    }

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        var bytesLeft = FreeBytes + ((long)LooksAtEachByte * value.Length);
        Span<int> match = stackalloc int[2];
        for (var start = 0; start <= value.Length && _pattern.Match(value, match, start); start = match[0] + 1)
        {
            var found = value[match[0]..match[1]];
            bytesLeft -= match[1] - start;
            if (bytesLeft >= 0 && !_isNumber(found))
                continue;

            context.Captures?.Add(found);
            return true;
        }

        return false;
    }
}
