using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Fields;
using Bulwark.Waf.Operators;
using Bulwark.Waf.Transformations;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>An operator of SecLang (<c>@detectSQLi</c>, <c>@detectXSS</c>) matches a value.</summary>
internal sealed class OperatorStatement(Field field, TransformationChain chain, string name, Operator question) : FieldStatement(field, chain)
{
    protected override string Question => $"@{name}";

    protected override bool Matches(AclRequest request, ReadOnlySpan<byte> value)
    {
        request.State.WantsCaptures = false;
        return question.Evaluate(request.State, value);
    }
}
