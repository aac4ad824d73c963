using Bulwark.Waf.Acl.Evaluation;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>One of some statements matches. The first that does is the last that is asked.</summary>
internal sealed class OrStatement(Statement[] statements) : Statement
{
    public override string ToString() => $"or of {statements.Length}";

    protected override bool Matches(AclRequest request)
    {
        foreach (var statement in statements)
        {
            if (statement.Evaluate(request))
                return true;
        }

        return false;
    }
}
