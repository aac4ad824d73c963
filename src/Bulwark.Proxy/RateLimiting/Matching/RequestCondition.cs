namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>One description of requests.</summary>
internal sealed class RequestCondition(RequestConditionOptions options)
{
    private readonly string[] _hosts = [.. options.Hosts];
    private readonly PathTemplate[] _paths = [.. options.Paths.Select(path => new PathTemplate(path))];
    private readonly string[] _methods = [.. options.Methods];
    private readonly NamedValue[] _headers = [.. options.Headers.Select(header => new NamedValue(header))];
    private readonly NamedValue[] _query = [.. options.Query.Select(argument => new NamedValue(argument))];
    private readonly int[] _statuses = [.. options.Statuses];

    public bool NeedsPath => _paths.Length > 0;

    public bool NeedsStatus => _statuses.Length > 0;

    /// <summary>True when the request fits.</summary>
    public bool Matches(in RequestView view) =>
        MatchesPath(view.Path) && MatchesMethod(view.Request.Method) && (_hosts.Length == 0 || MatchesHost(view.Host)) && MatchesHeaders(view) && MatchesQuery(view);

    /// <summary>True when the answer's status fits too.</summary>
    public bool MatchesStatus(int status) => _statuses.Length == 0 || _statuses.AsSpan().Contains(status);

    private bool MatchesPath(ReadOnlySpan<byte> path)
    {
        foreach (var template in _paths)
        {
            if (template.Matches(path))
                return true;
        }

        return _paths.Length == 0;
    }

    private bool MatchesMethod(string method)
    {
        foreach (var fitting in _methods)
        {
            if (method.Equals(fitting, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return _methods.Length == 0;
    }

    private bool MatchesHost(ReadOnlySpan<char> host)
    {
        foreach (var fitting in _hosts)
        {
            if (host.Equals(fitting, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private bool MatchesHeaders(in RequestView view)
    {
        foreach (var header in _headers)
        {
            if (!header.IsIn(view.Request.Headers))
                return false;
        }

        return true;
    }

    private bool MatchesQuery(in RequestView view)
    {
        foreach (var argument in _query)
        {
            if (!argument.IsIn(view.Request.QueryString))
                return false;
        }

        return true;
    }
}
