namespace Bulwark.Waf.Parsing;

/// <summary>Collects what is wrong with rule files, so that the operator is told everything at once.</summary>
internal sealed class ProblemList
{
    private readonly List<RuleProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(SourceLocation location, string message) => _problems.Add(new RuleProblem(location, message));

    /// <summary>Runs <paramref name="read"/> and turns a <see cref="RuleException"/> that has no place yet into a problem at <paramref name="location"/>.</summary>
    /// <returns>Whether it went well.</returns>
    public bool Try(SourceLocation location, Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (RuleException e) when (e.Problems.Count == 0)
        {
            Add(location, e.Message);
            return false;
        }
    }

    /// <exception cref="RuleException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new RuleException(_problems);
    }
}
