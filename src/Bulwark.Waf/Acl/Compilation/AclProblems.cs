namespace Bulwark.Waf.Acl.Compilation;

/// <summary>Collects what is wrong with a web ACL, so that the operator is told everything at once.</summary>
internal sealed class AclProblems
{
    private readonly List<WebAclProblem> _problems = [];

    public IReadOnlyList<WebAclProblem> All => _problems;

    public void Add(string path, string message) => _problems.Add(new WebAclProblem(path, message));

    /// <summary>Makes something; what it throws becomes a problem.</summary>
    /// <returns>null when it could not be made.</returns>
    public T? Try<T>(string path, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (RuleException problem)
        {
            Add(path, problem.Message);
            return null;
        }
    }

    /// <exception cref="RuleException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new RuleException(string.Join('\n', _problems));
    }
}
