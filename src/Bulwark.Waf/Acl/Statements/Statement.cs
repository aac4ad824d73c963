using Bulwark.Waf.Acl.Evaluation;

namespace Bulwark.Waf.Acl.Statements;

/// <summary>What a rule looks for in a request. Immutable but for the counts of rate-based ones; used by all threads at once.</summary>
internal abstract class Statement
{
    /// <summary>Whether the request is one that it looks for; the answer is taken down when somebody wants to know.</summary>
    public bool Evaluate(AclRequest request)
    {
        var isMatch = Matches(request);
        if (request.Steps is not null)
            request.Explain(ToString(), isMatch);

        return isMatch;
    }

    /// <summary>What is asked, as <c>waf explain</c> shows it.</summary>
    public abstract override string ToString();

    protected abstract bool Matches(AclRequest request);
}
