using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Matching;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>One of some regular expressions matches in a value.</summary>
internal sealed class RegexMatchStatement(Field field, TransformationChain chain, Pattern[] patterns) : FieldStatement(field, chain)
{
    protected override string Question => $"matches {string.Join(" or ", patterns.Select(pattern => $"/{pattern.Text}/"))}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(value))
                return true;
        }

        return false;
    }
}
