namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>Several descriptions of requests, one of which has to fit; none: all requests.</summary>
internal sealed class RequestExpression(IEnumerable<RequestConditionOptions> conditions)
{
    private readonly RequestCondition[] _conditions = [.. conditions.Select(condition => new RequestCondition(condition))];

    public bool NeedsPath => Array.Exists(_conditions, condition => condition.NeedsPath);

    public bool NeedsStatus => Array.Exists(_conditions, condition => condition.NeedsStatus);

    /// <summary>True when the request fits, whatever its answer.</summary>
    public bool Matches(in RequestView view)
    {
        foreach (var condition in _conditions)
        {
            if (condition.Matches(view))
                return true;
        }

        return _conditions.Length == 0;
    }

    /// <summary>True when the request and the status of its answer fit.</summary>
    public bool Matches(in RequestView view, int status)
    {
        foreach (var condition in _conditions)
        {
            if (condition.MatchesStatus(status) && condition.Matches(view))
                return true;
        }

        return _conditions.Length == 0;
    }
}
