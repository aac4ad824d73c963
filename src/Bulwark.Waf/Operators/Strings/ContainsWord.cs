using Bulwark.Waf.Text;

namespace Bulwark.Waf.Operators.Strings;

/// <summary><c>@containsWord</c>: the text stands in the value with no ASCII letter next to it. Case counts; the text may contain macros.</summary>
/// <remarks>As in ModSecurity digits and underscores may stand next to it. An empty text stands in every value.</remarks>
/// <example><c>SecRule ARGS "@containsWord select" "id:100,phase:2,deny"</c></example>
internal sealed class ContainsWord(TextOperand text) : Operator
{
    public override bool Evaluate(IOperatorContext context, ReadOnlySpan<byte> value)
    {
        var word = text.Get(context);
        if (word.IsEmpty)
            return true;

        var from = 0;
        while (value[from..].IndexOf(word) is >= 0 and var next)
        {
            var (start, end) = (from + next, from + next + word.Length);
            if ((start == 0 || !Ascii.IsLetter(value[start - 1])) && (end == value.Length || !Ascii.IsLetter(value[end])))
                return true;

            from = start + 1;
        }

        return false;
    }
}
