using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The value of a header, without regard to case; of several values one is enough.</summary>
internal sealed class HeaderCondition(string name, IEnumerable<string> values) : ICondition
{
    private readonly WildcardPattern[] _patterns = [.. values.Select(value => new WildcardPattern(value, StringComparison.OrdinalIgnoreCase))];

    public bool Matches(HttpContext context)
    {
        foreach (var value in context.Request.Headers[name])
        {
            foreach (var pattern in _patterns)
            {
                if (pattern.Matches(value))
                    return true;
            }
        }

        return false;
    }
}
