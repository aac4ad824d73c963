using Bulwark.Waf.Acl.Evaluation;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>An earlier rule has added a label.</summary>
internal sealed class LabelStatement(LabelScope scope, string key) : Statement
{
    public override string ToString() => $"label {(scope == LabelScope.Namespace ? "in " : "")}{key}";

    protected override bool Matches(AclRequest request) => scope switch
    {
        LabelScope.Label => request.Labels.Contains(key),
        LabelScope.Namespace => request.Labels.ContainsNamespace(key),
    };
}
