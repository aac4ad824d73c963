namespace Bulwark.Waf;

/// <summary>Rules that cannot be loaded: an operator's mistake. The message is one line for each problem, each with its file and line.</summary>
public sealed class RuleException : Exception
{
    public RuleException(string message)
        : base(message)
    {
    }

    public RuleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public RuleException(IReadOnlyCollection<RuleProblem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    public RuleException()
    {
    }

    /// <summary>Each problem with its place; empty for a problem that has not been given a place yet.</summary>
    public IReadOnlyCollection<RuleProblem> Problems { get; } = [];
}
