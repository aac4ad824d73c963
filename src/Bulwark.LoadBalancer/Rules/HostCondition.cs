using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The host name, without its port and without regard to case.</summary>
internal sealed class HostCondition(IEnumerable<string> values) : ICondition
{
    private readonly WildcardPattern[] _patterns = [.. values.Select(value => new WildcardPattern(value, StringComparison.OrdinalIgnoreCase))];

    public bool Matches(HttpContext context)
    {
        var host = HostName.Of(context);
        foreach (var pattern in _patterns)
        {
            if (pattern.Matches(host))
                return true;
        }

        return false;
    }
}
