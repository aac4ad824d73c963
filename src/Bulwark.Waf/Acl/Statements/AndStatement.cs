using Bulwark.Waf.Acl.Evaluation;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>All of some statements match. The first that does not is the last that is asked.</summary>
internal sealed class AndStatement(Statement[] statements) : Statement
{
    public override string ToString() => $"and of {statements.Length}";

    protected override bool Matches(AclRequest request)
    {
        foreach (var statement in statements)
        {
            if (!statement.Evaluate(request))
                return false;
        }

        return true;
    }
}
