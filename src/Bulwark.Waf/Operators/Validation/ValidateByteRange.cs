using System.Buffers;
using System.Globalization;

namespace Bulwark.Waf.Operators.Validation;

/// <summary><c>@validateByteRange</c>: the value holds a byte that is not in the list.</summary>
/// <example><c>SecRule ARGS "@validateByteRange 9,10,13,32-126,128-255" "id:100,phase:2,deny"</c></example>
internal sealed class ValidateByteRange : Operator
{
    private readonly SearchValues<byte> _allowed;

    /// <exception cref="RuleException">An entry is neither a byte's number nor two of them in order.</exception>
    public ValidateByteRange(string argument) => _allowed = SearchValues.Create([.. argument.Split(',').SelectMany(BytesOf)]);

    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value) => value.ContainsAnyExcept(_allowed);

    private static IEnumerable<byte> BytesOf(string entry)
    {
        var ends = entry.Split('-');
        if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last) || first > last)
            throw new RuleException($"@validateByteRange: '{entry.Trim()}' is neither a byte nor a range of bytes");

        return Enumerable.Range(first, last - first + 1).Select(value => (byte)value);
    }

    private static bool TryParse(string text, out byte value) =>
        byte.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value);
}
