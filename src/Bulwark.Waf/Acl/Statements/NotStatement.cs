using Bulwark.Waf.Acl.Evaluation;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>A statement does not match.</summary>
internal sealed class NotStatement(Statement statement) : Statement
{
    public override string ToString() => "not";

    protected override bool Matches(AclRequest request) => !statement.Evaluate(request);
}
