using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Text;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>A text stands at some place of a value.</summary>
internal sealed class ByteMatchStatement(Field field, TransformationChain chain, ByteSlice text, PositionalConstraint position) : FieldStatement(field, chain)
{
    protected override string Question => $"{position} \"{text}\"";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value) => position switch
    {
        PositionalConstraint.Exactly => value.SequenceEqual(text.Span),
        PositionalConstraint.StartsWith => value.StartsWith(text.Span),
        PositionalConstraint.EndsWith => value.EndsWith(text.Span),
        PositionalConstraint.Contains => value.IndexOf(text.Span) >= 0,
        PositionalConstraint.ContainsWord => ContainsWord(value, text.Span),
    };

    private static bool ContainsWord(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word)
    {
        var from = 0;
        while (value[from..].IndexOf(word) is >= 0 and var next)
        {
            var (start, end) = (from + next, from + next + word.Length);
            if ((start == 0 || !IsWordByte(value[start - 1])) && (end == value.Length || !IsWordByte(value[end])))
                return true;

            from = start + 1;
        }

        return false;
    }

    private static bool IsWordByte(byte value) => Ascii.IsLetter(value) || Ascii.IsDigit(value) || value == '_';
}
